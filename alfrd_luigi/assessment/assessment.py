"""Assesses the answer to `summarize`: checks its evidence, and gives each value a confidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any

from alfrd_luigi.assessment import places, printing
from alfrd_luigi.assessment.considered import CONSIDERED, of_values
from alfrd_luigi.assessment.field_names import HEADS, field_name
from alfrd_luigi.assessment.places import Place
from alfrd_luigi.assessment.printing import Print
from alfrd_luigi.extraction.confidence import probability
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.records import find_heads, weigh_heads
from alfrd_luigi.settings import Settings

# What an assessment adds to an answer.
ADDED = ("confidences", "uncertain", "places", CONSIDERED)
# How sure the value of a model is where the rules are blank, and where they read another value: if its quotation holds
# it, if only the text does, and if the document does not print it. A model quotes what it read, but may have read the
# wrong line; a value that is not printed is invented. No model was measured, so the numbers are cautious.
_ALONE = {"quoted": (0.9, 0.7), "printed": (0.8, 0.6), "absent": (0.3, 0.1)}
# The part of a reader's errors that another reader, who found the same value, shares with it.
_SHARED_ERRORS = 0.3

PageWords = Callable[[int], Sequence[Sequence[Any]]]


def assess(
    answer: Mapping[str, Any],
    pages: Sequence[str],
    words: PageWords,
    document_type: str,
    *,
    by_rules: bool,
    known: Mapping[str, float],
    limits: Settings,
) -> dict[str, Any]:
    """The answer with its evidence checked, and with four more members.

    - `confidences`: the probability of each value that is not null, 0 to 1.
    - `uncertain`: the names of the values below `uncertain_below`. A value below `blank_below` becomes null.
    - `places`: the place of the evidence of each value: its `page`, from 1, and the `boxes` of its words.
    - `considered`: what else the rules considered (see `considered`).

    In these, values have the names of `field_names`.
    `words` gives the words of a page. `by_rules` says that the rules of `extraction` gave the answer, and not a model.
    `known` are the confidences of values that do not come from the text; these are never left blank.
    """
    found = _places(answer, pages)
    values = {name: value for name, value in _values(answer) if name not in known}
    sure = _confidences(values, found.keys(), pages, document_type, by_rules=by_rules)
    kept = {**known, **{name: each for name, each in sure.items() if each >= limits.blank_below}}
    only = _only(answer, kept.keys())
    return {
        **only,
        **of_values(weigh_heads(tuple(pages), document_type), answer, only, by_rules=by_rules),
        "evidence": {name: answer["evidence"][name] for name in {**found, **known} if name in kept},
        "confidences": {field_name(name): each for name, each in kept.items()},
        "uncertain": sorted(field_name(name) for name, each in kept.items() if each < limits.uncertain_below),
        "places": {field_name(name): _place(place, pages, words) for name, place in found.items() if name in kept},
    }


def with_places(
    answer: Mapping[str, Any], names: Set[str], pages: Sequence[str], words: PageWords, limits: Settings
) -> dict[str, Any]:
    """The assessed answer with new places and doubts for some values, whose evidence and confidence have changed.

    `names` are those of `field_names`.
    """
    kept = {name: each for name, each in answer["places"].items() if name not in names}
    found = {field_name(name): place for name, place in _places(answer, pages).items()}
    new = {name: _place(place, pages, words) for name, place in found.items() if name in names}
    doubts = {name for name, each in answer["confidences"].items() if each < limits.uncertain_below}
    return {**answer, "places": {**kept, **new}, "uncertain": sorted(doubts)}


def _values(answer: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values that are not null, by name. A field that has the name of a head is the head."""
    values = {**(answer["structured_data"] or {}), **{name: answer[name] for name in HEADS}}
    return ((name, value) for name, value in values.items() if value is not None)


def _places(answer: Mapping[str, Any], pages: Sequence[str]) -> dict[str, Place]:
    """The places of the quotations that are in the text and hold their value."""
    values = dict(_values(answer))
    found: dict[str, Place] = {}
    for name, quotation in answer["evidence"].items():
        if name in values and (name == "currency" or printing.holds(quotation, values[name])):
            place = places.find(quotation, pages)
            found |= {name: place} if place else {}
    return found


def _confidences(
    values: Mapping[str, Any], quoted: Set[str], pages: Sequence[str], document_type: str, *, by_rules: bool
) -> dict[str, float]:
    """How sure each value is. The evidence of those that are `quoted` holds them."""
    rules, printed = find_heads(tuple(pages), document_type), Print(tuple(pages))
    sure: dict[str, float] = {}
    for name, value in values.items():
        ground = _ground(name, value, name in quoted, printed)
        sure[name] = round(_confidence(name, value, ground, rules.get(name), by_rules), 3)
    return sure


def _confidence(name: str, value: Any, ground: str, rule: Extract[Any] | None, by_rules: bool) -> float:
    if name not in HEADS:
        return probability("field", {"quoted": float(ground == "quoted"), "absent": float(ground == "absent")})
    if rule is None or not printing.is_same(value, rule.value):
        return _ALONE[ground][rule is not None]
    sure = probability(name, rule.signs)
    return sure if by_rules else 1 - (1 - sure) * _SHARED_ERRORS


def _ground(name: str, value: Any, is_quoted: bool, printed: Print) -> str:
    """Where a value stands: in its quotation, elsewhere in the text, or nowhere."""
    if is_quoted:
        return "quoted"
    return "printed" if name == "currency" or printed.has(value) else "absent"


def _only(answer: Mapping[str, Any], names: Set[str]) -> dict[str, Any]:
    """The answer with every value null that is not among the names."""
    fields = {name: value if name in names else None for name, value in (answer["structured_data"] or {}).items()}
    heads = {name: answer[name] if name in names else None for name in HEADS}
    return {**answer, **heads, "structured_data": fields}


def _place(place: Place, pages: Sequence[str], words: PageWords) -> dict[str, Any]:
    return {"page": place.page, "boxes": places.boxes(place, pages[place.page - 1], words(place.page))}
