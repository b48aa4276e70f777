"""Finds out whether a bill says that it will be debited, so that nobody has to pay it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from alfrd_luigi.extraction.languages import words
from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.extraction.phrases import source

ROOTS = (
    "debit|autopay|auto pay|automatic|taken|take payment|collected|drawn|abgebucht|buchen|eingezogen|ziehen"
    "|pr.?.?l.?.?v|d.?.?bit|cargar|cobr|adeud|cargad|addebit|afgeschreven|schrijven|ncass"
)
"""A regular expression for a part of each phrase, with its accents, by which the database finds texts worth reading."""
_GAP = ".{1,120}?"
_BEFORE, _AFTER = 80, 40
_END = re.compile(r"(?<=[a-z)])[.!?;](?= )")
_EXCERPT = 160


@lru_cache(maxsize=16)
def find_debit(text: str) -> str | None:
    """The sentence that says that the bill will be debited, folded; None if none does.

    A condition, an offer or a denial near the words says nothing: "if you set up a direct debit". The answers to the
    last texts are kept: every amount of a line asks for the same.
    """
    return next((found for sentence in _END.split(fold(text)) if (found := _said(sentence))), None)


def _said(sentence: str) -> str | None:
    for said, denied in _languages():
        for match in said.finditer(sentence):
            around = sentence[max(match.start() - _BEFORE, 0) : match.end() + _AFTER]
            if not denied.search(around):
                return sentence[match.start() :][:_EXCERPT].strip()
    return None


@cache
def _languages() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What says that a bill will be debited, and what denies that, in each language that has such phrases."""
    return tuple((_any(each["debits"]), _any(each["no_debits"])) for each in words("language") if "debits" in each)


def _any(phrases: str) -> re.Pattern[str]:
    """A pattern for any of some phrases."""
    return re.compile("|".join(_GAP.join(map(_part, phrase.split("…"))) for phrase in phrases.split(",")))


def _part(text: str) -> str:
    return source(text.strip())
