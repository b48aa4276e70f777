"""The phrases of `terms.toml` as patterns: what says by when a bill is to be paid, in each language that has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from alfrd_luigi.extraction.languages import words
from alfrd_luigi.extraction.phrases import pattern

_SIGNS = "[^a-z0-9]{0,3}"
# Other words of a sentence. A point within an amount does not end it.
_GAP = r"(?:[^.!?;]|[.!?;](?!\s)){1,60}?"
# Numbers that are usual without the word "days", where no amount and no name follows: "Net 30".
_BARE = r"(?<![\w/.,-])(?:7|10|14|15|20|21|28|30|45|60|90)(?=\s*(?:$|\n|[^\w\s%.,]|[.,](?!\d)|from\b|upon\b|after\b))"
_PLACE = re.compile("(…|@|##|#)")


class TermPhrases:
    """The patterns of a language for folded text, each made when it is first used."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.at_once = _listed(data["at_once"])
        self.numbers: Mapping[str, int] = data["numbers"]
        self.weeks, self.months = frozenset(_listed(data["weeks"])), frozenset(_listed(data["months"]))

    @cached_property
    def times(self) -> re.Pattern[str]:
        """What says within which time a bill is to be paid."""
        places = {"…": _GAP, "#": self._time("?:"), "##": _BARE}
        places["@"] = f"(?:{_any(self._data['within'])}){_SIGNS}{places['#']}"
        return re.compile("|".join(_phrase(each, places) for each in _listed(self._data["phrases"])))

    @cached_property
    def time(self) -> re.Pattern[str]:
        """A time such as "30 days" or "thirty (30) days", with the groups `number` and `unit`."""
        return re.compile(self._time(""))

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

    def _time(self, group: str) -> str:
        """The pattern of a time. `group` is the beginning of its groups, if they have no names."""
        number, unit = (group or f"?P<{name}>" for name in ("number", "unit"))
        numbers = "|".join((r"\d{1,3}", *map(re.escape, self.numbers)))
        units = sorted((unit for kind in ("days", "weeks", "months") for unit in _listed(self._data[kind])), key=len)
        of = "|".join(map(re.escape, reversed(units)))
        return rf"(?<![\w/.,-])({number}{numbers})(?: ?\([a-z0-9-]+\))?[^a-z0-9]{{0,2}}({unit}{of})(?![a-z])"


# A number that "days" need not follow.
BARE = re.compile(rf"(?<![a-z])net {_BARE}")


@cache
def term_phrases() -> tuple[TermPhrases, ...]:
    """The patterns of each language that has phrases of terms."""
    return tuple(map(TermPhrases, words("terms")))


def _listed(phrases: str) -> list[str]:
    return [phrase.strip() for phrase in phrases.split(",") if phrase.strip()]


def _phrase(text: str, places: Mapping[str, str]) -> str:
    """The pattern of a phrase with places."""
    return "".join(_joined([part.strip() for part in _PLACE.split(text) if part.strip()], places))


def _joined(parts: list[str], places: Mapping[str, str]) -> Iterator[str]:
    for before, part in zip(["…", *parts], parts, strict=False):
        yield "" if "…" in (before, part) else _SIGNS
        yield places[part] if part in places else pattern(part).pattern


def _any(phrases: str) -> str:
    """A pattern for any of some phrases. One that ends with a star is the beginning of a word."""
    return "|".join(map(_alternative, _listed(phrases)))


def _alternative(phrase: str) -> str:
    return rf"(?<![a-z]){re.escape(phrase[:-1])}" if phrase.endswith("*") else pattern(phrase).pattern
