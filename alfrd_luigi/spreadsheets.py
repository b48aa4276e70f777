"""Texts of others in cells of a spreadsheet: none is a formula."""

from __future__ import annotations

import re

# What begins a formula, also after blanks and quotes; a full-width sign does in some locales. Where semicolons separate
# cells, a program may split a text at each.
_FORMULA = re.compile(r"(^|;)(?=[\s\"'\u2018\u2019\u201c\u201d`]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r])")


def as_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe marks it as text."""
    return _FORMULA.sub(r"\1'", text)
