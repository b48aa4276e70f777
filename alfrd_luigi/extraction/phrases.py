"""Phrases as the data files spell them, found in OCR text that spaces and punctuates them in its own way."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_GAP = "[^a-z0-9]{0,3}"
# Signs that text recognition takes for one another; in short phrases they would find too much.
_LOOKALIKES = {"i": "[il1|]", "l": "[il1|]", "o": "[o0]", "s": "[s5]", "b": "[b8]"}
_SHORT = 5
_ONE_OF_ALIKE = str.maketrans("i1|058", "lllosb")


@cache
def pattern(phrase: str) -> re.Pattern[str]:
    """What finds a phrase in folded text: misread letters, signs between words, a plural s, no letter around."""
    before = "(?<![a-z])" if phrase[0].isalpha() else "(?<![0-9])" if phrase[0].isdigit() else ""
    after = "s?(?![a-z])" if phrase[-1].isalpha() else "(?![0-9])" if phrase[-1].isdigit() else ""
    alike = _LOOKALIKES if len(phrase) >= _SHORT else {}
    words = ("".join(alike.get(char, re.escape(char)) for char in word) for word in phrase.split())
    return re.compile(before + _GAP.join(words) + after)


def search(phrase: str, folded: str) -> re.Match[str] | None:
    """Where a phrase occurs first in folded text."""
    return pattern(phrase).search(folded) if may_occur(phrase, folded) else None


def occurs(phrase: str, folded: str) -> bool:
    """Whether a phrase occurs in folded text."""
    return search(phrase, folded) is not None


def may_occur(phrase: str, folded: str) -> bool:
    """Whether the longest word of a phrase is in the text, which costs next to nothing beside compiling its pattern."""
    return _longest_word(phrase) in _alike(folded)


@cache
def _longest_word(phrase: str) -> str:
    return _alike(max(phrase.split(), key=len))


@lru_cache(maxsize=8)
def _alike(text: str) -> str:
    """The text with the signs that are taken for one another made one."""
    return text.translate(_ONE_OF_ALIKE)


@cache
def read_data(name: str) -> dict[str, Any]:
    """A TOML data file beside this module."""
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))
