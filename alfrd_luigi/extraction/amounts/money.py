"""Amounts of money as printed: their place in a line and their value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from alfrd_luigi.extraction.amounts.currencies import MARK

_UNITS = r"(?:kg|g|kwh|kw|km|mi|mm|cm|m3|m²|ml|l|ltr|gal|lbs?|oz|hrs?|hours?|days?|pcs|mb|gb|therms?|ccf)\b"
_GAP = "[.'\u2019\u00a0\u202f]"
# Grouped thousands and two decimals. A space groups thousands only before a decimal comma ("1 234,56"): in "2 150.00"
# it separates a quantity from a price. Then 1,23,456.00 as written in India, then plain decimals.
_DECIMAL = (
    rf"\d{{1,3}}(?:(?:{_GAP}| )\d{{3}})+,\d{{2}}|\d{{1,3}}(?:[,'\u2019\u00a0\u202f]\d{{3}})+\.\d{{2}}"
    r"|\d{1,2}(?:,\d{2})+,\d{3}\.\d{2}|\d+[.,]\d{2}"
)
# Only beside a currency mark: whole numbers, a single decimal, a dash for no cents, and gaps that OCR inserted.
_MARKED = (
    rf"\d{{1,3}}(?: ?, ?\d{{3}})+ ?\. ?\d{{2}}|\d+ ?[.,] ?\d{{2}}"
    rf"|\d{{1,3}}(?:(?:{_GAP}|,)\d{{3}})+|\d+[.,]\d|\d+(?:[.,][-\u2013]{{1,2}})?"
)
_END = rf"(?![.,:/'-]?\d)(?!\s?%)(?!\s?{_UNITS})"
_START = r"(?<!\d)(?<!\d[.,:/'])(?<!#)"
_SIGN = r"(?:(?<![A-Za-z\d])[-\u2212\u2013]|\()?"
_MONEY = re.compile(
    rf"(?P<sign1>{_SIGN})(?P<mark1>{MARK})\s*(?P<sign2>{_SIGN})(?P<marked1>{_DECIMAL}|{_MARKED}){_END}"
    rf"|(?P<sign3>{_SIGN}){_START}(?P<marked2>{_DECIMAL}|{_MARKED})(?P<credit1>-?)\s?(?P<mark2>{MARK})(?![A-Za-z\d])"
    rf"|(?P<sign4>{_SIGN}){_START}(?P<plain>{_DECIMAL}){_END}",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"\s?(?:-(?!\s?\d)|CR\b)")
_GARBLED = re.compile(
    r"(?<![A-Za-z])(?=[.,OoIl]*\d)[\dOoIl]{1,9}(?:[.,][\dOoIl]{3})*[.,][\dOo]{2}(?![A-Za-z\d])|"
    r"(?<![A-Za-z\d])[Oo][.,]\d{2}(?!\d)"
)
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1"})


@dataclass(frozen=True)
class Money:
    """An amount at offsets `start` to `end` of a line. `mark` is the printed currency mark beside it, if any."""

    value: Decimal
    mark: str | None
    start: int
    end: int


def find_money(line: str) -> Iterator[Money]:
    """The amounts in a line, from left to right, without percentages, quantities with a unit, dates and times."""
    clear = _GARBLED.sub(lambda match: match[0].translate(_DIGITS), line)
    for match in _MONEY.finditer(clear):
        number = match["marked1"] or match["marked2"] or match["plain"]
        if (value := _value(number)) is None:
            continue
        credit = _CREDIT.match(clear, match.end())
        signs = {match[group] for group in ("sign1", "sign2", "sign3", "sign4", "credit1") if match[group]}
        if "(" in signs and clear[match.end() : match.end() + 1] != ")":
            signs.discard("(")
        negative = bool(credit) or bool(signs)
        yield Money(-value if negative else value, match["mark1"] or match["mark2"], match.start(), match.end())


def _value(number: str) -> Decimal | None:
    """The value. The last separator is decimal if one or two digits follow it. None for "2.199", which is ambiguous."""
    compact = re.sub(r"\s", "", number).rstrip("-\u2013.,")
    head, mark, tail = _split_last_separator(compact)
    if mark and len(tail) <= 2:
        return Decimal(f"{_only_digits(head)}.{tail}")
    if mark == "." and len(tail) == 3 and head.isdigit():
        return None
    return Decimal(_only_digits(compact))


def _split_last_separator(number: str) -> tuple[str, str, str]:
    position = max(number.rfind("."), number.rfind(","))
    return (number, "", "") if position < 0 else (number[:position], number[position], number[position + 1 :])


def _only_digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit()) or "0"
