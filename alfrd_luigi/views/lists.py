"""The lists of documents by year, in parts of a size that a page can show.

The oldest documents are in the first part of a year. So what comes in changes the last part, and few others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
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
        return data(self.year, self.number)


class Year(NamedTuple):
    """A year of the list, with the names of its scripts, the newest documents first."""

    year: int
    documents: int
    scripts: list[str]
    is_loaded: bool


def parts(session: Session, years: Iterable[int] | None = None) -> Iterator[Part]:
    """The parts of the lists of these years, or of all."""
    for year, members in groupby(listings.listed(session, years), key=attrgetter("year")):
        ids = [document.id for document in members]
        count = parts_of(len(ids))
        for number in range(count):
            yield Part(year, number + 1, count, tuple(ids[number * _ROWS : (number + 1) * _ROWS]))


def parts_of(documents: int) -> int:
    """The number of parts of a list of so many documents."""
    return -(-documents // _ROWS)


def rows(session: Session, part: Part) -> list[DocumentRow]:
    """The documents of a part, the newest first. Those that were deleted meanwhile are left out."""
    found = {row.id: row for row in listings.documents(session, ids=part.ids)}
    return [found[id] for id in reversed(part.ids) if id in found]


def years(counted: Iterable[listings.Year]) -> list[Year]:
    """The years of the list, from the newest to the oldest. The newest ones are loaded at once."""
    found: list[Year] = []
    for year, documents in counted:
        is_loaded = not found or sum(each.documents for each in found) + documents <= _AT_ONCE
        scripts = [data(year, number) for number in range(parts_of(documents), 0, -1)]
        found.append(Year(year, documents, scripts, is_loaded))
    return found


def data(year: int, number: int) -> str:
    """The name of the rows of a part as a script of data."""
    return f"documents-{year}-{number}"
