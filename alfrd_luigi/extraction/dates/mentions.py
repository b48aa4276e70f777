"""Every date of a document, with its kind by its label and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from alfrd_luigi.extraction.dates.labels import DateKind, date_kind
from alfrd_luigi.extraction.dates.printed_dates import PrintedDate, find_printed_dates
from alfrd_luigi.extraction.lines import TextLine, skeleton

_TIME = re.compile(r"^[\s,\-|at]{0,5}\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m)?|^\s*T\d\d:")
_TIME_BEFORE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]m)?[\s,]*$", re.IGNORECASE)
_RANGE = re.compile(
    r"^\s*(?:-|\u2013|\u2014|to|through|thru|until|till|t/m|tot|bis|au|al|a|hasta|al)\s*$", re.IGNORECASE
)
# The first day of a range that leaves its year, or its month and year, to the last: "Jul 19 \u2013 Aug 19, 2024".
_RANGE_BEFORE = re.compile(
    r"(?:[^\W\d_]{3,9}\.?\s\d{1,2}|\b\d{1,2}(?:er|\.|/\d{1,2})?(?:\s[^\W\d_]{3,9}\.?)?|\d{1,2}\.\d{1,2}\.)\s?"
    r"(?:-|\u2013|\u2014|\b(?:to|through|bis|au|al|t/m|tot))\s?$",
    re.IGNORECASE,
)
# A place before a letter's date: "Berlin, den", "Paris, le", "Madrid, a".
_PLACE = re.compile(r"(?:[^\W\d_][\w.'\u2019/-]*\s?){1,4}[,.]?\s?(?:den|le|l\u00ec|li|a|de|d\.|the|on)?\s?")
_NEAR_WORDS = 6
_PROSE_WORDS = 10
_LIST_ROWS = 3
_ROW_LETTERS = 3


@dataclass(frozen=True)
class DateMention:
    """A date, its line, its label as printed (empty: none), and the label's kind."""

    printed: PrintedDate
    line: TextLine
    label: str
    kind: DateKind | None
    start: int
    timed: bool = False
    alone: bool = False
    """Whether its cell contains nothing else but the place or the day of the week before it."""
    listed: bool = False
    """Whether it begins one of many lines that begin with a date, such as the transactions of a statement."""

    @property
    def in_prose(self) -> bool:
        """Whether the date is in a sentence, not in a table or beside a label."""
        return len(self.line.text.split()) >= _PROSE_WORDS and len(self.line.cells) == 1

    @property
    def words(self) -> str:
        """Label and date as printed in the document."""
        return self.line.text[self.start : self.printed.end].strip()


def read_dates(lines: Sequence[TextLine]) -> list[DateMention]:
    """The dates of all lines in reading order. One without its own label gets that of the heading above it."""
    mentions = [mention for line in lines for mention in _line_dates(line)]
    rows = [mention for mention in mentions if _begins_row(mention)]
    listed = {id(mention) for mention in rows} if len(rows) >= _LIST_ROWS else set()
    return [
        replace(mention, listed=True) if id(mention) in listed else _under_heading(mention, lines)
        for mention in mentions
    ]


def _begins_row(mention: DateMention) -> bool:
    """Whether the date begins its line, and words follow."""
    before, after = mention.line.text[: mention.printed.start], mention.line.text[mention.printed.end :]
    return not before.strip(" |*-\t") and len(skeleton(after)) >= _ROW_LETTERS


def _line_dates(line: TextLine) -> Iterator[DateMention]:
    end, previous = 0, None
    for printed in find_printed_dates(line.text):
        before = line.text[end : printed.start]
        label, offset = _label(before)
        mention = DateMention(
            printed,
            line,
            label,
            DateKind.PERIOD if _RANGE_BEFORE.search(before) else date_kind(label),
            end + offset,
            _is_timed(line.text, printed),
            _is_alone(line, printed),
        )
        if previous and _RANGE.match(before):
            yield replace(previous, kind=_ranged(previous))
            mention = replace(mention, kind=_ranged(previous), label=previous.label)
        elif previous:
            yield previous
        previous, end = mention, printed.end
    if previous:
        yield previous


def _ranged(first: DateMention) -> DateKind:
    return first.kind if first.kind in (DateKind.OTHER, DateKind.DUE) else DateKind.PERIOD


def _label(text: str) -> tuple[str, int]:
    """The words before a date, at most six of the last cell with letters, and their offset."""
    cells = [match for match in re.finditer(r"\S+(?:[ \u00a0]\S+)*", text) if skeleton(match[0])]
    if not cells:
        return "", len(text)
    words = list(re.finditer(r"\S+", cells[-1][0]))[-_NEAR_WORDS:]
    offset = cells[-1].start() + words[0].start()
    return text[offset:].strip(), offset


def _is_timed(text: str, printed: PrintedDate) -> bool:
    return bool(_TIME.match(text[printed.end :]) or _TIME_BEFORE.search(text[: printed.start]))


def _is_alone(line: TextLine, printed: PrintedDate) -> bool:
    cell = next(cell for cell in line.cells if printed.start < cell.end)
    before, after = line.text[cell.start : max(cell.start, printed.start)], line.text[printed.end : cell.end]
    return not skeleton(after) and (not skeleton(before) or bool(_PLACE.fullmatch(before)))


def _under_heading(mention: DateMention, lines: Sequence[TextLine]) -> DateMention:
    """The mention; if its label is not known, with the kind of the heading above it in its column."""
    if mention.kind or mention.line.number == 0:
        return mention
    above = lines[mention.line.number - 1]
    if any(find_printed_dates(above.text)):
        return mention
    heading = _heading(above, mention)
    kind = date_kind(heading)
    return replace(mention, label=heading, kind=kind) if kind and len(heading.split()) <= _NEAR_WORDS else mention


def _heading(above: TextLine, mention: DateMention) -> str:
    """The cell above in the same column, counted from the right if the lines have different numbers of cells."""
    cells, own = above.cells, mention.line.cells
    position = sum(cell.end <= mention.printed.start for cell in own)
    if len(cells) != len(own):
        position = len(cells) - (len(own) - position)
    return cells[position].text if 0 <= position < len(cells) else ""
