"""Texts of prompts: read from a file, and printed with the words that differ from another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from alfrd_luigi.cli.output import printable
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.views.word_differences import Part

_MARKS: Mapping[str, tuple[str, str, str]] = {
    "same": ("", "", ""),
    "deleted": ("[-", "-]", "red"),
    "inserted": ("{+", "+}", "green"),
}


def read(source: str) -> str:
    """The text of a file. Raises InvalidInputError."""
    try:
        with click.open_file(source, "rb") as file:
            content: bytes = file.read()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise InvalidInputError(
            f"{printable(source)} cannot be read: {error.strerror}", "Name a file with the text"
        ) from error
    except UnicodeDecodeError:
        raise InvalidInputError(f"{printable(source)} is not text in UTF-8", "Save it as UTF-8") from None


def marked(parts: Iterable[Part]) -> str:
    """Both texts in one, with deleted words [-in brackets-], and inserted ones {+in braces+}."""
    return "".join(_mark(part) for part in parts)


def _mark(part: Part) -> str:
    start, end, colour = _MARKS[part.kind]
    return click.style(f"{start}{printable(part.text)}{end}", fg=colour or None)
