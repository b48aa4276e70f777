"""The texts of the pages, by key, from one table."""

from __future__ import annotations

import tomllib
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


def counted(key: str, count: int, **values: Any) -> str:
    """The text of a key for this number of things: `KEY_one` for one, else `KEY_other`."""
    return text(f"{key}_{'one' if count == 1 else 'other'}", count=count, **values)


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("texts.toml").read_text("utf-8"))
