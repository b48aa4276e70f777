"""The papers of a household in another language, filled in from the templates of samples/languages."""

from __future__ import annotations

import random
import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import prod
from typing import Any

from alfrd_luigi.samples import languages
from alfrd_luigi.samples.content.household import YEAR
from alfrd_luigi.samples.money import drawn, to_cents
from alfrd_luigi.samples.paper import A4, TILL_ROLL, Block, Gap, Page, Paper, Row, Rule, Text

_CURRENCY = "EUR"
_TERM = re.compile(r"([+-]?)\s*([\w.]+(?:\s*\*\s*[\w.]+)*)")


@dataclass(frozen=True)
class _Locale:
    """How a language writes dates and numbers."""

    months: tuple[str, ...]
    short_date: str
    long_date: str
    thousands: str
    decimal: str

    def number(self, value: Decimal) -> str:
        """The value with two decimals."""
        whole, cents = f"{value:,.2f}".split(".")
        return f"{whole.replace(',', self.thousands)}{self.decimal}{cents}"


@dataclass(frozen=True)
class _Day:
    """A date in a template, formatted as short date, or as `long` date or `month`."""

    value: date
    locale: _Locale

    def __format__(self, form: str) -> str:
        month = self.locale.months[self.value.month - 1]
        if form == "month":
            return month
        pattern = self.locale.long_date if form == "long" else self.locale.short_date
        return pattern.format(day=self.value.day, month=self.value.month, month_name=month, year=self.value.year)


def papers(language: str, seed: int) -> Iterator[Paper]:
    """All papers of a language."""
    content = languages.read(language)
    form = (content[name] for name in ("short_date", "long_date", "thousands", "decimal"))
    locale = _Locale(tuple(content["months"]), *form)
    household = {name: content[name] for name in ("holder", "street", "city")}
    for template in content["papers"]:
        rng = random.Random(f"{seed}/{language}/{template['name']}")
        values = household | {name: _code(rule, rng) for name, rule in template.get("codes", {}).items()}
        for month in template["months"]:
            yield _paper(template, month, values, locale, rng)


def _paper(
    template: Mapping[str, Any], month: int, values: Mapping[str, str], locale: _Locale, rng: random.Random
) -> Paper:
    days = _days(template, month, rng)
    counts = {name: Decimal(rng.randint(*bounds)) for name, bounds in template.get("counts", {}).items()}
    amounts = _amounts(template.get("amounts", {}), counts, rng)
    printed = {
        **values,
        **counts,
        **{name: locale.number(amount) for name, amount in amounts.items()},
        **{name: _Day(day, locale) for name, day in days.items()},
    }
    till, total = template.get("till", False), template.get("total")
    page = _page(template["text"]["page"].format_map(printed), 10 if till else 11)
    return Paper(
        f"{template['name']}-{YEAR}-{month:02}",
        template["document_type"],
        template["entity"],
        days["date"],
        amounts[total] if total else None,
        template.get("series"),
        (page,),
        TILL_ROLL if till else A4,
        _CURRENCY,
    )


def _code(rule: str, rng: random.Random) -> str:
    return "".join(str(rng.randint(0, 9)) if char == "#" else char for char in rule)


def _days(template: Mapping[str, Any], month: int, rng: random.Random) -> dict[str, date]:
    last = date(YEAR, month, monthrange(YEAR, month)[1])
    own = date(YEAR, month, min(rng.randint(*template["days"]), last.day))
    first = last.replace(day=1)
    before = first - timedelta(days=1)
    later = {name: own + timedelta(days=days) for name, days in template.get("later", {}).items()}
    whole_months = {
        "month_first": last.replace(day=1),
        "month_last": last,
        "first": before.replace(day=1),
        "last": before,
    }
    return {"date": own, **later, **whole_months}


def _amounts(rules: Mapping[str, str], counts: Mapping[str, Decimal], rng: random.Random) -> dict[str, Decimal]:
    amounts: dict[str, Decimal] = {}
    for name, rule in rules.items():
        low, is_range, high = rule.partition("..")
        amounts[name] = drawn(rng, int(low), int(high)) if is_range else _sum(rule, {**counts, **amounts})
    return amounts


def _sum(rule: str, known: Mapping[str, Decimal]) -> Decimal:
    """The value of a sum of products, rounded to cents."""
    total = Decimal()
    for sign, term in _TERM.findall(rule):
        value = prod((_factor(factor.strip(), known) for factor in term.split("*")), start=Decimal(1))
        total += -value if sign == "-" else value
    return to_cents(total)


def _factor(text: str, known: Mapping[str, Decimal]) -> Decimal:
    return known[text] if text in known else Decimal(text)


def _page(text: str, size: float) -> Page:
    return tuple(_block(line, size) for line in text.strip("\n").split("\n"))


def _block(line: str, size: float) -> Block:
    mark, _, rest = line.partition(" ")
    if line == "---":
        return Rule()
    if not line.strip():
        return Gap(size)
    if mark in _MARKS:
        return _MARKS[mark](rest, size)
    return _words(line, size)


def _words(text: str, size: float, bold: bool = False) -> Block:
    cells = tuple(cell.strip() for cell in text.split("|"))
    return Row(cells, size, bold) if len(cells) > 1 else Text(text, size, bold)


_MARKS: Mapping[str, Callable[[str, float], Block]] = {
    "#": lambda text, size: Text(text, size * 1.6, bold=True),
    "##": lambda text, size: Text(text, size * 1.2, bold=True),
    "*": lambda text, size: _words(text, size, bold=True),
    "~": lambda text, size: _words(text, size * 0.8),
}
