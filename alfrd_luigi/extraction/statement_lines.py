"""The lines of a statement of a bank or a card that can be payments, with their amounts and days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from alfrd_luigi.extraction.amounts.money import Money, decimal_point, find_money
from alfrd_luigi.extraction.dates.months import month_number
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates
from alfrd_luigi.extraction.entity_names import normalise_entity

# A day without its year, as statements print it at the beginning of a line: "03/14", "14.03.", "14 Mar", "Mar 14".
_NUMBERS = re.compile(r"\W*(\d{1,2})[./-](\d{1,2})(?![\d/-])(?!\.\d)")
_BEGINNING = re.compile(rf"(?:{_NUMBERS.pattern}){{1,2}}")
_ENDS = re.compile(r"(\d?\d) ?[.,:] ?(\d\d)(?!\d)")
_DAY_MONTH = re.compile(r"\W*(\d{1,2})\.? ?([^\W\d_]{3,12})\b")
_MONTH_DAY = re.compile(r"\W*([^\W\d_]{3,12})\.? (\d{1,2})\b")
# Words of money that comes in.
_INCOMING = re.compile(
    r"refund|reversal|returned|\bcredit (?!card)|\bdeposit|gutschrift|erstattung|retoure|remboursement|\bavoir\b"
    r"|\babono|devoluci|rimborso|accredito|terugbetaling|bijschrijving",
    re.IGNORECASE,
)
# A name of fewer letters is among the letters of other lines by chance.
_LEAST_LETTERS = 5
_NAME_WORDS = 2
_CUT = 4


class StatementLine(NamedTuple):
    """A line with the wanted amounts that it may have paid, and all days that its date can mean, if it has one."""

    text: str
    amounts: frozenset[Decimal]
    days: frozenset[date]

    def names(self, entity: str) -> bool:
        """Whether the first two words of a name, or its only one, are in the line. Words of a line may be cut short."""
        wanted = normalise_entity(entity).split()[:_NAME_WORDS]
        found = normalise_entity(self.text).split()
        return len("".join(wanted)) >= _LEAST_LETTERS and all(
            any(word == each or (len(each) >= _CUT and word.startswith(each)) for each in found) for word in wanted
        )


def read_statement(text: str, end: date, wanted: frozenset[Decimal], *, is_card: bool) -> Iterator[StatementLine]:
    """The lines with wanted amounts of a statement that ends on a day.

    Money that comes in is left out, as words and signs tell. Most lines are left out by the last digits of their
    numbers, which takes little time.
    """
    ends = _ends(wanted)
    lines = [line for line in text.splitlines() if not ends.isdisjoint(_ENDS.findall(line))]
    point = decimal_point(text.splitlines()) if lines else None
    for line in lines:
        amounts = _amounts(line, point, is_card=is_card) & wanted
        if amounts and not _INCOMING.search(line):
            yield StatementLine(" ".join(line.split()), amounts, frozenset(_days(line, end)))


@lru_cache(maxsize=1)
def _ends(amounts: frozenset[Decimal]) -> frozenset[tuple[str, str]]:
    """The last digits before the cents of each amount, two at most, and the cents. Kept for the next statement."""
    digits = (f"{abs(amount):.2f}" for amount in amounts)
    return frozenset((each[-5:-3], each[-2:]) for each in digits)


def _amounts(line: str, point: str | None, *, is_card: bool) -> frozenset[Decimal]:
    """The amounts of a line. The last of several is the balance behind it."""
    beginning = _BEGINNING.match(line)
    line = line[beginning.end() :] if beginning else line  # "14.03." is no amount
    found = find_money(line, point)
    own = found[:-1] if len(found) > 1 else found
    return frozenset(abs(money.value) for money in own if _goes_out(money, line, is_card=is_card))


def _goes_out(money: Money, line: str, *, is_card: bool) -> bool:
    is_incoming = (
        money.side == "credit" or line[: money.start].rstrip().endswith("+") or line[money.end :].startswith("+")
    )
    return not is_incoming and not (is_card and money.value < 0)


def _days(line: str, end: date) -> Iterator[date]:
    """All readings of the first date of a line until the statement's end; one without a year is the last such day."""
    if match := _NUMBERS.match(line):
        one, other = int(match[1]), int(match[2])
        yield from _until(end, _last(one, other, end), _last(other, one, end), is_dotted=line[match.end(1)] == ".")
    elif printed := find_printed_dates(line):
        yield from _until(end, printed[0].day_first, printed[0].month_first, is_dotted=printed[0].dotted)
    elif match := _DAY_MONTH.match(line):
        yield from filter(None, [_last(int(match[1]), month_number(match[2]), end)])
    elif match := _MONTH_DAY.match(line):
        yield from filter(None, [_last(int(match[2]), month_number(match[1]), end)])


def _until(end: date, day_first: date | None, month_first: date | None, *, is_dotted: bool) -> list[date]:
    """The readings of a date until the end, or else all. One with dots has the day first, if that is possible."""
    readings = [day_first or month_first] if is_dotted else [day_first, month_first]
    possible = [day for day in readings if day]
    return [day for day in possible if day <= end] or possible


def _last(day: int, month: int | None, end: date) -> date | None:
    """The last such day that is not after the end; None if there is none in two years."""
    return next(filter(None, (_day(year, month, day, end) for year in (end.year, end.year - 1))), None)


def _day(year: int, month: int | None, day: int, end: date) -> date | None:
    try:
        found = date(year, month or 0, day)
    except ValueError:
        return None
    return found if found <= end else None
