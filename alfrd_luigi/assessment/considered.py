"""What was considered for the values of an answer, as the answer records it.

The member `considered` of an assessed answer has an entry for the type, or for the entity, the date and the total, by
the names of `field_names`. It explains the answer and is read by nothing that decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alfrd_luigi.assessment import printing
from alfrd_luigi.assessment.field_names import field_name
from alfrd_luigi.extraction.classification import weigh_type
from alfrd_luigi.extraction.contests import BLANKS, MOST_RIVALS, REASONS, Contest, Rival
from alfrd_luigi.language import values

CONSIDERED = "considered"
# Words of a document beyond this are no evidence that a person would read.
_LONGEST = 120
_MOST_REASONS = 3
_SCORE = {"type": ["number", "null"]}
_WORDS = {"type": "string", "maxLength": _LONGEST}
_PHRASES = {"type": "array", "items": _WORDS, "maxItems": 5}

_REASONS = {"type": "array", "items": {"enum": list(REASONS)}, "maxItems": _MOST_REASONS}
_RIVAL = values.object_of(
    {
        "value": {"type": ["string", "number"], "maxLength": _LONGEST},
        "words": _PHRASES,
        "page": {"type": ["integer", "null"], "minimum": 1},
        "score": _SCORE,
        "reasons": {**_REASONS, "minItems": 1},
    }
)
_ENTRY = values.object_of(
    {
        "score": _SCORE,
        "words": _PHRASES,
        "blank": {"enum": [*BLANKS, None]},
        "doubts": _REASONS,
        "rivals": {"type": "array", "items": _RIVAL, "maxItems": MOST_RIVALS},
    }
)
SCHEMA: values.Schema = {
    "type": "object",
    "properties": dict.fromkeys(("type", "entity", "date", "total"), _ENTRY),
    "additionalProperties": False,
}
"""Of an entry, `score` is that of the value that the rules took, and `words` are the phrases that speak for a type;
`blank` says why none was taken, and `doubts` what makes it less sure. Of a rival, `score` is null for a candidate that
could not be the value at all."""


def of_type(pages: Sequence[str], chosen: str, names: Sequence[str]) -> dict[str, Any]:
    """What the rules considered for the type that they chose among `names`.

    The types have the names by which the rules know them.
    """
    return {CONSIDERED: {"type": _entry(weigh_type(pages, chosen, names))}}


def of_values(
    contests: Mapping[str, Contest[Any]], answer: Mapping[str, Any], kept: Mapping[str, Any], *, by_rules: bool
) -> dict[str, Any]:
    """What the rules considered for an answer, of which some values were left blank in `kept`.

    Without `by_rules`, the answer is that of a model, which gives no alternatives; what the rules read in place of a
    value is then its only rival. So it is for a value that an embedded invoice gives.
    """
    return {CONSIDERED: dict(_entries(contests, answer, kept, by_rules=by_rules))}


def _entries(
    contests: Mapping[str, Contest[Any]], answer: Mapping[str, Any], kept: Mapping[str, Any], *, by_rules: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in ("entity", "document_date", "total_amount"):
        contest = contests[name]
        is_own = by_rules and answer[name] == (contest.found and contest.found.value)
        shown = _kept(contest, kept[name]) if is_own else _reading(contest, answer[name])
        yield field_name(name), _entry(shown)


def _reading(contest: Contest[Any], value: Any) -> Contest[Any]:
    """What the rules read, as the rival of another's value."""
    found = contest.found
    if found is None or (value is not None and printing.is_same(value, found.value)):
        return Contest(None)
    return Contest(None, (Rival(found.value, found.words, None, found.signs["score"], ("rules",)),))


def _kept(contest: Contest[Any], kept: Any) -> Contest[Any]:
    """The contest; if the value that was taken was not sure enough to be kept, it is the first of the rivals."""
    found = contest.found
    if found is None or kept is not None:
        return contest
    first = Rival(found.value, found.words, None, found.signs["score"], ("unsure", *contest.doubts))
    return Contest(None, (first, *contest.rivals)[:MOST_RIVALS], "unsure")


def _entry(contest: Contest[Any]) -> dict[str, Any]:
    found = contest.found
    return {
        "score": round(found.signs["score"], 1) if found else None,
        "words": _lines(found.words) if found else [],
        "blank": contest.blank,
        "doubts": list(contest.doubts[:_MOST_REASONS]),
        "rivals": [_rival(each) for each in contest.rivals],
    }


def _rival(rival: Rival) -> dict[str, Any]:
    return {
        "value": rival.value[:_LONGEST] if isinstance(rival.value, str) else rival.value,
        "words": _lines(rival.words),
        "page": rival.page,
        "score": None if rival.score is None else round(rival.score, 1),
        "reasons": list(rival.reasons[:_MOST_REASONS]),
    }


def _lines(words: str) -> list[str]:
    return [line[:_LONGEST] for line in words.split("\n")]
