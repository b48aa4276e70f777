"""Finds the issuer of a document."""

from __future__ import annotations

from collections.abc import Sequence

from alfrd_luigi.extraction.entities.candidates import EntityCandidate, read_candidates
from alfrd_luigi.extraction.entities.evidence import Evidence
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import read_lines

_THRESHOLD = 47.5


def find_entity(pages: Sequence[str], document_type: str | None) -> Extract[str] | None:
    """The name of the issuer as printed, without registration numbers; None if no text resembles one."""
    lines = read_lines(pages)
    evidence = Evidence(lines, document_type)
    candidates = read_candidates(lines)
    best = max(candidates, key=evidence.score, default=None)
    return _found(best) if best and evidence.score(best) >= _THRESHOLD else None


def _found(candidate: EntityCandidate) -> Extract[str]:
    return Extract(candidate.name, candidate.words)
