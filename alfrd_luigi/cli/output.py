"""JSON for programs on stdout, and untrusted text made safe for a terminal."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import click

from alfrd_luigi.views.formats.json_values import plain_value
from alfrd_luigi.views.formats.plain import plain


def print_json(value: Any) -> None:
    """Print `value` as JSON, a record as an object. Control characters are escaped, so no terminal interprets them."""
    written = json.dumps(_as_objects(value), indent=2, ensure_ascii=False, default=plain_value)
    click.echo(_escaped(written))


def print_json_line(value: Any) -> None:
    """Print `value` as JSON on one line, at once: for a reader who waits for the next one."""
    written = json.dumps(_as_objects(value), ensure_ascii=False, default=plain_value)
    click.echo(_escaped(written))


def print_documents(what: str, ids: Sequence[UUID], more: Mapping[str, Any], *, json: bool) -> None:
    """Print what was done to documents, a line for each; as JSON with `more`."""
    if json:
        print_json({"documents": list(ids), **more})
        return
    for id in ids:
        click.echo(f"{what}: {id}")


def printable(text: object) -> str:
    r"""The text, with each control character except the line break replaced by a space (white ones) or by U+FFFD."""
    return "".join(
        character if character.isprintable() or character == "\n" else " " if character.isspace() else "\ufffd"
        for character in str(text)
    )


def one_line(text: object) -> str:
    """The printable text on one line."""
    return " ".join(printable(text).split())


def change(field: str, before: Any, after: Any) -> str:
    """A changed value on one line: `total: 123.50 -> 42.00`."""
    return one_line(f"{field}: {written(field, before)} -> {written(field, after)}")


def written(field: str, value: Any) -> str:
    """A value by its name: `nothing` if there is none."""
    if value is None:
        return "nothing"
    return plain.money(value, None) if field == "total" else plain.value(value)


def _escaped(text: str) -> str:
    """The text, which may be long, with its control characters escaped."""
    lines = text.split("\n")
    return "\n".join(line if line.isprintable() else "".join(map(_escaped_character, line)) for line in lines)


def _escaped_character(character: str) -> str:
    # Only strings can contain other characters: what json.dumps itself writes is printable.
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def _as_objects(value: Any) -> Any:
    """The value with named tuples replaced by mappings; json.dumps would write them as arrays."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {name: _as_objects(each) for name, each in value.items()}
    return [_as_objects(each) for each in value] if isinstance(value, list | tuple) else value
