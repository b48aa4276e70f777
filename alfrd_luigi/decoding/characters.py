"""The characters of a text as a reader sees them."""

from __future__ import annotations

import re

# Signs and digits as wide as a Chinese character stand for the narrow ones.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: ord(" ")}
# Marks of direction, joiners of words and byte order marks have no shape. The joiners of letters (U+200C, U+200D) stay:
# Persian and Indian words are written with them.
_WITHOUT_SHAPE = [0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
_SOFT_HYPHEN = 0xAD
_SEEN = {**FULL_WIDTH, **dict.fromkeys([*_WITHOUT_SHAPE, _SOFT_HYPHEN])}
_HYPHENATED = re.compile(chr(_SOFT_HYPHEN) + r"(?=\s*(?:\n|\Z))")
# What colours the text of a terminal (ECMA-48, 5.4).
_CONTROL_SEQUENCE = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]")


def seen(text: str) -> str:
    """The text without characters that have no shape, and without the colours of a terminal.

    A soft hyphen is one only at the end of a line.
    """
    if "\x1b" in text:
        text = _CONTROL_SEQUENCE.sub("", text)
    return text if text.isascii() else _HYPHENATED.sub("-", text).translate(_SEEN)
