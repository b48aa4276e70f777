"""Amounts of money as printed: their place in a line and their value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from alfrd_luigi.extraction.amounts.currencies import MARK, THOUSANDTHS

_UNITS = r"(?:kg|g|kwh|kw|km|mi|mm|cm|m3|m²|ml|l|ltr|gal|lbs?|oz|hrs?|hours?|days?|pcs|mb|gb|therms?|ccf|uhr)\b"
_TICK = "['\u2019\u2018\u00b4`]"
_SPACE = "[ \u00a0\u202f\u2009]"
# A dash for no cents: "45.-", "1.295,-", "2'345.--".
_NO_CENTS = r"[.,](?:-{1,2}|[\u2013\u2014])(?![\w\-]|\s\d)"
_NO_CENTS_ENDS = ("-", "\u2013", "\u2014")
# Grouped thousands and two decimals. A space groups thousands before a decimal comma ("1 234,56") or colon: in
# "2 150.00" it separates a quantity from a price. Then 1,23,456.00 as written in India, and plain decimals. First the
# gaps that OCR inserts before the cents of a cell, and behind their separator.
_CELL_END = r"(?=[-+]|\s*$|\s\s|\s(?-i:[A-Z])\b(?!\s\d)|\s?" + MARK + ")"
_DECIMAL = (
    rf"\d{{1,3}}(?: ?[.,] ?\d{{3}}|{_SPACE}\d{{3}})* [.,] ?\d{{2}}{_CELL_END}"
    rf"|(?<=\s\s)\d{{1,3}}(?:[.,]\d{{3}})*[.,] \d{{2}}{_CELL_END}"
    rf"|\d{{1,3}}(?:(?:\.|{_TICK}|{_SPACE})\d{{3}})+(?:,\d{{2}}|{_NO_CENTS})"
    rf"|\d{{1,3}}(?:(?:,|{_TICK}|[\u00a0\u202f])\d{{3}})+\.\d{{2}}|\d{{1,3}}(?:{_SPACE}\d{{3}})+:\d{{2}}"
    rf"|\d{{1,2}}(?:,\d{{2}})+,\d{{3}}\.\d{{2}}|\d+(?:[.,]\d{{2}}|{_NO_CENTS})"
)
_SPACED = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+"
# Behind a mark, whole thousands with spaces that end their cell, or before a word: "$ 1 234".
_SPACED_WHOLE = rf"{_SPACED}(?=[.;)]?(?:\s*$|\s\s)|\s(?-i:[a-z]))"
# Only beside a currency mark: whole numbers without leading zeros, one or three decimals, and gaps that OCR inserted.
# The first of spaced digits ("1 2 0 . 0 0") is no number.
_MARKED = (
    rf"\d{{1,3}}(?: ?, ?\d{{3}})+ ?\. ?\d{{2}}|\d+ ?[.,] ?\d{{2}}(?!\d)|\d{{1,3}}(?:(?:[.,]|{_TICK})\d{{3}})+"
    r"|\d+\. \d{3}(?!\d)|\d+[.,]\d{1,3}|(?!0\d)\d++(?! \d [\d.,] )"
)
# Behind a mark: a point that OCR lost, as in "RM 88 17".
_POINTLESS = rf"\d{{1,4}} \d{{2}}{_CELL_END}"
_KRONOR = rf"\d{{1,3}}(?:{_SPACE}?\d{{3}})*:\d{{2}}"
# Not before a letter that OCR took for a digit of the number, as in "1Z0.00" and "12O".
_END = rf"(?![.,:/'-]?\d)(?!\s?%)(?!\s?{_UNITS})(?!(?-i:[OIlZSB][\d.,]|O\b))"
# Behind a day and month, "-" leads to another ("01.04.-30.04.").
# Behind an hour and its minutes, it leads to another ("7.30-12.00").
# Nor behind a letter that OCR took for a digit.
_START = r"(?<!\d)(?<!\d[.,:/'])(?<!#)(?<!\d\.-)(?<!\d[.:]\d\d[-\u2013])(?<!(?-i:\d[OIlZSB]))"
_DASH = "[-\u2212\u2013]"
_SIGN = rf"(?:(?<![A-Za-z\d])(?<!\d\.){_DASH}(?=\S)|(?<=\s\s){_DASH}\s|\()?"
_MONEY = re.compile(
    rf"(?P<sign1>{_SIGN})(?P<mark1>(?<![A-Za-z])(?:kr|SEK)\b\.?)\s?(?P<number1>{_KRONOR}){_END}"
    rf"|(?P<sign2>{_SIGN}){_START}(?P<number2>{_KRONOR})\s?(?P<mark2>(?:kr|SEK)\b)(?!\.?\s?\d)"
    rf"|(?P<sign3>{_SIGN})(?P<mark3>{MARK})[\s*]*(?P<sign4>{_SIGN})"
    rf"(?P<number3>{_DECIMAL}|{_SPACED}\.\d{{2}}|{_SPACED_WHOLE}|{_POINTLESS}|{_MARKED}){_END}"
    rf"|(?P<sign5>{_SIGN}){_START}(?P<number4>{_DECIMAL}|{_SPACED}|{_MARKED})(?P<sign6>-?)\s?(?P<mark4>{MARK})"
    rf"(?![A-Za-z\d])"
    rf"|(?P<sign7>{_SIGN}){_START}(?P<number5>{_DECIMAL}){_END}",
    re.IGNORECASE,
)
_NUMBERS = [name for name in _MONEY.groupindex if name.startswith("number")]
_MARKS = [name for name in _MONEY.groupindex if name.startswith("mark")]
_SIGNS = [name for name in _MONEY.groupindex if name.startswith("sign")]
_CREDIT = re.compile(
    r"-(?!\s?\d)|\s-(?=\s{2}|\s*$)|\s{0,3}(?:CR|credit(?!\s(?:card|limit|note|line))|in credit)\b", re.I
)
# The side of an account on which an amount stands, printed behind it. The short forms of one letter are capitals.
_SIDE = re.compile(
    r"\s{0,3}(?:(?P<credit>(?:CR|(?:in )?credit(?!\s(?:card|limit|note|line))|haben|avere)\b|(?-i:[HC]\b(?=\s*$|\s\s)))"
    r"|(?P<debit>(?:DR|DB|OD|debit(?!\s(?:card))|overdrawn|soll|dare|debet)\b|(?-i:[SD]\b(?=\s*$|\s\s))))",
    re.IGNORECASE,
)
_GARBLED = re.compile(
    r"(?<![A-Za-z])(?=[.,OoIl]*\d)[\dOoIl]{1,9}(?:[.,][\dOoIl]{3})*[.,][\dOo]{2}(?![A-Za-z\d])|"
    r"(?<![A-Za-z\d])[Oo][.,]\d{2}(?!\d)"
)
_DIGIT = re.compile(r"\d")
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1"})
# Two decimals, not in a date or a time.
_POINT = re.compile(r"(?<![.,:/\-])(?<![.,:/\-]\d)\d([.,])\d{2}(?![\d.,/:%\-])")
# Grouped thousands without cents beside a mark, where no amount has cents: "$ 109.100".
_GROUPED = re.compile(rf"(?:{MARK})\s?\d{{1,3}}(?:([.,])\d{{3}})+(?![\d.,])", re.IGNORECASE)
_OTHER_POINT = {".": ",", ",": "."}
_SPACED_CELL = re.compile(rf"(?<![^\s])(?<!\S\s)\d{{1,3}}(?:{_SPACE}\d{{3}})+\.\d{{2}}(?=[-+]?(?:\s*$|\s\s))")
_CLEARLY_SPACED = re.compile(rf"\d{{2,3}}{_SPACE}|\d{_SPACE}\d{{3}}{_SPACE}")
_MARKED_SPACED = re.compile(rf"(?<!\w)(?-i:R|Rs\.?|[$\u20ac\u00a3])\s?\d{{1,3}}(?:{_SPACE}\d{{3}})+\.\d{{2}}(?!\d)")
_LIKE_SPACED = re.compile(r"\d[,'\u2019]\d{3}\.\d\d(?!\d)")
_EURO = {"€", "eur", "euro"}
_CENTS = 2
_LOST_POINT = re.compile(r"^(\d{1,4}) (\d\d)$")
# A day and month, not an amount: it begins with a zero, or another day, a word in lower case or a gap is behind it.
_DAY = re.compile(
    r"0[1-9]\.(?:0[1-9]|1[0-2])(?!\d)|(?:[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?=\s?[-\u2013/]|\s[a-z\d]|\s\s)"
)
# At the end of a line it may also be an amount that ends a sentence, unless the text has a comma before its cents.
_LAST_DAY = re.compile(r"(?:[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.\s*$")
# Marks of money that has a comma before its cents, wherever it is printed.
_COMMA_MARK = re.compile(r"(?:kr|rp|ft|zł|lei|isk|dkk|nok|sek|idr|huf|pln|ron|r\$)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Money:
    """An amount at offsets `start` to `end` of a line. `mark` is the printed currency mark beside it, if any.

    `side` is the side of an account, "credit" or "debit", that is printed behind it. A printed "CR" makes the value
    negative, because it is not to be paid.
    """

    value: Decimal
    mark: str | None
    start: int
    end: int
    side: str | None = None

    @property
    def is_rate(self) -> bool:
        """Whether it has more decimals than its currency, as the price of a unit may have: "$ 3.459" for a gallon."""
        decimals = f"{self.value:f}".partition(".")[2].rstrip("0")
        return len(decimals) > _CENTS and not _has_thousandths(self.mark)


def decimal_point(lines: Sequence[str]) -> str | None:
    """The character that most amounts of a text have before their cents: "." or ",". None without such amounts.

    Where several amounts are whole and grouped, it is the other one than that of their groups.
    """
    points = Counter(match[1] for line in lines for match in _POINT.finditer(line))
    if points:
        return max(points, key=lambda point: points[point])
    groups = Counter(match[1] for line in lines for match in _GROUPED.finditer(line))
    return _OTHER_POINT[max(groups, key=lambda group: groups[group])] if groups.total() > 1 else None


def joins_groups(lines: Sequence[str]) -> bool:
    """Whether the text separates thousands by spaces before a decimal point: "18 480.00" is one amount then."""
    cells = [match[0] for line in lines for match in _SPACED_CELL.finditer(line)]
    clear = any(map(_CLEARLY_SPACED.match, cells)) or any(map(_MARKED_SPACED.search, lines))
    return clear and not any(map(_LIKE_SPACED.search, lines))


def with_joined_groups(line: str) -> str:
    """The line with a no-break space between the thousands of a cell, which makes them one amount."""
    return _SPACED_CELL.sub(lambda match: re.sub(_SPACE, "\u00a0", match[0]), line)


@lru_cache(maxsize=2048)
def find_money(line: str, point: str | None = None) -> tuple[Money, ...]:
    """The amounts in a line, from left to right, without percentages, quantities with a unit, dates and times.

    `point` is the decimal point of the text, which tells whether "2.199" has three decimals or is two thousand.
    Cached, because each line is searched for several values of its document.
    """
    return tuple(_amounts(line, point)) if _DIGIT.search(line) else ()


def _amounts(line: str, point: str | None) -> Iterator[Money]:
    clear = _GARBLED.sub(lambda match: match[0].translate(_DIGITS), line)
    for match in _MONEY.finditer(clear):
        mark = _first(match, _MARKS)
        value = _value(_first(match, _NUMBERS) or "", "," if mark and _COMMA_MARK.match(mark) else point, mark)
        if value is not None and not _is_day(clear, match.start(), point):
            side = _SIDE.match(clear, match.end())
            signed = -value if _is_negative(match, clear) else value
            yield Money(signed, mark, match.start(), match.end(), side.lastgroup if side else None)


def _is_day(line: str, start: int, point: str | None) -> bool:
    return bool(_DAY.match(line, start) or (point == "," and _LAST_DAY.match(line, start)))


def _first(match: re.Match[str], groups: Iterable[str]) -> str | None:
    return next((match[group] for group in groups if match[group]), None)


def _is_negative(match: re.Match[str], line: str) -> bool:
    signs = {match[group] for group in _SIGNS if match[group]}
    if "(" in signs and line[match.end() : match.end() + 1] != ")":
        signs.discard("(")
    return bool(signs or _CREDIT.match(line, match.end()))


def _value(number: str, point: str | None, currency: str | None) -> Decimal | None:
    """The value. The last separator is decimal if one or two digits follow it, and none is before a dash for no cents.

    None for "2.199" if it is ambiguous.
    """
    if number.endswith(_NO_CENTS_ENDS):
        return Decimal(_only_digits(number))
    compact = re.sub(rf"\s|{_TICK}", "", _LOST_POINT.sub(r"\1.\2", number))
    head, mark, tail = _split_last_separator(compact)
    if mark and (len(tail) <= _CENTS or (mark == "." and _has_thousandths(currency))):
        return Decimal(f"{_only_digits(head)}.{tail}")
    if mark and head.isdigit() and mark == (point or "."):
        return Decimal(compact.replace(",", ".")) if point else _of_three_digits(compact, currency)
    return Decimal(_only_digits(compact))


def _of_three_digits(number: str, currency: str | None) -> Decimal | None:
    """The value of "2.199" where no amount of the text has cents: in euros it is two thousand, else it is ambiguous."""
    return Decimal(_only_digits(number)) if (currency or "").lower() in _EURO else None


def _has_thousandths(mark: str | None) -> bool:
    return (mark or "").rstrip(".").upper() in THOUSANDTHS


def _split_last_separator(number: str) -> tuple[str, str, str]:
    position = max(map(number.rfind, ".,:"))
    return (number, "", "") if position < 0 else (number[:position], number[position], number[position + 1 :])


def _only_digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit()) or "0"
