"""File names as text: chosen by strangers, they may hold line breaks, control characters or broken encodings."""

from __future__ import annotations

import os
from pathlib import PurePath


def printable(name: str | PurePath) -> str:
    r"""A name on one line: what a terminal cannot show, and the backslash, become escapes (`\n`, `\x1b`, `\udcff`).

    Two different names never look the same, and none can move the cursor, end the line or reverse the text.
    """
    return "".join(_escaped(character) for character in str(name))


def storable(name: str) -> str:
    r"""A name that any UTF-8 database takes: bytes that are not UTF-8 become `\xNN`; the rest stays as it is."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _escaped(character: str) -> str:
    if character.isprintable() and character != "\\":
        return character
    return character.encode("unicode_escape").decode("ascii")
