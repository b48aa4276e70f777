"""Where a value stands in a text: learns the label, the place and the notation, and reads other texts by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from alfrd_luigi.assessment.printing import is_same
from alfrd_luigi.extraction.lines import TextLine, read_lines
from alfrd_luigi.memory.calculation import Amount, passed
from alfrd_luigi.memory.labels import (
    SHORTEST_LABEL,
    is_same_label,
    label_above,
    label_before,
    label_of_line,
    line_shape,
)
from alfrd_luigi.memory.mentions import OTHER_RANK, UNKNOWN_RANK, Mention, mentions_of, numbers_of, values_like

Side = Literal["before", "above", "line"]
Evidence = Literal["label", "line", "neighbour", "calculation"]
"""By what a value is read: its label, the shape of its line, the line above or below, or the amounts around it."""

_MOST_PLACES = 4
_AKIN, _AKIN_PART = 60, 85
"""Of 100: how far labels and their parts are alike that have the same neighbour."""


class Place(NamedTuple):
    """Where values of a field stand.

    `side` is where the label stands: before the value in its line, or in the line above; a `line` without a label is
    known by its shape. `label` is its skeleton, or the shape. `from_right` counts the values behind it that have the
    same label. `nth` is its number among the lines with this label: 0 the first, -1 the last of several. `notation` is
    the order of a date, or the shape of a text.
    """

    side: Side
    label: str
    from_right: int = 0
    nth: int = 0
    notation: str | None = None
    printed: str = ""
    """The label as a person reads it."""
    is_total: bool = False
    """Whether the label is known to be that of a total."""
    over: str = ""
    """The skeleton of the line above."""
    under: str = ""
    """The skeleton of the line below."""


class Reading(NamedTuple):
    """A value read at a place, its words in the text (label and value), and where it stands."""

    value: Any
    words: str
    at: Amount
    by: Evidence = "label"


def places_of(value: Any, pages: Sequence[str]) -> list[Place]:
    """The places where the pages print a value, the most telling first; at most four."""
    lines = read_lines(pages)
    found: list[tuple[int, bool, int, Place]] = []
    for mention, notation in mentions_of(value, pages):
        place = _place(mention, list(values_like(mention.value, notation, pages)), lines, notation)
        if place is not None:
            found.append((mention.rank, place.side == "line", mention.line.number, place))
    found.sort(key=lambda each: each[:3])
    told = [place for rank, *_, place in found if rank < OTHER_RANK]
    return list(dict.fromkeys(told or [place for *_, place in found]))[:_MOST_PLACES]


def read_any(places: Sequence[Place], value_like: Any, pages: Sequence[str]) -> tuple[Place, Reading] | None:
    """The value at the first of the places that the pages have; if they have none, at a place that is akin to one.

    If amounts at several places differ, the one that the others lead to. In the lesson, only one of the places had the
    value by right. None if that is not known, unless the first has the label of a total.
    """
    found = [(place, reading) for place in places if (reading := read(place, value_like, pages)) is not None]
    akin = [(place, reading) for place in places if (reading := _read_akin(place, value_like, pages)) is not None]
    first = (found or akin)[:1]
    if not isinstance(value_like, int | float) or not first:
        return first[0] if first else None
    if _is_one([*found, *akin]):
        return first[0]
    if _is_one(led_to := _led_to([*found, *akin], pages)):
        place, reading = led_to[0]
        return place, reading._replace(by="calculation")
    return first[0] if first[0][0].is_total or _is_one(found) else None


def read(place: Place, value_like: Any, pages: Sequence[str]) -> Reading | None:
    """The value that the pages print at a place. `value_like` is one of the same kind: a number, a date or a text.

    None if no line has the label, or several have it and it is not known which is meant.
    """
    lines = read_lines(pages)
    hits = [each for each in values_like(value_like, place.notation, pages) if _fits(each, place, lines)]
    return _chosen(place, hits, "line" if place.side == "line" else "label")


def _read_akin(place: Place, value_like: Any, pages: Sequence[str]) -> Reading | None:
    """The value whose label stands on the other side, or is longer, shorter or misread beside the same neighbour.

    A paper without rounding has "Total incl. tax" alone where another has "Total" below it.
    """
    if place.side == "line":
        return None
    other: Side = "above" if place.side == "before" else "before"
    if (found := read(place._replace(side=other), value_like, pages)) is not None:
        return found._replace(by="neighbour")
    if place.side == "above":
        return None
    lines, alike = read_lines(pages), values_like(value_like, place.notation, pages)
    return _chosen(place, [each for each in alike if _is_akin(each, place, lines)], "neighbour")


def _is_akin(mention: Mention, place: Place, lines: Sequence[TextLine]) -> bool:
    """Whether a label is like that of a place, and not the same, and the line above or below is that of the place."""
    from rapidfuzz import fuzz

    label, number = label_before(mention)[0], mention.line.number
    if min(len(label), len(place.label)) < SHORTEST_LABEL or is_same_label(label, place.label):
        return False
    if fuzz.ratio(label, place.label) < _AKIN and fuzz.partial_ratio(label, place.label) < _AKIN_PART:
        return False
    neighbours = ((place.over, number - 1), (place.under, number + 1))
    return any(
        len(known) >= SHORTEST_LABEL and is_same_label(known, label_of_line(lines, line)) for known, line in neighbours
    )


def _chosen(place: Place, hits: Sequence[Mention], by: Evidence) -> Reading | None:
    """The value of the hit that is meant; None if that is not known."""
    by_line: dict[int, list[Mention]] = {}
    for hit in hits:
        by_line.setdefault(hit.line.number, []).append(hit)
    read_values = [row[-1 - place.from_right] for _, row in sorted(by_line.items()) if len(row) > place.from_right]
    if not read_values:
        return None
    if (
        any(not is_same(each.value, read_values[0].value) for each in read_values)
        and place.nth == 0
        and place.side != "line"
    ):
        return None
    chosen = read_values[place.nth if place.nth < 0 else 0]
    return Reading(chosen.value, _words(chosen, place), Amount(chosen.value, chosen.line.number, chosen.start), by)


def _is_one(found: Sequence[tuple[Place, Reading]]) -> bool:
    return bool(found) and all(is_same(each.value, found[0][1].value) for _, each in found)


def _led_to(found: Sequence[tuple[Place, Reading]], pages: Sequence[str]) -> Sequence[tuple[Place, Reading]]:
    """The amounts without those that lead to another, such as a net amount, and those that follow from one."""
    printed = [Amount(each.value, each.line.number, each.start) for each in numbers_of(tuple(pages))]
    left_out = passed([reading.at for _, reading in found], printed)
    return [each for each in found if not any(is_same(each[1].value, out) for out in left_out)] or found


def _place(mention: Mention, alike: Sequence[Mention], lines: Sequence[TextLine], notation: str | None) -> Place | None:
    """The place of a mention among those `alike`; None if nothing tells it from others."""
    label, printed = label_before(mention)
    side: Side = "before"
    if len(label) < SHORTEST_LABEL:
        label, printed, side = *label_above(mention, lines), "above"
    if len(label) < SHORTEST_LABEL:
        # A row of amounts without a label is like other rows.
        if isinstance(mention.value, int | float):
            return None
        label, printed, side = line_shape(mention.line), "", "line"
    place = Place(side, label, 0, 0, notation, printed, mention.rank < UNKNOWN_RANK)
    fitting = [each for each in alike if _fits(each, place, lines)]
    row = [each for each in fitting if each.line.number == mention.line.number]
    behind = sum(each.start > mention.start for each in row)
    rows = sorted({each.line.number for each in fitting})
    if mention.line.number not in rows:
        return None
    nth = rows.index(mention.line.number)
    if nth not in (0, len(rows) - 1):
        return None
    number = mention.line.number
    return place._replace(
        from_right=behind,
        nth=-1 if len(rows) > 1 and nth else 0,
        over=label_of_line(lines, number - 1),
        under=label_of_line(lines, number + 1),
    )


def _fits(mention: Mention, place: Place, lines: Sequence[TextLine]) -> bool:
    if place.side == "before":
        return is_same_label(label_before(mention)[0], place.label)
    if place.side == "above":
        return len(label_before(mention)[0]) < SHORTEST_LABEL and is_same_label(
            label_above(mention, lines)[0], place.label
        )
    return line_shape(mention.line) == place.label


def _words(mention: Mention, place: Place) -> str:
    text = mention.line.text
    if place.side != "before":
        return text[mention.start : mention.end]
    start = text.rfind("  ", 0, len(text[: mention.start].rstrip())) + 1
    return text[start : mention.end].strip()
