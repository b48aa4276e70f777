"""The phrases of `terms.toml` as patterns: what says by when a bill is to be paid, in each language that has them.

- `phrases`: what says within which time; `at_once`: what says that it is due on receipt.
- `within`, `days`, `weeks`, `months` and the table `numbers`: the words of a time.
- `net` and `discount`: what says that a time is that of the whole amount, or of a reduced one.
- `no_terms`: what says, before a time, that it is a condition or of something else.
- `doubts`: what says, behind a time, that it is not counted in days from that of the bill; `from`: what a time is
  counted from comes next, and is clear if it is one of `counted_from`.
- `to_month_end`: the bill is due at the end of the month in which the time ends.
- `paid` and `others`: sentences and stamps of a bill that is paid, and titles of papers that are no bill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from alfrd_luigi.extraction.languages import words
from alfrd_luigi.extraction.phrases import source

_NOTHING = "(?!)"
_SIGNS = "[^a-z0-9]{0,3}"
# Other words of a sentence. A point within an amount does not end it.
_GAP = r"(?:[^.!?;]|[.!?;](?!\s)){1,60}?"
# Numbers that are usual without the word "days", where no amount and no name follows.
BARE = re.compile(
    r"(?<![a-z])net (7|10|14|15|20|21|28|30|45|60|90)(?=\s*(?:$|\n|[^\w\s%.,]|[.,](?!\d)|from\b|upon\b|after\b))"
)
"""A number that "days" need not follow: "net 30"."""


class TermPhrases:
    """The patterns of a language for folded text, each made when it is first used."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.at_once = _listed(data["at_once"])
        self.numbers: Mapping[str, int] = data["numbers"]
        self.weeks, self.months = frozenset(_listed(data["weeks"])), frozenset(_listed(data["months"]))

    @cached_property
    def before(self) -> re.Pattern[str]:
        """What stands before a time, with the word that begins it, and says that a bill is to be paid then."""
        alone, with_word = "|".join(self._before("#")), "|".join(self._before("@"))
        return re.compile(f"(?:{alone}|(?:{with_word}){self._within})$")

    @cached_property
    def behind(self) -> re.Pattern[str]:
        """What says so behind a time."""
        return re.compile(self._behind("#"))

    @cached_property
    def within(self) -> re.Pattern[str]:
        """The word that begins a time, before it, if `behind_within` is behind the time."""
        return re.compile(f"{self._within}$")

    @cached_property
    def behind_within(self) -> re.Pattern[str]:
        """What says so behind a time with such a word."""
        return re.compile(self._behind("@"))

    @cached_property
    def time(self) -> re.Pattern[str]:
        """A time such as "30 days" or "thirty (30) days", with the groups `number` and `unit`."""
        numbers = "|".join((r"\d{1,3}", *map(re.escape, self.numbers)))
        found = sorted((unit for kind in ("days", "weeks", "months") for unit in _listed(self._data[kind])), key=len)
        units = "|".join(map(re.escape, reversed(found)))
        return re.compile(
            rf"(?<![\w/.,-])(?P<number>{numbers})(?: ?\([a-z0-9-]+\))?[^a-z0-9]{{0,2}}(?P<unit>{units})(?![a-z])"
        )

    @cached_property
    def net(self) -> re.Pattern[str]:
        """What says that no discount is meant."""
        return re.compile(_any(self._data["net"]))

    @cached_property
    def discount(self) -> re.Pattern[str]:
        """What says that a discount is meant."""
        return re.compile(f"%|{_any(self._data['discount'])}")

    @cached_property
    def no_terms(self) -> re.Pattern[str]:
        """What says, before a time, that it is a condition or of something else."""
        return re.compile(_any(self._data["no_terms"]))

    @cached_property
    def doubts(self) -> re.Pattern[str]:
        """What says, behind a time, that it is not counted in days from that of the bill."""
        return re.compile(_any(self._data["doubts"]))

    @cached_property
    def not_counted_from_bill(self) -> re.Pattern[str]:
        """What follows a time that is counted from anything but the day of the bill or its receipt."""
        anchors = _any(self._data["counted_from"])
        return re.compile(rf"{_SIGNS}(?:{_any(self._data['from'])})(?!.*(?:{anchors}))", re.DOTALL)

    @cached_property
    def month_end(self) -> re.Pattern[str] | None:
        """What says that a bill is due at the end of the month in which the time ends, if the language has that."""
        return re.compile(_any(self._data["to_month_end"])) if "to_month_end" in self._data else None

    @property
    def _within(self) -> str:
        return f"(?:{_any(self._data['within'])}){_SIGNS}"

    def _before(self, place: str) -> Iterator[str]:
        """What stands before this place in phrases."""
        for text in self._parts(place, 0):
            yield source(text.rstrip("… ")) + (_GAP if text.endswith("…") else _SIGNS)

    def _behind(self, place: str) -> str:
        """A pattern for what stands behind this place in phrases."""
        parts = (
            (_GAP if text.startswith("…") else _SIGNS) + source(text.lstrip("… ")) for text in self._parts(place, 1)
        )
        return "|".join(parts) or _NOTHING

    def _parts(self, place: str, side: int) -> list[str]:
        sides = (phrase.split(place)[side].strip() for phrase in _listed(self._data["phrases"]) if place in phrase)
        return [text for text in sides if text]


@cache
def term_phrases() -> tuple[TermPhrases, ...]:
    """The patterns of each language that has phrases of terms."""
    return tuple(map(TermPhrases, words("terms")))


def _listed(phrases: str) -> list[str]:
    return [phrase.strip() for phrase in phrases.split(",") if phrase.strip()]


def _any(phrases: str) -> str:
    """A pattern for any of some phrases. One that ends with a star is the beginning of a word."""
    return "|".join(map(_alternative, _listed(phrases)))


def _alternative(phrase: str) -> str:
    return rf"(?<![a-z]){re.escape(phrase[:-1])}" if phrase.endswith("*") else source(phrase)
