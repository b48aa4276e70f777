"""Tables as CSV (RFC 4180) and TSV: exact values, and no text that a terminal or a spreadsheet would execute."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any, Literal
from uuid import UUID

import click

from alfrd_luigi.cli.columns import Column, names
from alfrd_luigi.spreadsheets import as_text
from alfrd_luigi.views.formats.json_values import plain_value

# Programs that read lines of TSV know no carriage return.
_ENDS = {"csv": "\r\n", "tsv": "\n"}
_BETWEEN = {"csv": ",", "tsv": "\t"}


def print_delimited(form: Literal["csv", "tsv"], columns: Sequence[Column], rows: Iterable[Any]) -> None:
    """Print a line with the names of the columns, and a line for each row."""
    _print_line(form, names(columns))
    for row in rows:
        _print_line(form, [_written(column.value(row)) for column in columns])


def _print_line(form: Literal["csv", "tsv"], cells: Sequence[str]) -> None:
    line = StringIO()
    csv.writer(line, delimiter=_BETWEEN[form], lineterminator=_ENDS[form]).writerow(cells)
    click.echo(line.getvalue().encode(), nl=False)


def _written(value: Any) -> str:
    """A value as exact as it is stored. Lists and objects are JSON."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | UUID):
        return str(plain_value(value))
    if isinstance(value, str):
        return as_text("".join(map(_harmless, value)))
    return as_text(json.dumps(value, ensure_ascii=False, default=plain_value))


def _harmless(character: str) -> str:
    """The character; U+FFFD for one that a terminal would obey."""
    is_control = unicodedata.category(character) == "Cc" and character not in "\t\r\n"
    return "\ufffd" if is_control else character
