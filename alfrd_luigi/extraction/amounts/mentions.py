"""Every amount of a document, with its kind by its label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

from alfrd_luigi.extraction.amounts.headings import under_heading
from alfrd_luigi.extraction.amounts.labels import AmountKind, amount_kind
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.money import Money, decimal_point, find_money, joins_groups, with_joined_groups
from alfrd_luigi.extraction.debits import find_debit
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import TextLine, fold, read_lines, skeleton

_CELL_GAP = re.compile(r"\s{2,}|\t|(?<=[a-z.)]): +(?=[A-Z])")
_MARKS_ONLY = {"", "cr", "dr", "rm", "rs", "usd", "eur", "gbp", "sgd", "inr", "myr", "chf", "aud", "cad", "nzd"}
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
_WHOLE = re.compile(
    r"(?:\s{2,}|: ?)(?P<number>(?P<whole>\d{1,3}(?:[., '\u2019]\d{3})+|\d{2,7})(?::(?P<ore>\d\d)|,-)?)\s*$"
)
_WHOLE_KINDS = {AmountKind.FINAL, AmountKind.DUE, AmountKind.CLOSING, AmountKind.TOTAL}
_VAGUE = {None, AmountKind.AMOUNT, AmountKind.PAID}
_SAID = _VAGUE | {AmountKind.FINAL}
_SENTENCE_WORDS = 6
_SENTENCE_END = re.compile(r"(?<=[^\W\d]{3})[.!?](?=\s|$)")
_WORD_GAP = re.compile(r"\W+")
_NEXT_SENTENCE = re.compile(r"(?<=[^\W\d]{3})[.!?] +(?=[A-Z])")
_FEWEST_WORDS = 3
_ENDS_SUMMARY = {AmountKind.FINAL, AmountKind.DUE}


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
        found = [_revised(under_heading(each, lines), lines) for each in _line_amounts(line, point, spaced)]
        if any(mention.kind in _ENDS_SUMMARY for mention in found) or _tops(found, mentions):
            summary_until = -1
        mentions.extend(replace(mention, in_tax_summary=line.number <= summary_until) for mention in found)
    return mentions


def _revised(mention: AmountMention, lines: Sequence[TextLine]) -> AmountMention:
    """The mention; the price of a unit is no total. A label that says so is of one that is not rounded."""
    is_rate = mention.money.is_rate and mention.kind in {None, AmountKind.AMOUNT}
    return replace(mention, kind=AmountKind.OTHER) if is_rate else _demanded(mention, lines)


def _demanded(mention: AmountMention, lines: Sequence[TextLine]) -> AmountMention:
    """The mention; if its sentence says that it is owed, or will be debited, as the amount that is due."""
    line = mention.line
    if mention.kind not in _SAID or len(line.cells) > 1 or len(line.text.split()) < _SENTENCE_WORDS:
        return mention
    below = lines[line.number + 1].text if line.number + 1 < len(lines) else ""
    is_said = (
        _is_owed(line.text[: mention.money.start])
        or _is_due(f"{line.text[mention.money.end :]} {below}")
        or (mention.kind in _VAGUE and find_debit(f"{line.text.strip()} {below.strip()}"))
    )
    return replace(mention, kind=AmountKind.DUE) if is_said else mention


def _is_owed(before: str) -> bool:
    """Whether the sentence before an amount says that somebody owes it, and names no other one."""
    return _says("owed_before", _SENTENCE_END.split(before)[-1]) and not any(find_money(before))


def _is_due(behind: str) -> bool:
    """Whether the rest of a sentence, or the next one on the same amount, says that it is to be paid.

    It says so before it names another one.
    """
    rest, *following = _SENTENCE_END.split(behind, maxsplit=1)
    if following and f"{fold(following[0]).lstrip()} ".startswith(_same_amount()):
        rest += following[0]
    return _says("due_behind", rest) and not any(find_money(rest))


@cache
def _same_amount() -> tuple[str, ...]:
    return tuple(f"{fold(phrase)} " for phrase in phrases("amounts", "same_amount"))


def _says(kind: str, text: str) -> bool:
    words = f" {_WORD_GAP.sub(' ', fold(text))} "
    return any(phrase in words for phrase in _said_phrases(kind))


@cache
def _said_phrases(kind: str) -> tuple[str, ...]:
    return tuple(f" {_WORD_GAP.sub(' ', fold(phrase))} " for phrase in phrases("amounts", kind))


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
            said = _sentence_start(own)
            label, kind, offset = _nearest_label(own[said:])
            column, start = 0, end + said + offset
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


def _sentence_start(text: str) -> int:
    """The offset of the sentence that a text ends with. One or two words are no sentence."""
    ends = (end.end() for end in _NEXT_SENTENCE.finditer(text) if len(text[end.end() :].split()) >= _FEWEST_WORDS)
    return max(ends, default=0)


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
