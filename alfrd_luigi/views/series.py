"""A series as it is shown: its documents, their amounts over time, and what is expected next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import file_rows, series_rows
from alfrd_luigi.database.series_rows import Head, Listed, Member
from alfrd_luigi.database.session import Session
from alfrd_luigi.grouping import batches, grouped
from alfrd_luigi.views import amounts as judging
from alfrd_luigi.views.amounts import Rise
from alfrd_luigi.views.expectations import NEWEST, NextPaper, Usual, missing, next_paper, usual

SHOWN = 2_000
"""The most documents of a series that are shown, the newest."""
_BATCH = 20
_CHARTED = 4
LETTERS = 300
"""The letters of a summary in a list."""
# Few papers bear a date that is later than their arrival by more: the date is misread, or that of an event.
_AHEAD = timedelta(31)


class Paper(NamedTuple):
    """An amount of a document on its date."""

    id: UUID
    day: date
    amount: Decimal
    is_copy: bool


class Amounts(NamedTuple):
    """The amounts of a series in one currency by date: sums, or balances. Copies are among them, and do not count."""

    currency: str | None
    is_balance: bool
    papers: tuple[Paper, ...]
    usual: Usual | None

    @property
    def counted(self) -> list[Decimal]:
        """The amounts of the papers that count."""
        return [paper.amount for paper in self.papers if not paper.is_copy]

    @property
    def unusual(self) -> frozenset[UUID]:
        """The papers whose amounts are far outside the range of those before them; none of balances."""
        counted = [paper for paper in self.papers if not paper.is_copy]
        return frozenset(() if self.is_balance else (counted[place].id for place in judging.unusual(self.counted)))

    @property
    def rise(self) -> Rise | None:
        """The last step up of a regular amount; none of balances."""
        return None if self.is_balance else judging.rise(self.counted)


class SeriesView(NamedTuple):
    """A series. `members` are its newest documents, the newest first, of all `head.documents`.

    The first of `amounts` are those that the statistics add up, or balances if there are none.
    """

    head: Head
    file: file_rows.File | None
    members: tuple[Member, ...]
    amounts: tuple[Amounts, ...]
    next: NextPaper | None

    @property
    def usual(self) -> Usual | None:
        """What the next amount is expected to be; nothing is expected of a balance."""
        return self.amounts[0].usual if self.amounts else None

    @property
    def missing(self) -> list[date]:
        """The days on which papers are missing between the newest ones."""
        return missing(_days(self.members), self.next.step) if self.next else []

    @property
    def unusual(self) -> frozenset[UUID]:
        """The documents with unusual amounts. A series without a regular step has none: it is a number of purchases."""
        return frozenset().union(*(amounts.unusual for amounts in self.amounts if self.next))

    @property
    def rise(self) -> Rise | None:
        """The last step up of the first of the amounts, of a series with a regular step."""
        return self.amounts[0].rise if self.amounts and self.next else None

    @property
    def used(self) -> int:
        """From how many amounts that is computed."""
        return min(len(self.amounts[0].counted), NEWEST) if self.amounts else 0

    @property
    def charted(self) -> tuple[Amounts, ...]:
        """The amounts that get a chart of their own. The table has all of them."""
        return self.amounts[:_CHARTED]

    @property
    def by_date(self) -> tuple[Member, ...]:
        """The members, the earliest first, and those without a date last."""
        return by_date(self.members)

    @property
    def dates(self) -> list[date]:
        """The dates of the members, the earliest first."""
        return sorted(member.document_date for member in self.members if member.document_date is not None)


class SeriesRow(NamedTuple):
    """A series in a list."""

    series: Listed
    next: NextPaper | None

    @property
    def usual(self) -> Usual | None:
        """What the next amount is expected to be; nothing is expected of a balance."""
        return None if self.series.is_balance else usual(self.series.amounts[::-1])


class Collection(NamedTuple):
    """A series in a list, with all its documents in the order of their dates."""

    row: SeriesRow
    members: tuple[Member, ...]


def series(session: Session, ids: Sequence[int], most: int | None = None) -> Iterator[SeriesView]:
    """Those of these series that exist, by id, with `most` newest documents or SHOWN; a few are in memory at a time."""
    for batch in batches(sorted(ids), _BATCH):
        yield from _batch(session, batch, SHOWN if most is None else most)


def listing(session: Session, ids: Sequence[int] | None = None, *, letters: int | None = LETTERS) -> list[SeriesRow]:
    """The series with documents, or these of them, by title: with so many letters of their summaries, or all."""
    found = series_rows.listing(session, NEWEST, letters, ids)
    return [SeriesRow(row, next_paper(row.days, row.frequency)) for row in found]


def collections(session: Session) -> Iterator[Collection]:
    """The series with documents, by title, each with these; the documents of a few are in memory at a time."""
    for batch in batches(listing(session), _BATCH):
        members = _members(session, [row.series.id for row in batch], None)
        yield from (Collection(row, by_date(members[row.series.id])) for row in batch)


def by_date(members: Sequence[Member]) -> tuple[Member, ...]:
    """Members, whose newest are the first, the other way round: those without a date stay the last."""
    dated = [member for member in members if member.document_date is not None]
    undated = [member for member in members if member.document_date is None]
    return (*reversed(dated), *reversed(undated))


def files(listed: Iterable[SeriesRow]) -> list[SeriesRow]:
    """Those of these series that have a file."""
    return [row for row in listed if row.series.file_status is not None]


def rows(session: Session, ids: Iterable[int]) -> Mapping[int, SeriesRow]:
    """These series by id."""
    wanted = sorted(set(ids))
    return {row.series.id: row for row in listing(session, wanted)} if wanted else {}


def _batch(session: Session, ids: Sequence[int], most: int) -> Iterator[SeriesView]:
    files = {file.series_id: file for file in file_rows.files(session, ids)}
    members = _members(session, ids, most)
    for head in series_rows.heads(session, ids):
        found = members[head.id]
        main = head.statistics["currency"]
        yield SeriesView(
            head,
            files.get(head.id),
            tuple(found),
            tuple(_amounts(reversed(found), main)),
            next_paper(_days(found), head.frequency),
        )


def _members(session: Session, ids: Sequence[int], most: int | None) -> Mapping[int, list[Member]]:
    return grouped(series_rows.members(session, ids, most), lambda member: member.series_id)


def _days(members: Iterable[Member]) -> Iterator[date]:
    """The dates that say something of the next one."""
    for member in members:
        day = member.document_date
        if member.is_counted and day is not None and day <= member.registered_at.astimezone(UTC).date() + _AHEAD:
            yield day


def _amounts(members: Iterable[Member], main: str | None) -> Iterator[Amounts]:
    """The amounts by currency and kind, those in the main currency first, then the most frequent."""
    found: dict[tuple[str | None, bool], list[Paper]] = defaultdict(list)
    for member in members:
        if member.status == "filed" and member.document_date is not None and member.total_amount is not None:
            paper = Paper(member.id, member.document_date, member.total_amount, member.is_copy)
            found[member.currency, member.is_balance].append(paper)
    for currency, is_balance in sorted(
        found, key=lambda kind: (kind[0] != main, kind[1], -len(found[kind]), str(kind))
    ):
        papers = tuple(found[currency, is_balance])
        counted = [paper.amount for paper in papers if not paper.is_copy]
        yield Amounts(currency, is_balance, papers, None if is_balance else usual(counted))
