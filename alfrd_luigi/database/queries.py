"""The SQL of `sql/*.sql`, by name. Each query begins with `-- name: …` and a comment that states its purpose."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


@cache
def query(name: str) -> str:
    """The text of the query `noun.name`: `documents.claim` is `claim` in `sql/documents.sql`."""
    noun, verb = name.split(".")
    return _queries(noun)[verb]


@cache
def _queries(noun: str) -> dict[str, str]:
    parts = _NAME.split(files(__package__).joinpath("sql", f"{noun}.sql").read_text("utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))
