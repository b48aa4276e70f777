"""What goes to stdout for programs: JSON. And text of strangers made fit for a terminal."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import click


def print_json(value: Any) -> None:
    """Print `value` as JSON, a record as an object; control characters are escapes, which no terminal obeys."""
    written = json.dumps(_as_objects(value), indent=2, ensure_ascii=False, default=_plain)
    click.echo("".join(_escaped(character) for character in written))


def printable(text: object) -> str:
    r"""Text without control characters other than the line break, each replaced by U+FFFD or, if white, a space."""
    return "".join(
        character if character.isprintable() or character == "\n" else " " if character.isspace() else "\ufffd"
        for character in str(text)
    )


def one_line(text: object) -> str:
    """Printable text on one line."""
    return " ".join(printable(text).split())


def _escaped(character: str) -> str:
    # Inside a JSON string only; what json.dumps itself writes is printable, or a line break.
    if character == "\n" or character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def _as_objects(value: Any) -> Any:
    """The value with mappings in place of its named tuples, which JSON would have as arrays."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {name: _as_objects(each) for name, each in value.items()}
    return [_as_objects(each) for each in value] if isinstance(value, list) else value


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
