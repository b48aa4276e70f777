"""Finds the issuer of a document."""

from __future__ import annotations

from collections.abc import Sequence

from alfrd_luigi.extraction.entities.candidates import EntityCandidate, read_candidates
from alfrd_luigi.extraction.entities.companies import core
from alfrd_luigi.extraction.entities.evidence import Evidence
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import read_lines, skeleton

_THRESHOLD = 47.5
"""Just more than a name at the top scores that nothing else supports."""

Scored = tuple[float, EntityCandidate]


def find_entity(pages: Sequence[str], document_type: str | None) -> Extract[str] | None:
    """The name of the issuer as printed, without registration numbers; None if nothing supports a text as such.

    The signs: `score`; `lead` over the best candidate with another name; `supports`, the number of kinds of evidence.
    """
    lines = read_lines(pages)
    evidence = Evidence(lines, document_type)
    scored = [(evidence.score(candidate), candidate) for candidate in read_candidates(lines)]
    best = max(scored, key=lambda each: each[0], default=None)
    if best is None or best[0] < _THRESHOLD:
        return None
    score, found = best
    signs = {"score": score, "lead": score - _rival(found, scored), "supports": evidence.supports(found)}
    return Extract(found.name, found.words, signs)


def _rival(found: EntityCandidate, scored: Sequence[Scored]) -> float:
    """The score of the best candidate with another name; 0 if there is none."""
    key = _key(found)
    keyed = ((score, _key(candidate)) for score, candidate in scored)
    return max((score for score, other in keyed if key not in other and other not in key), default=0.0)


def _key(candidate: EntityCandidate) -> str:
    return skeleton(core(candidate.name))
