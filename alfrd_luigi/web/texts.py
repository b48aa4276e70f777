"""The texts of the pages, by key, from one table."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any


def text(key: str, **values: Any) -> str:
    """The text of a key such as `home.title`, with the values in its `{…}`. Raises KeyError for an unknown key."""
    return raw(key).format(**values)


def raw(key: str) -> str:
    """The text of a key as it stands in the table, for a script that fills it in."""
    section, name = key.split(".")
    return str(_table()[section][name])


class Texts:
    """The texts with their counts as numbers of a locale, which `number` writes."""

    def __init__(self, number: Callable[[float], str]) -> None:
        self._number = number

    def text(self, key: str, **values: Any) -> str:
        """The text of a key, as `text` gives it."""
        count = values.get("count")
        return text(key, **values | ({"count": self._number(count)} if isinstance(count, int) else {}))

    def counted(self, key: str, count: int, **values: Any) -> str:
        """The text of a key for this number of things: `KEY_one` for one, else `KEY_other`."""
        return self.text(f"{key}_{'one' if count == 1 else 'other'}", count=count, **values)


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("texts.toml").read_text("utf-8"))
