"""Every amount of a document, with its kind by its label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from alfrd_luigi.extraction.amounts.labels import AmountKind, amount_kind
from alfrd_luigi.extraction.amounts.money import Money, decimal_point, find_money, joins_groups, with_joined_groups
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import Cell, TextLine, fold, read_lines, skeleton

_CELL_GAP = re.compile(r"\s{2,}|\t|(?<=[a-z.)]): +(?=[A-Z])")
_MARKS_ONLY = {"", "cr", "dr", "rm", "rs", "usd", "eur", "gbp", "sgd", "inr", "myr", "chf", "aud", "cad", "nzd"}
# A label after the end of a sentence: "... for this gift. Amount of gift: $50.00".
_OWN_LABEL = re.compile(r"[.;!?]\s+(?:[^\s.:;]+ ){0,3}[^\s.:;]+:\s*$")
_PROSE_WORDS = 11
# The heading of a table that splits the amounts by tax rate. A line such as "VAT rate 7.7 %" is none.
_SUMMARY = re.compile(
    r"\b(?:[gsv][as5]t|tax|btw|mwst|tva|iva)\W{0,2}(?:summary|analysis|breakdown|details?|specificatie)\b|"
    r"^\D*(?:\b(?:[cis]?[gsv][as5]t|tax|btw|mwst|tva|iva)\W{0,2}(?:code|rate)\b|"
    r"\btax\W?(?:\(rm\))|\bsteuersatz\b|\bmwst\W+netto\b|\bamount\W*\(rm\)\W*(?:gst|tax))\D*$"
)
# The heads of a table of goods, which may have a column for the rate of the tax.
_GOODS = re.compile(
    r"\b(?:qty|quantity|descriptions?|particulars|unit price|menge|anzahl|bezeichnung|beschreibung|einzelpreis|"
    r"quantite|qte|designation|descripcion|cantidad|concepto|descrizione|quantita|omschrijving|aantal)\b"
)
_SUMMARY_LINES = 8
_LABEL_DISTANCE = 2
_HEADING_WORDS = 8
_WHOLE = re.compile(
    r"(?:\s{2,}|: ?)(?P<number>(?P<whole>\d{1,3}(?:[., '\u2019]\d{3})+|\d{2,7})(?::(?P<ore>\d\d)|,-)?)\s*$"
)
_WHOLE_KINDS = {AmountKind.FINAL, AmountKind.DUE, AmountKind.CLOSING, AmountKind.TOTAL}
_ENDS_SUMMARY = {AmountKind.FINAL, AmountKind.DUE}
_HEADINGS = {AmountKind.FINAL, AmountKind.DUE, AmountKind.CLOSING, AmountKind.CREDIT}


@dataclass(frozen=True)
class AmountMention:
    """An amount, its line, its label as printed (empty: none), and the label's kind.

    `column` counts the amounts of the line that share the label. `start` is the offset of label and amount in the line.
    """

    money: Money
    line: TextLine
    label: str
    kind: AmountKind | None
    column: int
    start: int
    in_tax_summary: bool = False

    @property
    def words(self) -> str:
        """Label and amount as printed in the document."""
        return self.line.text[self.start : self.money.end].strip()

    @property
    def in_prose(self) -> bool:
        """Whether the amount is in a sentence, not in a table or beside a label."""
        cell = self.cell
        is_long = cell is not None and len(cell.text.split()) >= _PROSE_WORDS
        return is_long and not (self.kind and _OWN_LABEL.search(self.line.text[: self.money.start]))

    @property
    def cell(self) -> Cell | None:
        """The cell of the line that contains the amount. None if a gap in the amount divides it."""
        return next((cell for cell in self.line.cells if cell.start <= self.money.start < cell.end), None)


@lru_cache(maxsize=2)
def amounts_of(pages: tuple[str, ...]) -> list[AmountMention]:
    """The amounts of all pages. They are kept, because the answers to one document need them several times."""
    return read_amounts(read_lines(pages))


def read_amounts(lines: Sequence[TextLine]) -> list[AmountMention]:
    """The amounts of all lines in reading order. One without its own label gets that of the heading above it."""
    mentions: list[AmountMention] = []
    texts = [line.text for line in lines]
    point, spaced = decimal_point(texts), joins_groups(texts)
    summary_until = -1
    for line in lines:
        if _heads_summary(line):
            summary_until = line.number + _SUMMARY_LINES
        found = [_under_heading(mention, lines) for mention in _line_amounts(line, point, spaced)]
        if any(mention.kind in _ENDS_SUMMARY for mention in found) or _tops(found, mentions):
            summary_until = -1
        mentions.extend(replace(mention, in_tax_summary=line.number <= summary_until) for mention in found)
    return mentions


def _heads_summary(line: TextLine) -> bool:
    folded = fold(line.text)
    return bool(_SUMMARY.search(folded)) and not _GOODS.search(folded)


def _tops(found: Sequence[AmountMention], before: Sequence[AmountMention]) -> bool:
    """Whether a line has only a total that is larger than all amounts before: a tax summary splits one of them."""
    if len(found) != 1 or found[0].kind is not AmountKind.TOTAL:
        return False
    return all(each.money.value < found[0].money.value for each in before)


def _line_amounts(line: TextLine, point: str | None, spaced: bool) -> Iterator[AmountMention]:
    end, column, label, start, kind = 0, 0, "", 0, None
    text = with_joined_groups(line.text) if spaced else line.text
    for money in list(find_money(text, point)) or _whole_total(text):
        own = line.text[end : money.start]
        if skeleton(own) not in _MARKS_ONLY or not column:
            label, kind, offset = _nearest_label(own)
            column, start = 0, end + offset
        column, end = column + 1, money.end
        if not label and (behind := _label_behind(text[end:])):
            label, kind = behind
        is_bound = kind and _is_bound(text[: money.start], text[end:])
        yield AmountMention(money, line, label, AmountKind.OTHER if is_bound else kind, column, start)


def _is_bound(before: str, behind: str) -> bool:
    """Whether the words beside an amount make it a bound of others: "up to $500", "$5,000 or more"."""
    return f" {fold(before)}".endswith(_bounds("before")) or f"{fold(behind)} ".startswith(_bounds("behind"))


@cache
def _bounds(place: str) -> tuple[str, ...]:
    side = " {}" if place == "before" else "{} "
    return tuple(side.format(fold(phrase)) for phrase in phrases("amounts", f"bound_{place}"))


def _label_behind(text: str) -> tuple[str, AmountKind] | None:
    """The known label behind an amount that has no words before it and ends its line but for them."""
    cells = [cell for cell, _ in _cells(text)]
    kind = amount_kind(cells[0]) if len(cells) == 1 and not any(find_money(text)) else None
    return (cells[0], kind) if kind else None


def _whole_total(text: str) -> list[Money]:
    """The whole number, without a currency mark, at the end of a line that is labelled as a total ("Total   1500")."""
    match = _WHOLE.search(text)
    if not match or amount_kind(text[: match.start()]) not in _WHOLE_KINDS:
        return []
    whole = re.sub(r"[^0-9]", "", match["whole"])
    return [Money(Decimal(f"{whole}.{match['ore'] or 0}"), None, *match.span("number"))]


def _nearest_label(text: str) -> tuple[str, AmountKind | None, int]:
    """The nearest known label to the left of the amount; otherwise the last cell with letters, of unknown kind."""
    cells = _cells(text)
    for cell, offset in cells:
        if kind := amount_kind(cell):
            return cell, kind, offset
    kind = amount_kind(text) if len(cells) > 1 else None
    return (
        (text.strip(), kind, 0) if kind else (*((cells[0][0], None, cells[0][1]) if cells else ("", None, len(text))),)
    )


def _cells(text: str) -> list[tuple[str, int]]:
    bounds = [0, *(position for gap in _CELL_GAP.finditer(text) for position in gap.span()), len(text)]
    pieces = [(text[start:end], start) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    return [(piece, start) for piece, start in reversed(pieces) if skeleton(piece) not in _MARKS_ONLY]


def _under_heading(mention: AmountMention, lines: Sequence[TextLine]) -> AmountMention:
    """The mention; if its label is not known, with the kind of the heading above it in its column."""
    if broken := _broken_label(mention, lines):
        return replace(mention, label=broken, kind=amount_kind(broken))
    if (mention.kind and not _is_alone(mention)) or mention.in_prose or _goes_on(mention.line, lines):
        return mention
    if boxed := _box_heading(mention, lines):
        return replace(mention, label=boxed, kind=amount_kind(boxed))
    for above in reversed(lines[max(0, mention.line.number - _LABEL_DISTANCE) : mention.line.number]):
        heading = _heading_in(above, mention, lines)
        kind = amount_kind(heading) if heading and not any(find_money(heading)) else None
        if kind and _may_head(kind, above, mention):
            return replace(mention, label=heading, kind=kind)
        if any(find_money(above.text)):
            break
    return _above_caption(mention, lines)


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


def _heading_in(above: TextLine, mention: AmountMention, lines: Sequence[TextLine]) -> str:
    """What a line has above the amount. Empty if the line heads a box, or has amounts in columns of their own."""
    is_apart = any(find_money(above.text)) and not _are_aligned(above, mention.line)
    return "" if is_apart or _heads_box(above, mention.line, lines) else _heading(above, mention)


def _may_head(kind: AmountKind, above: TextLine, mention: AmountMention) -> bool:
    """Whether a label of this kind is a heading, or the only text above an amount that is alone in its line."""
    is_stacked = len(above.cells) == len(mention.line.cells) == 1 and not mention.label
    is_next = above.number == mention.line.number - 1
    return kind in _HEADINGS or (is_stacked and (kind is AmountKind.TOTAL or is_next))


def _above_caption(mention: AmountMention, lines: Sequence[TextLine]) -> AmountMention:
    """The mention, with the kind of the caption below it if both are alone in their lines.

    A caption with an amount alone below it is the heading of that one.
    """
    below = lines[mention.line.number + 1 : mention.line.number + 1 + _LABEL_DISTANCE]
    if mention.label or not below or not len(mention.line.cells) == len(below[0].cells) == 1:
        return mention
    heads_next = len(below) > 1 and len(below[1].cells) == 1 and any(find_money(below[1].text))
    caption = below[0].cells[0].text
    kind = amount_kind(caption) if _is_heading(caption) and not heads_next else None
    return replace(mention, label=caption, kind=kind) if kind in _HEADINGS else mention


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
    """Whether the line is a row of a table, because the line below has as many cells and ends with an amount too."""
    if line.number + 1 >= len(lines) or len(line.cells) == 1:
        return False
    below = lines[line.number + 1]
    return len(below.cells) == len(line.cells) and any(find_money(below.cells[-1].text))


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
