"""The forms of a letter: patterns for its salutation and its closing, from the language.toml of each language."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache

from alfrd_luigi.extraction.label_search import label_pattern
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import TextLine

_HEAD = 50
"""Lines of a letter that may come before its salutation."""


@cache
def salutation_line() -> re.Pattern[str]:
    """A pattern for the whole line of a salutation."""
    begins = "|".join(_patterns("salutations", "forms_of_address"))
    return re.compile(rf"^[ \t]*(?:{begins}).*$", re.IGNORECASE | re.MULTILINE)


def find_salutation(lines: Sequence[TextLine]) -> float:
    """The number of the line of the salutation of a letter; infinite if there is none.

    A form of address alone begins many lines of addresses, and must end as a salutation does.
    """
    found = (line.number for line in lines[:_HEAD] if _greeting().match(line.text))
    return next(found, math.inf)


@cache
def _greeting() -> re.Pattern[str]:
    begins, forms = ("|".join(_patterns(kind)) for kind in ("salutations", "forms_of_address"))
    return re.compile(rf"\s*(?:(?:{begins})\b|(?:{forms})\b[^\d:]{{0,40}}[,:]\s*$)", re.IGNORECASE)


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
