"""What a candidate looks like: its place, what its words have in common with the paper, and the lines around it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property

from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.entities.addresses import is_address, is_postal
from alfrd_luigi.extraction.entities.candidate import EntityCandidate
from alfrd_luigi.extraction.entities.companies import has_legal_form
from alfrd_luigi.extraction.entities.domains import is_kin_of_any
from alfrd_luigi.extraction.entities.names import names_trade
from alfrd_luigi.extraction.entities.vocabulary import is_generic
from alfrd_luigi.extraction.lines import TextLine, fold

_END_LINES = 6
_SHORTEST = 4
_NEIGHBOURS = {"above_2": -2, "above": -1, "own": 0, "below": 1, "below_2": 2, "below_3": 3}
_FACTS: Mapping[str, Callable[[str], bool]] = {
    "address": is_address,
    "postal": is_postal,
    "amount": lambda text: any(find_money(text)),
    "generic": is_generic,
    "form": has_legal_form,
}
"""What is asked of a candidate's line and of those around it."""


class Impressions:
    """The impressions that the candidates of one document make."""

    def __init__(self, lines: Sequence[TextLine], domains: Collection[str]) -> None:
        self._lines = lines
        self._domains = domains
        self._facts = dict[int, list[str]]()

    @cached_property
    def _text(self) -> str:
        return fold("\n".join(line.text for line in self._lines))

    def of(self, candidate: EntityCandidate) -> dict[str, float]:
        """What is there, by name. What is not there has no entry."""
        found = {**self._of_place(candidate), **self._of_words(candidate)}
        found |= {f"{place}_{fact}": 1.0 for place, fact in self._around(candidate)}
        return {name: round(float(value), 3) for name, value in found.items() if value}

    def _of_place(self, candidate: EntityCandidate) -> dict[str, float]:
        line, count = candidate.line, len(self._lines)
        return {
            "position": line.number / count,
            "number": math.log1p(line.number) / 2,
            "first_page": line.page == 0,
            "last_page": 0 < line.page == self._lines[-1].page,
            "near_end": count - line.number <= _END_LINES,
            "first": line.number == 0,
            "last": line.number == count - 1,
            "column": min(3, candidate.cell) / 2,
            "columns": min(4, len(line.cells)) / 2,
        }

    def _of_words(self, candidate: EntityCandidate) -> dict[str, float]:
        name, words, text = candidate.name, candidate.words, candidate.line.text.strip()
        first = fold(name.split()[0])
        return {
            "form": has_legal_form(name),
            "trade": names_trade(name),
            "generic": is_generic(name),
            "kin": is_kin_of_any(name, self._domains),
            "repeats": math.log1p(self._repeats(fold(name))),
            "word_repeats": math.log1p(self._repeats(first)) if len(first) >= _SHORTEST else 0,
            "whole_cell": candidate.line.cells[candidate.cell].text.strip() == words.strip(),
            "whole_line": text == words.strip(),
            "part": len(words) / max(1, len(text)),
            "length": math.log1p(len(text)) / 3,
            "colon": ":" in words,
        }

    def _repeats(self, text: str) -> int:
        return max(0, self._text.count(text) - 1)

    def _around(self, candidate: EntityCandidate) -> Iterator[tuple[str, str]]:
        for place, distance in _NEIGHBOURS.items():
            number = candidate.line.number + distance
            near = 0 <= number < len(self._lines) and self._lines[number].page == candidate.line.page
            yield from ((place, fact) for fact in (self._of_line(number) if near else ["none"]))

    def _of_line(self, number: int) -> list[str]:
        if number not in self._facts:
            text = self._lines[number].text
            self._facts[number] = [name for name, holds in _FACTS.items() if holds(text)]
        return self._facts[number]
