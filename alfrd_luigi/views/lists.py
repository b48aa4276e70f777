"""The lists of documents by year, in parts of a size that a page can show.

The oldest documents are in the first part of a year. So what comes in changes the last part, and few others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import listings
from alfrd_luigi.database.listings import DocumentRow
from alfrd_luigi.database.session import Session

_ROWS = 500
# Up to this number of documents, the list loads all years at once; above it, older years on demand.
_AT_ONCE = 20_000


class Part(NamedTuple):
    """Documents of a year, the oldest first: one of so many parts `in_all`. The last part is the page of the year."""

    year: int
    number: int
    in_all: int
    ids: tuple[UUID, ...]

    @property
    def page(self) -> int | None:
        """The number by which its page is linked; None for the page of the year."""
        return None if self.number == self.in_all else self.number

    @property
    def data(self) -> str:
        """The name of its rows as a script of data."""
        return f"documents-{self.year}-{self.number}"


class Year(NamedTuple):
    """A year of the list, with the names of its scripts, the newest documents first."""

    year: int
    documents: int
    scripts: list[str]
    is_loaded: bool


def parts(documents: Iterable[tuple[UUID, int]]) -> list[Part]:
    """The parts of all lists: of documents with their years, in the order of the lists."""
    return list(_parts(documents))


def _parts(documents: Iterable[tuple[UUID, int]]) -> Iterator[Part]:
    for year, members in groupby(documents, key=itemgetter(1)):
        ids = [id for id, _ in members]
        count = -(-len(ids) // _ROWS)
        for number in range(count):
            yield Part(year, number + 1, count, tuple(ids[number * _ROWS : (number + 1) * _ROWS]))


def rows(session: Session, part: Part) -> list[DocumentRow]:
    """The documents of a part, the newest first. Those that were deleted meanwhile are left out."""
    found = {row.id: row for row in listings.documents(session, ids=part.ids)}
    return [found[id] for id in reversed(part.ids) if id in found]


def years(all_parts: Sequence[Part]) -> list[Year]:
    """The years of the list, the newest first. The newest ones are loaded at once."""
    found: list[Year] = []
    for year, members in groupby(reversed(all_parts), key=lambda part: part.year):
        of_year = list(members)
        documents = sum(len(part.ids) for part in of_year)
        is_loaded = not found or sum(each.documents for each in found) + documents <= _AT_ONCE
        found.append(
            Year(year, documents, [part.data for part in of_year], is_loaded and all(e.is_loaded for e in found))
        )
    return found
