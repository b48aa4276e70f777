"""File names as text: they are untrusted, and may contain line breaks, control characters or invalid encodings."""

from __future__ import annotations

import os
from pathlib import PurePath


def printable(name: str | PurePath) -> str:
    r"""A name on one line. The backslash and what no terminal can show become escapes (`\n`, `\x1b`, `\udcff`).

    Two different names never look the same. No name can move the cursor, end the line or reverse the text.
    """
    return "".join(_escaped(character) for character in str(name))


def storable(name: str) -> str:
    r"""A name that any UTF-8 database accepts: bytes that are not UTF-8 become `\xNN`; the rest is unchanged."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _escaped(character: str) -> str:
    if character.isprintable() and character != "\\":
        return character
    return character.encode("unicode_escape").decode("ascii")
