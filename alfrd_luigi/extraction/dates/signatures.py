"""The words beside a signature and its day, and the days of the week, which stand where its place does."""

from __future__ import annotations

import re
from functools import cache

from alfrd_luigi.extraction.dates.vocabulary import alternatives
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import fold


def is_weekday(name: str) -> bool:
    """Whether a name is that of a day of the week, which may stand before a date as a place does."""
    return fold(name).rstrip(".") in _weekdays()


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(phrases("dates", "weekdays"))


@cache
def signing_pattern() -> re.Pattern[str]:
    """A pattern for the folded words before a date of signing: "emessa in due originali a Milano il"."""
    return re.compile(rf"\b(?:{alternatives('signing')})\b[^.:;]{{1,60}}$")


@cache
def caption_pattern() -> re.Pattern[str]:
    """A pattern for a folded line below a signature and its day: "date, signature", "ort, datum, unterschrift"."""
    return re.compile(
        rf"(?:{alternatives('places')}|\W)*\b(?:{alternatives('date_words')}|datum)\b\W.{{0,40}}?(?:{alternatives('signatures')})"
    )
