"""Shortens a long text to fit a question: keeps the first page, the last page, then the other pages in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from alfrd_luigi.language.port import Question

# The lowest average of letters per token on a page in a European language. Numbers have fewer per token.
CHARACTERS_PER_TOKEN = 3


def fitted(question: Question, characters: int | None) -> Question:
    """The question with its pages and its facts' documents limited to `characters` each.

    `omitted` describes the rest: `pages`, the numbers of the omitted pages; `shortened`, the page that was cut, and its
    remaining `characters`; `oldest`, the number of omitted documents of a file summary.
    """
    if characters is None:
        return question
    pages, omitted = _pages(question.pages, characters)
    facts, dropped = _documents(question.facts, characters)
    return replace(question, pages=pages, facts=facts, omitted={**omitted, **dropped})


def fitted_pages(pages: Sequence[str], characters: int) -> tuple[str, ...]:
    """The pages, limited to `characters` together. A page that is left out is empty."""
    return _pages(pages, characters)[0]


def _pages(pages: Sequence[str], characters: int) -> tuple[tuple[str, ...], dict[str, Any]]:
    if sum(map(len, pages)) <= characters:
        return tuple(pages), {}
    kept: dict[int, str] = {}
    shortened: dict[str, int] = {}
    left = characters
    for number in _by_weight(len(pages)):
        page = pages[number - 1]
        if len(page) > left and not shortened and left:
            page = page[:left]
            shortened = {"page": number, "characters": left}
        if len(page) <= left:
            kept[number] = page
            left -= len(page)
    omitted = {"pages": [number for number in range(1, len(pages) + 1) if number not in kept], "shortened": shortened}
    fitting = tuple(kept.get(number, "") for number in range(1, len(pages) + 1))
    return fitting, {name: value for name, value in omitted.items() if value}


def _by_weight(count: int) -> list[int]:
    """The numbers of the pages, the most important first."""
    return list(dict.fromkeys([1, count, *range(2, count)]))


def _documents(facts: Mapping[str, Any], characters: int) -> tuple[Mapping[str, Any], dict[str, int]]:
    """The facts of a file with the newest of its documents, which are in the order of their dates."""
    documents = facts.get("documents", [])
    sizes = accumulate(len(str(document)) for document in reversed(documents))
    fitting = max(1, sum(size <= characters for size in sizes))
    if len(documents) <= fitting:
        return facts, {}
    return {**facts, "documents": documents[-fitting:]}, {"oldest": len(documents) - fitting}
