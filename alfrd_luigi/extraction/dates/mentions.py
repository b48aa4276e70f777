"""Every date of a document, with its kind by its label and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from alfrd_luigi.extraction.dates.day_order import day_form
from alfrd_luigi.extraction.dates.labels import DateKind, date_kind
from alfrd_luigi.extraction.dates.mention import (
    PROSE_WORDS,
    SENTENCE,
    SEPARATOR,
    DateMention,
    cell_of,
    is_date,
    is_word,
)
from alfrd_luigi.extraction.dates.paper_names import is_bare_of, is_numbered
from alfrd_luigi.extraction.dates.printed_dates import PrintedDate, find_boxed_date, find_printed_dates
from alfrd_luigi.extraction.dates.rows import find_rows
from alfrd_luigi.extraction.dates.signatures import caption_pattern, is_weekday, signing_pattern
from alfrd_luigi.extraction.lines import TextLine, fold, skeleton

_TIME = re.compile(r"^[\s,\-|at]{0,5}\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?![.\d])\s*(?:[ap]\.?m)?|^\s*T\d\d:")
_TIME_BEFORE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]m)?[\s,]*$", re.IGNORECASE)
_RANGE = re.compile(
    r"^\s*(?:-|\u2013|\u2014|to|through|thru|until|till|t/m|tot|bis|au|al|a|hasta|al)\s*$", re.IGNORECASE
)
# Words before the last day of a range, behind which the day is due elsewhere: "Zahlbar bis zum".
_RANGE_OR_DUE = re.compile(r"^\s*(?:bis zum|jusqu['\u2019]au|tot en met|fino al|hasta el)\s*$", re.IGNORECASE)
_BEGINNINGS = {DateKind.PERIOD, DateKind.DATE, None}
# The first day of a range that leaves its year, or its month and year, to the last: "Jul 19 \u2013 Aug 19, 2024".
_RANGE_BEFORE = re.compile(
    r"(?:[^\W\d_]{3,9}\.?\s\d{1,2}|\b\d{1,2}(?:er|\.|/\d{1,2})?(?:\s[^\W\d_]{3,9}\.?)?|\d{1,2}\.\d{1,2}\.)\s?"
    r"(?:-|\u2013|\u2014|\b(?:to|through|bis|au|al|t/m|tot))\s?$",
    re.IGNORECASE,
)
# A place before a letter's date: "Berlin, den", "Madrid, a", "20095 Hamburg". Initials may follow the date.
_NAME = r"[^\W\d_a-z](?:[^\W\d_]|[.'\u2019/-])*"
_CODE = r"(?:[A-Z]{1,3}-)?\d{4,5}(?:\s?[A-Z]{2})?\s"
_PARTICLE = r"[a-z\u00e0-\u00ff'\u2019]{1,4}\.?"
_PLACE = re.compile(
    rf"(?:[^\d:]{{1,40}}:\s?)?(?P<code>{_CODE})?(?:[Ii]n\s|[\u00c0EA]n?\s)?"
    rf"(?P<name>{_NAME}(?:\s(?:{_NAME}|{_PARTICLE})){{0,4}}?)(?P<comma>\s?,)?\s?"
    r"(?:(?P<article>den|l\u00ec|li)\s|(?:am|le|il|el|a|d\u00eda|op|de|d\.|the|on|this)\s)?\s?"
)
_FEW_WORDS = re.compile(
    rf"(?:{_CODE})?(?:[^\W\d_][\w.'\u2019/-]*\s?){{1,4}}[,.]?\s?(?:den|le|l\u00ec|li|a|de|d\.|the|on)?\s?"
)
_INITIALS = re.compile(r"\s?[/\u2013-]\s?\w{1,4}(?:[/-]\w{1,4})?\s?|[\s.]*")
# A caption with its value ("[Terminal: 002]", "Founded 1889"), and a line that only explains the caption above it.
_FILLED = re.compile(r":\s?\W?\w|\d\S*\s*$")
_VALUE = re.compile(r"\d\S*\s*$")
"""The last word of a cell that is a value, such as a reference."""
_REMARK = re.compile(r"\([^()]{1,40}\)")
_NEAR_WORDS = 6
_BOX_LINES = 4
_MOST_STACKED = 4


def read_dates(lines: Sequence[TextLine]) -> list[DateMention]:
    """The dates of all lines in reading order. One without its own label gets that of the heading above it."""
    boxed = _lines_of_boxes(lines)
    mentions = [mention for line in lines for mention in _line_dates(line, line.number in boxed)]
    listed = find_rows(mentions)
    return [_placed(replace(mention, listed=mention.line.number in listed), lines) for mention in mentions]


def _placed(mention: DateMention, lines: Sequence[TextLine]) -> DateMention:
    """The mention; if its label is in a line above or below, with its kind."""
    if _is_stamp(mention, lines):
        return replace(mention, kind=DateKind.OTHER)
    if _is_over_caption(mention, lines):
        return replace(mention, kind=DateKind.SIGNED, listed=False)
    if mention.listed:
        return _heading_list(mention, lines)
    return _continuing(mention, lines) or _under_heading(mention, lines)


def _heading_list(mention: DateMention, lines: Sequence[TextLine]) -> DateMention:
    """The mention; the first one of a list, whose heading says that it is the day of the paper, is no entry of it."""
    below = mention.line.number + 1
    if below < len(lines) and any(find_printed_dates(lines[below].text)):
        return mention
    headed = _under_heading(mention, lines)
    return replace(headed, listed=False) if headed.kind is DateKind.ISSUED else mention


def _is_stamp(mention: DateMention, lines: Sequence[TextLine]) -> bool:
    """Whether the date is the time of printing that a browser sets above a page, whose address is at its end."""
    line = mention.line
    if line.number or not mention.timed or mention.printed.start or len(line.cells) == 1:
        return False
    return "://" in [each for each in lines if each.page == line.page][-1].text


def _is_over_caption(mention: DateMention, lines: Sequence[TextLine]) -> bool:
    """Whether the line below says that this is the day of a signature: "Date, signature of the employee"."""
    below = mention.line.number + 1
    if mention.kind or mention.label or below >= len(lines):
        return False
    return bool(caption_pattern().match(fold(lines[below].text)))


def _continuing(mention: DateMention, lines: Sequence[TextLine]) -> DateMention | None:
    """The mention with the label at the end of the long line above, if it begins its line."""
    line = mention.line
    is_range = mention.kind is DateKind.PERIOD and not mention.label
    if is_range or line.number == 0 or len(line.cells) > 1 or skeleton(line.text[: mention.printed.start]):
        return None
    above = lines[line.number - 1].cells[-1].text
    label, _ = _label(above)
    kind, is_long = date_kind(label), sum(map(is_word, above.split())) >= PROSE_WORDS
    # A date of its own below a letterhead is that of a letter, and continues no sentence.
    follows = is_long and not mention.alone
    if above.rstrip()[-1] in ".!?" or not (follows or (kind and (is_long or SEPARATOR.search(above)))):
        return None
    return replace(mention, label=label, kind=kind, continued=True)


def _lines_of_boxes(lines: Sequence[TextLine]) -> set[int]:
    """The numbers of the lines near "Day  Month  Year", where three numbers are a date."""
    forms = [line.number for line in lines if day_form(line.text) is not None]
    return {number for form in forms for number in range(form, form + _BOX_LINES)}


def _line_dates(line: TextLine, boxed: bool) -> Iterator[DateMention]:
    end, previous = 0, None
    dates = list(find_printed_dates(line.text))
    if boxed and not dates:
        yield from _boxed_date(line)
    for printed in dates:
        before = line.text[end : printed.start]
        label, offset = _label(before)
        mention = DateMention(
            printed,
            line,
            label,
            DateKind.PERIOD if _RANGE_BEFORE.search(before) else _kind(line, printed, label),
            end + offset,
            _is_timed(line.text, printed),
            _is_alone(line, printed),
        )
        if previous and _goes_to(previous, before):
            yield replace(previous, kind=_ranged(previous))
            mention = replace(mention, kind=_ranged(previous), label=previous.label)
        elif previous:
            yield _of_day(previous)
        previous, end = mention, printed.end
    if previous:
        yield _of_day(previous)


def _goes_to(first: DateMention, between: str) -> bool:
    """Whether the words between two dates make them a range."""
    return bool(_RANGE.match(between) or (first.kind in _BEGINNINGS and _RANGE_OR_DUE.match(between)))


def _of_day(mention: DateMention) -> DateMention:
    """The mention; "du 3 mai 2024" alone is a day, not the beginning of a period."""
    is_day = mention.kind is DateKind.PERIOD and mention.alone and is_bare_of(mention.label)
    return replace(mention, kind=None) if is_day else mention


def _boxed_date(line: TextLine) -> Iterator[DateMention]:
    printed = find_boxed_date(line.text)
    if printed:
        yield DateMention(printed, line, "", DateKind.DATE, printed.start, alone=True)


def _ranged(first: DateMention) -> DateKind:
    return first.kind if first.kind in (DateKind.OTHER, DateKind.DUE) else DateKind.PERIOD


def _label(text: str) -> tuple[str, int]:
    """The words before a date, at most six of the last cell with letters, and their offset."""
    cells = [match for match in re.finditer(r"\S+(?:[ \u00a0]\S+)*", text) if skeleton(match[0])]
    if not cells:
        return "", len(text)
    cell = cells[-1]
    if len(cells) > 1 and any(char.isdigit() for char in cell[0].split()[0]):
        # The name of a paper stands in the cell before its number: "Your offer   A-17 of".
        return f"{cells[-2][0]} {text[cell.start() :].strip()}", cell.start()
    words = list(re.finditer(r"\S+", cell[0]))[-_NEAR_WORDS:]
    offset = cell.start() + words[0].start()
    return text[offset:].strip(), offset


def _is_timed(text: str, printed: PrintedDate) -> bool:
    return bool(_TIME.match(text[printed.end :]) or _TIME_BEFORE.search(text[: printed.start]))


def _kind(line: TextLine, printed: PrintedDate, label: str) -> DateKind | None:
    """The kind by the label, or by the place of signing before the date."""
    kind = None if _is_beside_value(line, printed) else date_kind(label)
    if kind not in (DateKind.DATE, DateKind.QUALIFIED, DateKind.PERIOD, None):
        return kind
    return DateKind.SIGNED if _is_placed(line, printed) else kind


def _is_beside_value(line: TextLine, printed: PrintedDate) -> bool:
    """Whether the date begins its cell, and the cell before it ends with a value, such as a number of reference."""
    before = [cell for cell in line.cells if cell.end <= printed.start]
    begins = any(cell.start == printed.start for cell in line.cells)
    return bool(begins and before and _VALUE.search(before[-1].text))


def _is_placed(line: TextLine, printed: PrintedDate) -> bool:
    """Whether only a place stands before the date in its cell, or words of signing in its line."""
    cell = cell_of(line, printed)
    before, after = line.text[cell.start : printed.start], line.text[printed.end : cell.end]
    place = _PLACE.fullmatch(before)
    if place and _INITIALS.fullmatch(after) and not is_weekday(place["name"]):
        return bool(place["comma"] or place["code"] or place["article"])
    return not SENTENCE.match(after) and bool(signing_pattern().search(fold(before)))


def _is_alone(line: TextLine, printed: PrintedDate) -> bool:
    cell = cell_of(line, printed)
    before, after = line.text[cell.start : max(cell.start, printed.start)], line.text[printed.end : cell.end]
    ends = not skeleton(after) or bool(_INITIALS.fullmatch(after))
    return ends and (not skeleton(before) or bool(_FEW_WORDS.fullmatch(before)))


def _under_heading(mention: DateMention, lines: Sequence[TextLine]) -> DateMention:
    """The mention; if its label is not known, with the kind of the heading above it in its column."""
    if mention.line.number == 0:
        return mention
    above = _line_above(mention.line, lines)
    if mention.kind is not DateKind.ISSUED and is_numbered(mention.label, above.text):
        return replace(mention, kind=DateKind.ISSUED)
    if mention.kind or _has_words(mention):
        return mention
    if any(find_printed_dates(above.text)):
        return mention
    headings = (heading for heading in _headings(above, mention, lines) if _is_caption(heading))
    found = next(((heading, kind) for heading in headings if (kind := date_kind(heading))), None)
    return replace(mention, label=found[0], kind=found[1]) if found else mention


def _line_above(line: TextLine, lines: Sequence[TextLine]) -> TextLine:
    """The line above, or that above a remark in parentheses: "(Optional)", "(MM/DD/YYYY)"."""
    above = lines[line.number - 1]
    return lines[above.number - 1] if above.number and _REMARK.fullmatch(above.text.strip()) else above


def _has_words(mention: DateMention) -> bool:
    """Whether words stand before the date in its cell: they are its label, even if they are not known."""
    cell = cell_of(mention.line, mention.printed)
    words = [word for word in cell.text[: max(0, mention.printed.start - cell.start)].split() if skeleton(word)]
    return len(words) > 1


def _is_caption(heading: str) -> bool:
    """Whether a cell can be the caption of a date below it: a few words, without a value of its own beside them."""
    return len(heading.split()) <= _NEAR_WORDS and not _FILLED.search(heading)


def _headings(above: TextLine, mention: DateMention, lines: Sequence[TextLine]) -> Iterator[str]:
    """The cells above that may be the date's heading, the likeliest first.

    Where the lines have different numbers of cells, the headings of dates are in the order of the dates.
    """
    own, position = mention.line.cells, mention.column
    if len(own) == len(above.cells) == 1 and (stacked := _stacked(mention, lines)):
        yield stacked
        return
    if len(above.cells) == len(own):
        yield above.cells[position].text
        return
    dated = [cell.text for cell in above.cells if date_kind(cell.text)]
    dates = [cell for cell in own if is_date(cell)]
    if len(dated) == len(dates) and own[position] in dates:
        yield dated[dates.index(own[position])]
    from_right = len(above.cells) - (len(own) - position)
    yield from (above.cells[place].text for place in (from_right, position) if 0 <= place < len(above.cells))


def _stacked(mention: DateMention, lines: Sequence[TextLine]) -> str | None:
    """The heading of a date whose line is one of those below a line with as many headings, in their order."""
    for height in range(2, _MOST_STACKED + 1):
        rows = lines[max(0, mention.line.number - height) : mention.line.number]
        values = all(len(row.cells) == 1 and any(map(str.isdigit, row.text)) for row in rows[1:])
        if len(rows) == height and values and len(rows[0].cells) >= height:
            return rows[0].cells[height - 1].text
    return None
