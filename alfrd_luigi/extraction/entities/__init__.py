"""Finds the issuer of a document."""

from __future__ import annotations

from collections.abc import Sequence

from alfrd_luigi.extraction.contests import Contest, Rival, best_rivals
from alfrd_luigi.extraction.entities.candidates import read_candidates
from alfrd_luigi.extraction.entities.chances import likeliest
from alfrd_luigi.extraction.entities.companies import name_key
from alfrd_luigi.extraction.entities.domains import is_acronym
from alfrd_luigi.extraction.entities.evidence import Evidence, Weighed
from alfrd_luigi.extraction.entities.impressions import Impressions
from alfrd_luigi.extraction.entities.spacing import close_letters
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import read_lines

_THRESHOLD = 47.5
"""Just more than a name at the top scores that nothing else supports."""

_AGREEMENT_UNIT = 10
_LONGEST_ACRONYM = 6
_ACRONYM_REACH = 3


def find_entity(pages: Sequence[str], document_type: str | None) -> Extract[str] | None:
    """The name of the issuer as printed, without registration numbers; None if nothing supports a text as such.

    See `weigh_entity`.
    """
    return weigh_entity(pages, document_type).found


def weigh_entity(pages: Sequence[str], document_type: str | None) -> Contest[str]:
    """The name of the issuer, and the other names that were considered.

    The signs, all of which increase with certainty: `score`; `agreement` of other sources; `chance`, the logarithm of
    the odds of the name.
    """
    lines = close_letters(read_lines(pages))
    candidates = read_candidates(lines, document_type)
    evidence = Evidence(lines, document_type, candidates)
    scored = [evidence.weigh(candidate) for candidate in candidates]
    best = max(scored, key=lambda each: each.score, default=None)
    if best is None or best.score < _THRESHOLD:
        return Contest(None, _rivals(None, scored), "weak" if best else "nothing")
    likely, chance = likeliest(scored, Impressions(lines, evidence.domains))
    found = _spelled_out(likely, scored)
    agreement = found.gains.get("agreement", 0) / _AGREEMENT_UNIT
    signs = {"score": found.score, "agreement": agreement, "chance": chance}
    extract = Extract(found.candidate.name, found.candidate.words, signs)
    return Contest(extract, _rivals(found, scored))


def _rivals(found: Weighed | None, scored: Sequence[Weighed]) -> tuple[Rival, ...]:
    """The best candidates with another name, without those against which more speaks than for them."""
    ranked = sorted((each for each in scored if each.score > 0), key=lambda each: -each.score)
    keyed = ((name_key(each.candidate.name), _rival_of(each, found)) for each in ranked)
    return best_rivals(keyed, found and name_key(found.candidate.name))


def _rival_of(lost: Weighed, found: Weighed | None) -> Rival:
    """The candidate with what speaks against it. One that only its looks lost is no points behind."""
    candidate = lost.candidate
    other = "unlike" if found and lost.score > found.score else "fewer_signs"
    reasons = tuple(sorted(lost.losses, key=lambda name: -lost.losses[name])) or (other,)
    score = min(lost.score, found.score) if found else lost.score
    return Rival(candidate.name, candidate.words, candidate.line.page + 1, score, reasons)


def _spelled_out(best: Weighed, scored: Sequence[Weighed]) -> Weighed:
    """The name near an acronym whose initials it gives, else the acronym."""
    acronym, line = best.candidate.name, best.candidate.line
    if len(acronym) > _LONGEST_ACRONYM or not acronym.isupper():
        return best
    spelled = (
        each
        for each in scored
        if each.score > 0
        and each.candidate.line.page == line.page
        and 0 <= each.candidate.line.number - line.number <= _ACRONYM_REACH
        and is_acronym(acronym, each.candidate.name)
    )
    return max(spelled, key=lambda each: each.score, default=best)
