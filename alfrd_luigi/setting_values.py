"""The values of settings, made of their texts. Each function raises ValueError with what the text must be."""

from __future__ import annotations

import re
from collections.abc import Callable
from configparser import ConfigParser
from decimal import Decimal, InvalidOperation
from pathlib import Path

from alfrd_luigi.secrecy import keep_secret

# What a message may be about, in its order.
NEWS = ("failures", "outages", "budget", "due", "missing", "prompts", "digest")
# A language, perhaps with a script and a country: de, de_CH, zh_Hans_CN. The report knows which of them there are.
_LOCALE = r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?"


def number(minimum: float, maximum: float, kind: type[int] | type[float] = int) -> Callable[[str], float]:
    """A number within these limits."""

    def parse(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            raise ValueError(f"must be a {'whole ' if kind is int else ''}number") from None
        if not minimum <= value <= maximum:
            raise ValueError(f"must be from {minimum:g} to {maximum:g}")
        return value

    return parse


def temperature(text: str) -> float | None:
    """From 0 to 1, or None for the model's default."""
    return float(number(0, 1, float)(text)) if text else None


def dollars(text: str) -> Decimal | None:
    """An amount, or None for no limit."""
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError("must be an amount in US dollars, or empty") from None
    if not (value.is_finite() and value >= 0):
        raise ValueError("must be an amount of 0 or more, or empty")
    return value


def folder(text: str) -> Path:
    """A folder, which need not exist."""
    if "\0" in text:
        raise ValueError("must be a folder")
    return Path(text)


def switch(text: str) -> bool:
    """On or off, in the words of configparser."""
    states = ConfigParser.BOOLEAN_STATES
    if text.lower() not in states:
        raise ValueError(f"must be one of: {', '.join(states)}")
    return states[text.lower()]


def one_of(*known: str) -> Callable[[str], str]:
    """One of these words."""

    def parse(text: str) -> str:
        if text not in known:
            empty = "empty, or " if "" in known else ""
            raise ValueError(f"must be {empty}one of: {', '.join(filter(None, known))}")
        return text

    return parse


def locale(text: str) -> str:
    """The name of a locale."""
    if not re.fullmatch(_LOCALE, text):
        raise ValueError("must be a language, or a language and a country, such as en or de_CH")
    return text


def web_address(text: str) -> str:
    """An address without a slash at its end; empty: none."""
    if text and not re.fullmatch(r"https?://[^\s/?#@][^\s?#@]*", text):
        raise ValueError("must be an http or https address without a login, such as http://host/alfrd, or empty")
    return text.rstrip("/")


def command(text: str) -> tuple[str, ...]:
    """A program and its arguments, as a shell splits them. Nothing of it is shown: it may have a password."""
    import shlex  # most archives name no command

    keep_secret(text)
    if "\0" in text:
        raise ValueError("must be a program and its arguments")
    return tuple(shlex.split(text))


def address(text: str) -> str:
    """An address that contains a password or a token."""
    keep_secret(text)
    if text and "://" not in text:
        raise ValueError("must be an address of apprise, such as mailto://…")
    return text


def kinds(text: str) -> tuple[str, ...]:
    """Kinds of news, separated by commas."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if unknown := [name for name in names if name not in NEWS]:
        raise ValueError(f"{unknown[0]!r} is none of: {', '.join(NEWS)}")
    return names
