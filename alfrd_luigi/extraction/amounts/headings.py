"""The labels of amounts that have none of their own: headings, captions, and stacks of labels above their amounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from alfrd_luigi.extraction.amounts.labels import AmountKind, amount_kind
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import TextLine, fold, skeleton

_LABEL_DISTANCE = 2
_HEADING_WORDS = 12
# A taller one is a column of a table, whose labels stand elsewhere. Each of its amounts would look at all others.
_TALLEST_STACK = 40
# No rate of a tax is higher than a third.
_LEAST_NET_PER_TAX = 3
_HEADINGS = {AmountKind.FINAL, AmountKind.DUE, AmountKind.CLOSING, AmountKind.CREDIT}


def under_heading(mention: AmountMention, lines: Sequence[TextLine]) -> AmountMention:
    """The mention; if its label is not known, with the label that stands above or below it, and its kind."""
    label = _first(_ELSEWHERE, mention, lines)
    if not label and not _is_settled(mention, lines):
        label = _first(_AROUND, mention, lines)
    return replace(mention, label=label, kind=amount_kind(label)) if label else mention


def _first(finders: Sequence[_Finder], mention: AmountMention, lines: Sequence[TextLine]) -> str:
    return next(filter(None, (find(mention, lines) for find in finders)), "")


def _is_settled(mention: AmountMention, lines: Sequence[TextLine]) -> bool:
    """Whether an amount has a known label, stands in a sentence, or is one of many rows."""
    return bool(mention.kind and not _is_alone(mention)) or mention.in_prose or _goes_on(mention.line, lines)


def _broken_label(mention: AmountMention, lines: Sequence[TextLine]) -> str:
    """The label in the line above whose date stands before the amount: "Payable on or before", "21/03/2024   90.00"."""
    before = mention.line.text[: mention.money.start]
    if mention.label or not mention.line.number or not any(map(str.isdigit, before)):
        return ""
    dates = list(find_printed_dates(before))
    above = lines[mention.line.number - 1].text
    is_bare = len(dates) == 1 and not before[: dates[0].start].strip() and not skeleton(before[dates[0].end :])
    return above if is_bare and fold(above).endswith(_ends_before_date()) else ""


@cache
def _ends_before_date() -> tuple[str, ...]:
    return tuple(f" {fold(word)}" for word in phrases("dates", "prepositions"))


def _stacked_label(mention: AmountMention, lines: Sequence[TextLine]) -> str:
    """The label of an amount in a stack below a stack of as many labels: "Subtotal", "Total", "20.00", "21.40"."""
    number = mention.line.number
    if not _is_bare(mention.line):
        return ""
    first, last = number, number + 1
    while first and last - first <= _TALLEST_STACK and _is_bare(lines[first - 1]):
        first -= 1
    while last < len(lines) and last - first <= _TALLEST_STACK and _is_bare(lines[last]):
        last += 1
    size = last - first
    labels = lines[max(0, first - size - 1) : first]
    fits = (
        1 < size <= _TALLEST_STACK
        and [_is_label(line) for line in labels[-size - 1 :]] == [False] * (len(labels) - size) + [True] * size
    )
    return labels[number - last].text.strip() if fits else ""


def _is_bare(line: TextLine) -> bool:
    """Whether an amount is alone in its line."""
    return len(line.cells) == 1 and len(find_money(line.text)) == 1 and len(line.text.split()) <= _LABEL_DISTANCE


def _is_label(line: TextLine) -> bool:
    return len(line.cells) == 1 and _is_heading(line.text) and amount_kind(line.text) is not None


def _column_heading(mention: AmountMention, lines: Sequence[TextLine]) -> str:
    """The heading of the amount's column in one of the lines above."""
    for above in reversed(lines[max(0, mention.line.number - _LABEL_DISTANCE) : mention.line.number]):
        heading = _heading_in(above, mention, lines)
        kind = amount_kind(heading) if heading and not any(find_money(heading)) else None
        if kind and _may_head(kind, above, mention):
            return heading
        if any(find_money(above.text)):
            break
    return ""


def _heading_in(above: TextLine, mention: AmountMention, lines: Sequence[TextLine]) -> str:
    """What a line has above the amount. Empty if the line heads a box, or has amounts in columns of their own."""
    is_apart = any(find_money(above.text)) and not _are_aligned(above, mention.line)
    return "" if is_apart or _heads_box(above, mention.line, lines) else _heading(above, mention)


def _may_head(kind: AmountKind, above: TextLine, mention: AmountMention) -> bool:
    """Whether a label of this kind is a heading, or the only text above an amount that is alone in its line."""
    heads_row = kind is AmountKind.TOTAL and (_is_row_of(mention.line, len(above.cells)) or _ends_sum(mention))
    is_stacked = len(above.cells) == len(mention.line.cells) == 1 and not mention.label
    is_next = above.number == mention.line.number - 1
    return kind in _HEADINGS or heads_row or (is_stacked and (kind is AmountKind.TOTAL or is_next))


def _is_row_of(line: TextLine, count: int) -> bool:
    """Whether a line is a row of so many amounts, and of nothing else."""
    return len(line.cells) == count > 1 and all(any(find_money(cell.text)) for cell in line.cells)


def _foot_heading(mention: AmountMention, lines: Sequence[TextLine]) -> str:
    """The heading of the last column of a table, for the sum at its foot. Empty if there is none."""
    if mention.money.end < mention.line.cells[-1].end:
        return ""
    first = mention.line.number
    rest = mention.money.value
    while first and rest and (amount := _last_amount(lines[first - 1])):
        first, rest = first - 1, rest - amount
    heads = lines[first - 1].cells if first else ()
    is_table = len(heads) > 1 and not rest and mention.line.number - first > 1
    heading = heads[-1].text if is_table else ""
    return heading if _is_heading(heading) and amount_kind(heading) in {*_HEADINGS, AmountKind.TOTAL} else ""


def _last_amount(line: TextLine) -> Decimal | None:
    """The amount that is the last of several cells of a line. None without one."""
    found = find_money(line.cells[-1].text) if len(line.cells) > 1 else ()
    return found[-1].value if found else None


def _ends_sum(mention: AmountMention) -> bool:
    """Whether an amount is the last of its line, and the sum of the two before: net amount, tax and total."""
    *_, net, tax, last = [Decimal(0)] * 3 + [each.value for each in find_money(mention.line.text)]
    return net > _LEAST_NET_PER_TAX * tax > 0 and net + tax == last == mention.money.value


def _caption(mention: AmountMention, lines: Sequence[TextLine]) -> str:
    """The caption below an amount if both are alone in their lines.

    A caption with an amount alone below it is the heading of that one.
    """
    below = lines[mention.line.number + 1 : mention.line.number + 1 + _LABEL_DISTANCE]
    if mention.label or not below or not len(mention.line.cells) == len(below[0].cells) == 1:
        return ""
    heads_next = len(below) > 1 and len(below[1].cells) == 1 and any(find_money(below[1].text))
    caption = below[0].cells[0].text
    kind = amount_kind(caption) if _is_heading(caption) and not heads_next else None
    return caption if kind in _HEADINGS else ""


def _box_heading(mention: AmountMention, lines: Sequence[TextLine]) -> str:
    """The heading of a box beside a table, whose amount is two lines below it. Empty if there is none."""
    number = mention.line.number
    if number < _LABEL_DISTANCE or not _sticks_out(mention, lines[number - 1]):
        return ""
    cells = lines[number - _LABEL_DISTANCE].cells
    heading = cells[0].text if len(cells) == 1 else ""
    return heading if _is_heading(heading) and amount_kind(heading) in _HEADINGS else ""


def _sticks_out(mention: AmountMention, above: TextLine) -> bool:
    """Whether an amount without words of its own is the last cell of a line, and the row above has no such cell."""
    cells = mention.line.cells
    if not any(find_money(above.text)) or not cells or cells[-1] is not mention.cell:
        return False
    return _is_alone(mention) and len(cells) > len(above.cells) if len(cells) > 1 else not mention.label


def _heads_box(above: TextLine, line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether a heading that is alone belongs to the amount that is alone below the row of a table."""
    below = lines[line.number + 1].cells if line.number + 1 < len(lines) else ()
    is_lone = len(above.cells) == len(below) == 1 and len(line.cells) > _LABEL_DISTANCE
    return is_lone and len(below[0].text.split()) <= _LABEL_DISTANCE and any(find_money(below[0].text))


def _is_heading(text: str) -> bool:
    return 0 < len(text.split()) <= _HEADING_WORDS and not any(find_money(text))


def _is_alone(mention: AmountMention) -> bool:
    """Whether an amount that shares a label is in a cell without words, so that it may have a label of its own."""
    cell = mention.cell
    return mention.column > 1 and mention.kind not in _HEADINGS and cell is not None and len(cell.text.split()) == 1


def _are_aligned(above: TextLine, line: TextLine) -> bool:
    """Whether the cells of two lines are above each other: there are as many, or only one, which is below the last."""
    return len(line.cells) in {1, len(above.cells)} and len(above.cells) > 1


def _goes_on(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether the line is a row of a table, because the line below has as many cells and ends with an amount too.

    The sums of the year below a row are none.
    """
    if line.number + 1 >= len(lines) or len(line.cells) == 1:
        return False
    below = lines[line.number + 1]
    is_yearly = skeleton(below.cells[0].text).endswith(_names_of_year())
    return len(below.cells) == len(line.cells) and any(find_money(below.cells[-1].text)) and not is_yearly


@cache
def _names_of_year() -> tuple[str, ...]:
    return tuple(skeleton(phrase) for phrase in phrases("amounts", "year_to_date"))


def _heading(above: TextLine, mention: AmountMention) -> str:
    """The cell above in the amount's column, counted from the right edge.

    Cells that label no amount, and are more than those below, belong to a text beside the table.
    """
    position = sum(cell.start >= mention.money.end for cell in mention.line.cells)
    cells = [cell for cell in reversed(above.cells) if len(cell.text) > 1]
    while len(cells) > len(mention.line.cells) and not (amount_kind(cells[0].text) or any(find_money(cells[0].text))):
        del cells[0]
    text = cells[position].text if position < len(cells) else ""
    return text if len(text.split()) <= _HEADING_WORDS else ""


_Finder = Callable[[AmountMention, Sequence[TextLine]], str]
_ELSEWHERE: Sequence[_Finder] = (_broken_label, _stacked_label)
_AROUND: Sequence[_Finder] = (_box_heading, _column_heading, _foot_heading, _caption)
