"""What speaks against a date as that of its paper: its label in a bill or a statement, and its place in a letter."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import date

from alfrd_luigi.extraction.dates.labels import DateKind, shared_kind
from alfrd_luigi.extraction.dates.mention import TOP_LINES, Dated, DateMention
from alfrd_luigi.extraction.dates.paper_names import dates_order, names_payment, names_stay, precedes_bill
from alfrd_luigi.extraction.dates.paper_types import ACCOUNTS, BILLS, INSURANCE, PAID
from alfrd_luigi.extraction.dates.weights import WEIGHTS
from alfrd_luigi.extraction.letter_forms import find_salutation
from alfrd_luigi.extraction.lines import read_lines

_LETTER_KINDS = frozenset({None, DateKind.SIGNED, DateKind.DATE})
# More than any label gives over the bare date of a letter.
_MENTIONED = 70.0
# More than a label that is not known gives over that date.
_QUALIFIED = 20.0


def doubts_of(dated: Dated, bounds: Collection[date], document_type: str | None) -> float:
    """What speaks against a date in a bill: it is that of an order, a payment, or the reading of a meter.

    In a statement it is that of a movement, or of the order that a trade carries out. The period of an insurance is to
    come, and so is a stay that was booked.
    """
    mention = dated.mention
    if document_type in ACCOUNTS:
        return _doubts_of_account(mention)
    if mention.kind is DateKind.PERIOD and _is_to_come(mention, document_type):
        return 30.0
    if document_type not in BILLS:
        return 0.0
    if names_payment(mention.label):
        return 30.0
    if precedes_bill(mention.label) and not shared_kind(mention.label):
        return _beyond_nearby(mention)
    return 15.0 if not mention.kind and not mention.label and dated.day in bounds else 0.0


def _doubts_of_account(mention: DateMention) -> float:
    if mention.kind is DateKind.DATE and mention.priced:
        return 40.0
    is_of_order = precedes_bill(mention.label) and (mention.kind is DateKind.NEARBY or dates_order(mention.label))
    return 20.0 + _beyond_nearby(mention) if is_of_order else 0.0


def _beyond_nearby(mention: DateMention) -> float:
    return max(0.0, WEIGHTS[mention.kind] - WEIGHTS[DateKind.NEARBY])


def _is_to_come(mention: DateMention, document_type: str | None) -> bool:
    is_booked = names_stay(mention.label) and document_type not in BILLS | PAID
    return document_type == INSURANCE or is_booked


def letter_date(candidates: Sequence[Dated]) -> date:
    """The first date, if it stands alone near the top without an hour, as the day of a letter does; else the latest."""
    mention = candidates[0].mention if candidates else None
    if mention is None or mention.kind not in (None, DateKind.SIGNED) or mention.timed or not mention.alone:
        return date.max
    return candidates[0].day if mention.line.number < TOP_LINES else date.max


def doubts_of_letter(dated: Dated, letter: date) -> float:
    """What speaks against a date in a letter that has its own day at the top: it is that of what the letter is about.

    So is a bare "date" with an hour after the day of the letter, as of an appointment, and one whose label has words
    that are not known.
    """
    kind = dated.mention.kind
    if kind is DateKind.QUALIFIED:
        return _QUALIFIED if letter < date.max else 0.0
    return 60.0 if kind is DateKind.DATE and dated.mention.timed and letter < dated.day else 0.0


def salutation_of_dated(candidates: Sequence[Dated], pages: Sequence[str]) -> float:
    """The number of the line of the salutation, if a date stands alone before it: that of the letter. Else infinite."""
    salutation = find_salutation(read_lines(pages))
    is_dated = any(_is_of_letter(each.mention) and each.mention.line.number < salutation for each in candidates)
    return salutation if is_dated else math.inf


def _is_of_letter(mention: DateMention) -> bool:
    """Whether a date can be that of a letter: alone in its cell, with no label but a bare "date", or a place."""
    is_alone = mention.alone or mention.kind is DateKind.DATE
    return is_alone and mention.kind in _LETTER_KINDS and not (mention.timed or mention.listed)


def follows(dated: Dated, salutation: float, document_type: str | None) -> float:
    """What speaks against a date in a letter after the salutation: it is that of something that the letter is about."""
    mention = dated.mention
    is_of_bill = document_type in BILLS and mention.kind is DateKind.ISSUED and not mention.in_prose
    return _MENTIONED if mention.line.number > salutation and not is_of_bill else 0.0
