"""Every query that returns rows has the columns of its record: names, types, and whether they can be NULL."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import psycopg2.extensions

import alfrd_luigi
from alfrd_luigi.checking.rows import INVARIANTS
from alfrd_luigi.database.checks import Violation
from alfrd_luigi.database.connection import connect, database
from alfrd_luigi.database.queries import query
from alfrd_luigi.settings import settings
from support import document_rows
from support.archives import Archive

_ROOT = Path(alfrd_luigi.__file__).parents[1]
_READERS = {"one", "only", "all", "each"}
_TYPES: dict[str, object] = {
    **dict.fromkeys(("int2", "int4", "int8"), int),
    **dict.fromkeys(("float4", "float8"), float),
    **dict.fromkeys(("json", "jsonb"), Any),
    **{"uuid": UUID, "text": str, "name": str, "numeric": Decimal, "bool": bool, "timestamptz": datetime, "date": date},
}
# Values for the parameters that cannot be NULL.
_VALUES: dict[str, dict[str, Any]] = {
    "holders.all": {"silence": timedelta(seconds=45)},
    "series.find_or_create": {
        "entity": "A",
        "entity_key": "a",
        "series_type": "bill",
        "title": "A",
        "frequency": None,
        "account": "",
    },
    "series.insert": {
        "entity": "A",
        "entity_key": "a",
        "series_type": "bill",
        "title": "A",
        "frequency": None,
        "account": "",
        "is_mixed": False,
    },
    "runs.take": {"run_class": 1, "number": 0},
    "series.set_account": {"account": "1"},
    "document_details.documents": {"with_text": True},
    "search.known": {"words": ["north"]},
    "checks.files_after": {"key": ""},
    "checks.prompts_without_active": {"kinds": ["classifier"]},
}
_IS_NULLABLE = """
SELECT NOT attnotnull FROM pg_attribute JOIN pg_class c ON c.oid = attrelid AND c.relkind = 'r'
WHERE attrelid = %s AND attnum = %s
"""
# Columns that can be NULL in other rows than those that the query gives.
_NEVER_NULL = {
    ("stage_results.result", "engine"),  # of a completed stage
    ("stage_results.result", "answer"),
    ("series_prompts.actives", "fields_schema"),  # of the prompt of a series
    ("series_prompts.of_document", "fields_schema"),
    ("series_prompts.actives", "series_id"),
    ("series_prompts.of_document", "series_id"),
    ("regenerations.claimed", "series_id"),
    ("regenerations.claimed", "fields_schema"),
    ("series_fields.compared", "latest_date"),  # of documents with a date
    ("runs.stop_reason", "by"),  # of a run that was stopped
    ("runs.stop_reason", "message"),
}


class Pair(NamedTuple):
    """A query, and what makes the record of each of its rows."""

    name: str
    into: Any

    @property
    def fields(self) -> dict[str, Any]:
        """The type of each column by name; of a query whose one column is no record, the name is empty."""
        return get_type_hints(self.into) if hasattr(self.into, "_fields") else {"": self.into}


def _pairs() -> Iterator[Pair]:
    for package in ("alfrd_luigi", "tasks", "targets"):
        for path in sorted((_ROOT / package).rglob("*.py")):
            yield from _pairs_in(path)


def _pairs_in(path: Path) -> Iterator[Pair]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _READERS:
            match node.args:
                case [ast.Constant(value=str(name)), into]:
                    yield Pair(name, _known_to(path, into))
                case [ast.JoinedStr(values=[ast.Constant(value="checks."), _]), into]:
                    yield from (Pair(f"checks.{invariant.name}", _known_to(path, into)) for invariant in INVARIANTS)
                case [ast.Name(id="name"), ast.Name(id="into")]:
                    pass  # a method of the session itself
                case _:
                    raise AssertionError(f"{path}:{node.lineno} runs a query that cannot be read here")


def _known_to(path: Path, into: ast.expr) -> Any:
    module = import_module(".".join(path.relative_to(_ROOT).with_suffix("").parts))
    return eval(ast.unparse(into), vars(module))


@cache  # at the first use, because every worker imports this module
def _all_pairs() -> list[Pair]:
    return sorted(set(_pairs()), key=str)


def test_a_query_has_the_columns_of_its_record(archive: Archive) -> None:
    session = database().session()
    for make in (document_rows.filed, document_rows.failed, document_rows.deferred, document_rows.registered):
        make(session)
    with closing(connect(settings())) as connection:
        faults = {pair.name: found for pair in _all_pairs() if (found := list(_faults(connection, pair)))}
    assert faults == {}


def test_every_query_that_gives_rows_is_found() -> None:
    found = {pair.name for pair in _all_pairs()}
    assert {"documents.state", "runs.take", "server.find", "tables.page_sums", "checks.tags_differ"} <= found
    assert len(found) > len(INVARIANTS) + 40


def _faults(connection: psycopg2.extensions.connection, pair: Pair) -> Iterator[str]:
    """What of the query is not as its record says; what the query writes is rolled back."""
    values = {**dict.fromkeys(re.findall(r"%\((\w+)\)s", query(pair.name))), **_VALUES.get(pair.name, {})}
    with connection.cursor() as cursor:
        try:
            cursor.execute(query(pair.name), values)
            columns, rows = list(cursor.description or ()), cursor.fetchall()
            names = [column.name for column in columns]
            if not _fit(names, pair):
                yield f"the columns are {', '.join(names)}, and the fields {', '.join(pair.fields)}"
                return
            hints = list(pair.fields.values())[: len(columns)]
            for column, hint in zip(columns, hints, strict=True):
                yield from _faults_of(cursor, pair, column, hint)
            for name, hint, *told in zip(names, hints, *rows, strict=True):
                if None in told and not _without_none(hint)[1]:
                    yield f"{name} is NULL"
        finally:
            connection.rollback()


def _faults_of(
    cursor: psycopg2.extensions.cursor, pair: Pair, column: psycopg2.extensions.Column, hint: Any
) -> Iterator[str]:
    found, (wanted, may_be_none) = _type(cursor, column), _without_none(hint)
    if not _is_of(found, wanted):
        yield f"{column.name} is {found}, and the field {hint}"
    if not may_be_none and (pair.name, column.name) not in _NEVER_NULL and _is_nullable(cursor, column):
        yield f"{column.name} can be NULL, and the field is {hint}"


def _fit(names: Sequence[str], pair: Pair) -> bool:
    if pair.into is Violation:  # some need no detail
        return tuple(names) in (Violation._fields, Violation._fields[:2])
    return list(names) == list(pair.fields) or (list(pair.fields) == [""] and len(names) == 1)


def _type(cursor: psycopg2.extensions.cursor, column: psycopg2.extensions.Column) -> str:
    cursor.execute("SELECT typname FROM pg_type WHERE oid = %s", [column.type_code])
    row = cursor.fetchone()
    assert row is not None
    return str(row[0])


def _is_nullable(cursor: psycopg2.extensions.cursor, column: psycopg2.extensions.Column) -> bool:
    """Whether the column is that of a table which can be NULL; nothing is known of an expression, or of a view."""
    origin = [column.table_oid, column.table_column]
    cursor.execute(_IS_NULLABLE, origin)
    row = cursor.fetchone()
    return row is not None and row[0]


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) not in (Union, UnionType):
        return hint, hint is Any
    others = [each for each in get_args(hint) if each is not NoneType]
    return (others[0] if len(others) == 1 else hint), len(others) < len(get_args(hint))


def _is_of(found: str, hint: Any) -> bool:
    origin = get_origin(hint)
    if found.startswith("_"):
        (item,) = get_args(hint)
        return origin in (list, Sequence) and _is_of(found[1:], _without_none(item)[0])
    if _TYPES[found] is Any:
        return hint is Any or origin in (dict, list, Mapping)
    return hint is _TYPES[found]
