"""PostgreSQL knows the types of all parameters of a query, also if their values have none, as an empty list or NULL."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

import alfrd_luigi
from alfrd_luigi.database.connection import connect
from alfrd_luigi.database.queries import query
from alfrd_luigi.settings import settings

_SQL = Path(alfrd_luigi.__file__).parent / "database" / "sql"
_NAMES = [
    f"{path.stem}.{name}"
    for path in sorted(_SQL.glob("*.sql"))
    for name in re.findall(r"^-- name: (\w+)$", path.read_text("utf-8"), re.MULTILINE)
]
# What EXPLAIN explains. A query with {names} is complete only where it is used.
_EXPLAINED = re.compile(r"(?:--[^\n]*\n|\s)*(?:WITH|SELECT|INSERT|UPDATE|DELETE)\b")
# A parameter of theirs always has a value, of whose type PostgreSQL learns from the driver.
_NEVER_EMPTY = {"analysts.limits", "holders.all", "pairs.set"}


def _is_explained(name: str) -> bool:
    text = query(name)
    return bool(_EXPLAINED.match(text)) and not re.search(r"\{\w+\}|;", text)


@pytest.mark.usefixtures("archive")
def test_every_query_is_understood_without_values() -> None:
    faults = {}
    with closing(connect(settings())) as connection, connection.cursor() as cursor:
        names = {name for name in _NAMES if _is_explained(name)} - _NEVER_EMPTY
        for name in sorted(names):
            text = query(name)
            try:
                cursor.execute("EXPLAIN " + text, dict.fromkeys(re.findall(r"%\((\w+)\)s", text)))
            except psycopg2.Error as error:
                faults[name] = str(error).splitlines()[0]
            connection.rollback()
    assert faults == {}
    assert len(names) > len(_NAMES) / 2
