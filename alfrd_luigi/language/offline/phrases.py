"""Phrases as the data files spell them, found in OCR text that spaces and punctuates them in its own way."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_GAP = "[^a-z0-9]{0,3}"


@cache
def pattern(phrase: str) -> re.Pattern[str]:
    """What finds a phrase in folded text: any punctuation between its words, a plural s, no letter around it."""
    before = "(?<![a-z])" if phrase[0].isalpha() else "(?<![0-9])" if phrase[0].isdigit() else ""
    after = "s?(?![a-z])" if phrase[-1].isalpha() else "(?![0-9])" if phrase[-1].isdigit() else ""
    return re.compile(before + _GAP.join(map(re.escape, phrase.split())) + after)


def occurs(phrase: str, folded: str) -> bool:
    """Whether a phrase occurs in folded text."""
    return pattern(phrase).search(folded) is not None


@cache
def read_data(name: str) -> dict[str, Any]:
    """A TOML data file beside this module."""
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))
