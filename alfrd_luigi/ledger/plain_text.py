"""Texts of documents and of persons as one line of a ledger. They are untrusted."""

from __future__ import annotations

import unicodedata

LONGEST = 200
_JOINERS = "\u200c\u200d"  # Persian and Indian words, and emoji, need them


def one_line(text: str, longest: int | None = LONGEST) -> str:
    """A text without line breaks, controls and marks of direction, cut after so many characters."""
    shown = text if text.isascii() and text.isprintable() else "".join(map(_shown, text))
    line = " ".join(shown.split())
    return line if longest is None or len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    return "" if category == "Cf" else " " if character.isspace() or category == "Cc" else "\ufffd"
