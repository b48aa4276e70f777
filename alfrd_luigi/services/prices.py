"""The cost of calls, by dated price lists (prices.toml, and the file that `prices_file` names)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.services.tiers import FLEX, Tier
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.settings import settings

# Inference profiles prefix the name of a model with a part of the world: "eu.amazon.nova-lite-v1:0".
_PROFILE = re.compile(r"^(us-gov|us|eu|apac|au|jp|ca|sa|global)\.")


class Price(NamedTuple):
    """US dollars for one page and one token. The `model` None applies to every model of the service, the `tier` None to
    the default tier, and to each tier without a price of its own.
    """

    service: str
    model: str | None
    since: date
    page: Decimal
    input_token: Decimal
    output_token: Decimal
    tier: Tier | None = None

    def of(self, usage: Usage) -> Decimal:
        """The cost of this usage."""
        tokens = usage.input_tokens * self.input_token + usage.output_tokens * self.output_token
        return usage.pages * self.page + tokens


def cost(service: str, model: str | None, usage: Usage, tier: Tier | None = None) -> Decimal | None:
    """The cost of a call today in US dollars; None if the list has no price."""
    price = price_of(service, model, tier)
    return price.of(usage) if price is not None else None


def worst(service: str, model: str | None, most: Usage) -> Decimal | None:
    """The cost of a call today at the dearer tier; None if the list has no price."""
    costs = (cost(service, model, most, tier) for tier in (None, FLEX))
    return max((each for each in costs if each is not None), default=None)


def price_of(service: str, model: str | None, tier: Tier | None = None) -> Price | None:
    """The price that applies today. The price of the exact model takes precedence over that of the model behind a
    profile, and that over the price of the whole service. In one list, the price of the tier takes precedence.
    """
    return _price_on(datetime.now(UTC).date(), settings().prices_file, service, model, tier)


@lru_cache(maxsize=64)
def _price_on(day: date, own: str, service: str, model: str | None, tier: Tier | None) -> Price | None:
    plain = _PROFILE.sub("", model) if model else None
    found = [
        ([None, plain, model].index(price.model), number, price.tier is not None, price.since, price)
        for number, prices in enumerate(_lists(own))
        for price in prices
        if price.service == service and price.model in (None, model, plain) and price.since <= day
        if price.tier in (None, tier)
    ]
    return max(found, key=lambda row: row[:4])[4] if found else None


@cache
def _lists(own: str) -> tuple[tuple[Price, ...], ...]:
    shipped = tuple(_prices((files(__package__) / "prices.toml").read_text("utf-8")))
    return (shipped, _own(own)) if own else (shipped,)


def _own(path: str) -> tuple[Price, ...]:
    try:
        return tuple(_prices(Path(path).read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError) as error:
        hint = "docs/aws.md shows the form of a price list"
        said = (error.strerror if isinstance(error, OSError) else None) or " ".join(str(error).split())
        raise SettingsError(f"prices_file = {path!r} cannot be used: {said}", hint) from error


def _prices(text: str) -> Iterator[Price]:
    for listed in tomllib.loads(text, parse_float=Decimal)["price"]:
        yield Price(
            listed["service"],
            listed.get("model"),
            _day(listed["from"]),
            _each(listed, "usd_per_1000_pages", 1_000),
            _each(listed, "usd_per_million_input_tokens", 1_000_000),
            _each(listed, "usd_per_million_output_tokens", 1_000_000),
            _tier(listed.get("tier")),
        )


def _tier(listed: object) -> Tier | None:
    if listed not in (None, FLEX):
        raise ValueError(f"the tier of a price is {FLEX!r}, or not named")
    return FLEX if listed else None


def _day(listed: object) -> date:
    if type(listed) is not date:  # nor a moment, which cannot be compared with a day
        raise ValueError("from is a day without quotation marks, such as 2024-03-05")
    return listed


def _each(listed: dict[str, Any], name: str, units: int) -> Decimal:
    price = Decimal(listed.get(name, 0))
    if not (price.is_finite() and price >= 0):
        raise ValueError(f"{name} is an amount of 0 or more")
    return price / units
