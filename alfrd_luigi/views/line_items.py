"""The fields of a document that are tables: its line items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

# The columns of line items that hold amounts.
_AMOUNTS = ("amount", "total")


class Table(NamedTuple):
    """Line items of a document: one of its fields, as columns and rows.

    `numeric` are the columns of numbers, `sums` the sums of those that hold amounts.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    numeric: frozenset[str]
    sums: dict[str, Decimal]


def tables(fields: Mapping[str, Any]) -> Iterator[Table]:
    """The tables among the fields of a document."""
    for name, rows in fields.items():
        if is_table(rows):
            given = dict.fromkeys(column for row in rows for column, cell in row.items() if cell is not None)
            numeric = frozenset(column for column in given if _are_numbers(row.get(column) for row in rows))
            columns = tuple(sorted(given, key=lambda column: (column in numeric, column in _AMOUNTS)))
            amounts = [column for column in columns if column in _AMOUNTS and column in numeric]
            sums = {column: _sum(row.get(column) for row in rows) for column in amounts}
            cells = tuple(tuple(row.get(column) for column in columns) for row in rows)
            yield Table(name, columns, cells, numeric, sums)


def is_table(value: Any) -> bool:
    """Whether the value of a field is a table: a list of rows."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _are_numbers(cells: Iterable[Any]) -> bool:
    return all(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in cells if cell is not None)


def _sum(cells: Iterable[Any]) -> Decimal:
    return sum((Decimal(str(cell)) for cell in cells if cell is not None), Decimal())
