"""Where a value stands in a text: learns the label, the place and the notation, and reads other texts by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from alfrd_luigi.assessment.agreement import is_same
from alfrd_luigi.assessment.printing import ISO_DATE
from alfrd_luigi.extraction.amounts.labels import AmountKind
from alfrd_luigi.extraction.amounts.mentions import amounts_of
from alfrd_luigi.extraction.dates.months import month_number
from alfrd_luigi.extraction.dates.printed_dates import PrintedDate, find_printed_dates
from alfrd_luigi.extraction.lines import TextLine, fold, read_lines, skeleton
from alfrd_luigi.memory.calculation import Amount, passed
from alfrd_luigi.memory.marks import shape

Side = Literal["before", "above", "line"]
Notation = Literal["day first", "month first"]
Evidence = Literal["label", "line", "neighbour", "calculation"]
"""By what a value is read: its label, the shape of its line, the line above or below, or the amounts around it."""

_SAME_LABEL = 85
"""Of 100. OCR misreads a letter of a label here and there."""
_SHORTEST_LABEL = 3
_LABEL_WORDS = 5
_NUMBER = re.compile(r"(?<![\w.,])(?:\d+(?:[.,]\d+)*|\.\d\d)(?![\w])")
_MOST_PLACES = 4
_AKIN, _AKIN_PART = 60, 85
"""Of 100: how far labels and their parts are alike that have the same neighbour."""
# The number of a till, a slip or a page is another on the next paper. A digit within a word may be a misread letter.
_OTHER_NUMBER = re.compile(r"(?<![^\W_])\d[\d.,/:-]*(?![^\W_])")
# Of the amounts that equal a person's, the one with such a label is meant, else any that was not just handed over.
_RANKS = {
    kind: rank for rank, kind in enumerate((AmountKind.FINAL, AmountKind.DUE, AmountKind.CLOSING, AmountKind.TOTAL))
}
_HANDED_OVER = (AmountKind.TENDERED, AmountKind.PAID, AmountKind.CHANGE)
_UNKNOWN_RANK = len(_RANKS)
_OTHER_RANK = _UNKNOWN_RANK + 1


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


class _Mention(NamedTuple):
    """A value that a line prints between two offsets."""

    value: Any
    line: TextLine
    start: int
    end: int
    rank: int = _UNKNOWN_RANK


def places_of(value: Any, pages: Sequence[str]) -> list[Place]:
    """The places where the pages print a value, the most telling first; at most four."""
    lines = read_lines(pages)
    found: list[tuple[int, bool, int, Place]] = []
    for mention, notation in _mentions_of(value, pages):
        place = _place(mention, list(_candidates(mention.value, notation, pages)), lines, notation)
        if place is not None:
            found.append((mention.rank, place.side == "line", mention.line.number, place))
    found.sort(key=lambda each: each[:3])
    told = [place for rank, *_, place in found if rank < _OTHER_RANK]
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
    hits = [each for each in _candidates(value_like, place.notation, pages) if _fits(each, place, lines)]
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
    lines, candidates = read_lines(pages), _candidates(value_like, place.notation, pages)
    return _chosen(place, [each for each in candidates if _is_akin(each, place, lines)], "neighbour")


def _is_akin(mention: _Mention, place: Place, lines: Sequence[TextLine]) -> bool:
    """Whether a label is like that of a place, and not the same, and the line above or below is that of the place."""
    from rapidfuzz import fuzz

    label, number = _label_before(mention)[0], mention.line.number
    if min(len(label), len(place.label)) < _SHORTEST_LABEL or is_same_label(label, place.label):
        return False
    if fuzz.ratio(label, place.label) < _AKIN and fuzz.partial_ratio(label, place.label) < _AKIN_PART:
        return False
    neighbours = ((place.over, number - 1), (place.under, number + 1))
    return any(
        len(known) >= _SHORTEST_LABEL and is_same_label(known, _label_of_line(lines, line))
        for known, line in neighbours
    )


def _chosen(place: Place, hits: Sequence[_Mention], by: Evidence) -> Reading | None:
    """The value of the hit that is meant; None if that is not known."""
    by_line: dict[int, list[_Mention]] = {}
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
    printed = [Amount(each.value, each.line.number, each.start) for each in _numbers(tuple(pages))]
    left_out = passed([reading.at for _, reading in found], printed)
    return [each for each in found if not any(is_same(each[1].value, out) for out in left_out)] or found


def label_of(words: str) -> str:
    """The skeleton of the label in the words that prove a value. A day, a month or a number is no part of a label."""
    return skeleton(_constant_words(words))


def _constant_words(text: str) -> str:
    """The text without dates, names of months and numbers, which are others on the next paper."""
    for printed in reversed(list(find_printed_dates(text))):
        text = f"{text[: printed.start]} {text[printed.end :]}"
    text = _OTHER_NUMBER.sub(" ", text)
    return " ".join(word for word in text.split() if month_number(word.strip(".,")) is None)


def is_same_label(one: str, other: str) -> bool:
    """Whether two labels are the same but for misread letters."""
    from rapidfuzz import fuzz

    return one == other or (min(len(one), len(other)) >= _SHORTEST_LABEL and fuzz.ratio(one, other) >= _SAME_LABEL)


def _mentions_of(value: Any, pages: Sequence[str]) -> Iterator[tuple[_Mention, str | None]]:
    """The mentions that equal a value, each with its notation."""
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        day = date.fromisoformat(value)
        for line in read_lines(pages):
            for printed in find_printed_dates(line.text):
                if day in (printed.day_first, printed.month_first):
                    yield _Mention(value, line, printed.start, printed.end), _order(printed, day)
        return
    notation = shape(value) if isinstance(value, str) else None
    for mention in _candidates(value, notation, pages):
        if is_same(mention.value, value) if not isinstance(value, str) else _letters(mention.value) == _letters(value):
            yield mention, notation


def _order(printed: PrintedDate, day: date) -> Notation | None:
    """The order of a date that means `day`; None if it means that in any order."""
    if printed.written is not None or printed.day_first == printed.month_first:
        return None
    return "day first" if printed.day_first == day else "month first"


def _candidates(value_like: Any, notation: str | None, pages: Sequence[str]) -> Iterator[_Mention]:
    """The values of the kind of another one that the pages print, in reading order."""
    if isinstance(value_like, bool):
        return
    if isinstance(value_like, int | float):
        yield from _numbers(tuple(pages))
    elif isinstance(value_like, str) and ISO_DATE.fullmatch(value_like):
        for line in read_lines(pages):
            for printed in find_printed_dates(line.text):
                if day := _day(printed, notation):
                    yield _Mention(day.isoformat(), line, printed.start, printed.end)
    elif isinstance(value_like, str):
        yield from _texts(value_like, notation or shape(value_like), pages)


def _day(printed: PrintedDate, notation: str | None) -> date | None:
    if notation == "day first":
        return printed.day_first or printed.certain
    if notation == "month first":
        return printed.month_first or printed.certain
    return printed.certain


@lru_cache(maxsize=4)
def _numbers(pages: tuple[str, ...]) -> tuple[_Mention, ...]:
    """The numbers that the pages print. Each place of a field and each field ask for them."""
    found: dict[int, list[_Mention]] = {}
    for each in amounts_of(pages):
        rank = _OTHER_RANK if each.kind in _HANDED_OVER else _rank(each.kind)
        mention = _Mention(float(each.money.value), each.line, each.money.start, each.money.end, rank)
        found.setdefault(each.line.number, []).append(mention)
    mentions: list[_Mention] = []
    for line in read_lines(pages):
        own = found.get(line.number, [])
        taken = [
            *((each.start, each.end) for each in own),
            *((day.start, day.end) for day in find_printed_dates(line.text)),
        ]
        plain = (
            _Mention(float(match[0].replace(",", "")), line, match.start(), match.end())
            for match in _NUMBER.finditer(line.text)
            if match[0].count(".") <= 1 and not any(start < match.end() and match.start() < end for start, end in taken)
        )
        mentions += sorted([*own, *plain], key=lambda each: each.start)
    return tuple(mentions)


def _rank(kind: AmountKind | None) -> int:
    return _UNKNOWN_RANK if kind is None else _RANKS.get(kind, _UNKNOWN_RANK)


def _texts(value_like: str, notation: str, pages: Sequence[str]) -> Iterator[_Mention]:
    """The texts with the notation of a value; for words without digits, the ends of lines and whole cells."""
    lines = read_lines(pages)
    if any(map(str.isdigit, value_like)):
        pattern = _pattern(notation)
        for line in lines:
            yield from (_Mention(match[0], line, match.start(), match.end()) for match in pattern.finditer(line.text))
        return
    for line in lines:
        for cell in line.cells:
            yield _Mention(cell.text, line, cell.start, cell.end)
            _, colon, rest = cell.text.partition(":")
            if colon and rest.strip():
                yield _Mention(rest.strip(), line, cell.end - len(rest.lstrip()), cell.end)


def _pattern(notation: str) -> re.Pattern[str]:
    """The texts of a shape, with any number of digits or letters where it has several of them."""
    parts = re.findall(r"9+|[Aa]+|\s+|.", notation)
    return re.compile(r"(?<!\w)" + "".join(map(_part, parts)) + r"(?!\w)", re.IGNORECASE)


def _part(part: str) -> str:
    if part[0] == "9":
        return r"\d+" if len(part) > 1 else r"\d{1,2}"
    if part[0] in "Aa":
        return r"[^\W\d_]" + (f"{{1,{len(part) + 2}}}" if len(part) > 1 else "")
    return r"\s+" if part.isspace() else re.escape(part)


def _place(
    mention: _Mention, alike: Sequence[_Mention], lines: Sequence[TextLine], notation: str | None
) -> Place | None:
    """The place of a mention among those `alike`; None if nothing tells it from others."""
    label, printed = _label_before(mention)
    side: Side = "before"
    if len(label) < _SHORTEST_LABEL:
        label, printed, side = *_label_above(mention, lines), "above"
    if len(label) < _SHORTEST_LABEL:
        # A row of amounts without a label is like other rows.
        if isinstance(mention.value, int | float):
            return None
        label, printed, side = _line_shape(mention.line), "", "line"
    place = Place(side, label, 0, 0, notation, printed, mention.rank < _UNKNOWN_RANK)
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
        over=_label_of_line(lines, number - 1),
        under=_label_of_line(lines, number + 1),
    )


def _fits(mention: _Mention, place: Place, lines: Sequence[TextLine]) -> bool:
    if place.side == "before":
        return is_same_label(_label_before(mention)[0], place.label)
    if place.side == "above":
        return len(_label_before(mention)[0]) < _SHORTEST_LABEL and is_same_label(
            _label_above(mention, lines)[0], place.label
        )
    return _line_shape(mention.line) == place.label


def _label_before(mention: _Mention) -> tuple[str, str]:
    """The skeleton and the words of the label to the left of a value: the cells of its line before it."""
    words = [word for word in _constant_words(mention.line.text[: mention.start]).split() if skeleton(word)]
    printed = " ".join(words[-_LABEL_WORDS:])
    return skeleton(printed), printed


def _label_of_line(lines: Sequence[TextLine], number: int) -> str:
    """The skeleton of a line; empty if there is none."""
    return label_of(lines[number].text) if 0 <= number < len(lines) else ""


def _label_above(mention: _Mention, lines: Sequence[TextLine]) -> tuple[str, str]:
    """The label in the line above: the cell over the value, or the whole line."""
    number = mention.line.number
    if number == 0 or lines[number - 1].page != mention.line.page:
        return "", ""
    above = lines[number - 1]
    over = [cell.text for cell in above.cells if cell.start < mention.end and mention.start < cell.end]
    text = over[0] if len(over) == 1 and len(above.cells) > 1 else above.text
    return label_of(text), " ".join(text.split())


def _line_shape(line: TextLine) -> str:
    return re.sub(r"9+", "9", " ".join(shape(fold(line.text)).split()))


def _words(mention: _Mention, place: Place) -> str:
    text = mention.line.text
    if place.side != "before":
        return text[mention.start : mention.end]
    start = text.rfind("  ", 0, len(text[: mention.start].rstrip())) + 1
    return text[start : mention.end].strip()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
