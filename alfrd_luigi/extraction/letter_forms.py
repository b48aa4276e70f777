"""The forms of a letter: patterns for its salutation and its closing, from the language.toml of each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from alfrd_luigi.extraction.label_search import label_pattern
from alfrd_luigi.extraction.languages import phrases


@cache
def salutation_line() -> re.Pattern[str]:
    """A pattern for the whole line of a salutation."""
    begins = "|".join(_patterns("salutations", "forms_of_address"))
    return re.compile(rf"^[ \t]*(?:{begins}).*$", re.IGNORECASE | re.MULTILINE)


@cache
def salutation() -> re.Pattern[str]:
    """A pattern for the start of a line with a salutation; its group is the person, with a title."""
    return re.compile(rf"\s*(?:{'|'.join(_patterns('salutations'))})\s+([^,:;]{{2,60}})", re.IGNORECASE)


@cache
def closing() -> re.Pattern[str]:
    """A pattern for the words that close a letter."""
    return re.compile("|".join(_patterns("closings")), re.IGNORECASE)


def _patterns(*kinds: str) -> Iterator[str]:
    return (label_pattern(phrase).pattern for kind in kinds for phrase in phrases("language", kind))
