"""Which pages of a report have to be written: those of what changed since the snapshot that it shows.

What happened to a document is an event. What its page says of others is compared with what the report says: its place
in the series, the documents it is paired with, and the names of series and issuers. Documents to which nothing
happened are not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import NamedTuple, TypeVar
from uuid import UUID

from alfrd_luigi.database import changes, listings, prompts, series_rows
from alfrd_luigi.database.changes import Changed
from alfrd_luigi.database.listings import Key, Names, Year
from alfrd_luigi.database.session import Session
from alfrd_luigi.report.digests import digest
from alfrd_luigi.report.register import Register, Shown, shown
from alfrd_luigi.report.state import ShownYear, State
from alfrd_luigi.views import lists
from alfrd_luigi.views.lists import Part

_Row = TypeVar("_Row", Key, Shown)


class Plan(NamedTuple):
    """The documents, series and parts of lists whose pages are written.

    `keys` says where each of these documents is listed now. `gone` are documents that are no more. `collected` are all
    series with documents, in the order of their list. `years` are all lists, and `shown` is what is known of them.
    """

    keys: Mapping[UUID, Key]
    gone: Collection[UUID]
    names: Names
    series: Set[int]
    collected: Sequence[int]
    years: Sequence[Year]
    shown: Mapping[int, ShownYear]
    parts: Sequence[Part]
    is_whole: bool

    @property
    def documents(self) -> list[UUID]:
        """The documents whose pages are written."""
        return sorted(self.keys)

    def names_any(self, documents: Iterable[UUID], series: Iterable[int]) -> bool:
        """Whether the page of one of these documents or series is written."""
        return not self.keys.keys().isdisjoint(documents) or not self.series.isdisjoint(series)


def plan(session: Session, register: Register, state: State | None, pictured: Collection[UUID] = ()) -> Plan:
    """What to write. Without a state, and for another database than that of the state, everything.

    `register` is that of the report. `pictured` are documents that got pictures since their pages were written.
    """
    years, names, collected = listings.years(session), listings.names(session), series_rows.order(session)
    if state is None or not changes.continues(session, state.snapshot):
        keys, parts = {key.id: key for key in listings.keys(session)}, list(lists.parts(session))
        return Plan(keys, (), names, set(collected), collected, years, _shown(years, parts, {}), parts, is_whole=True)
    changed = changes.subjects(session, state.snapshot)
    documents = _Documents(session, register)
    happened = {UUID(each.key) for each in changed if each.subject == "document"} | set(state.under_way.documents)
    documents.read(happened)
    if changes.is_purged(changed) or not documents.account_for(years, state.years):
        documents.read_all()
        happened |= documents.differing
    listed = happened | _renamed(session, names, state)  # a row of a list names no other document
    written = listed | documents.related(happened) | set(pictured)
    documents.read(written)
    series = documents.series(written) | _files(session, changed) | _prompts(changed) | set(state.under_way.series)
    parts = list(lists.parts(session, _touched(years, state, documents.years(listed))))
    return Plan(
        keys={id: key for id, key in documents.now.items() if id in written},
        gone=written - documents.now.keys(),
        names=names,
        series=series & set(collected),
        collected=collected,
        years=years,
        shown=_shown(years, parts, state.years),
        parts=[part for part in parts if not _is_shown(part, state) or not listed.isdisjoint(part.ids)],
        is_whole=False,
    )


class _Documents:
    """Documents as they are `now` and as the report shows them, those that were read."""

    def __init__(self, session: Session, register: Register) -> None:
        self._session, self._register = session, register
        self._read: set[UUID] = set()
        self.now: dict[UUID, Key] = {}
        self._before: dict[UUID, Shown] = {}

    def read(self, ids: Iterable[UUID]) -> None:
        """Read those of these that were not read."""
        if missing := set(ids) - self._read:
            self.now |= {key.id: key for key in listings.keys(self._session, missing)}
            self._before |= self._register.these(missing)
            self._read |= missing

    def read_all(self) -> None:
        """Read all documents of the database and of the report."""
        self.now = {key.id: key for key in listings.keys(self._session)}
        self._before = self._register.everything()
        self._read = self.now.keys() | self._before.keys()

    def account_for(self, years: Iterable[Year], before: Mapping[int, ShownYear]) -> bool:
        """Whether the number of all documents differs from that of the report by the read ones that came and went."""
        more = sum(year.documents for year in years) - sum(year.documents for year in before.values())
        return more == len(self.now) - len(self._before)

    @property
    def differing(self) -> set[UUID]:
        """The documents that the report shows in another place, or with other neighbours, or not at all."""
        return {id for id in self._read if not self._is_shown(id)}

    def _is_shown(self, id: UUID) -> bool:
        now, before = self.now.get(id), self._before.get(id)
        return now is not None and before is not None and before == shown(now, before.pictures)

    def related(self, ids: Iterable[UUID]) -> set[UUID]:
        """The documents whose pages name one of these, before or now. To be named is mutual."""
        return set(map(UUID, chain.from_iterable(each.related for each in self._both(ids))))

    def series(self, ids: Iterable[UUID]) -> set[int]:
        """The series of these documents, before and now."""
        now = {key.series_id for key in self._those(self.now, ids)}
        return {id for id in now | {each.series for each in self._those(self._before, ids)} if id is not None}

    def years(self, ids: Iterable[UUID]) -> set[int]:
        """The years in which these documents are listed, before and now."""
        return {each.year for each in self._both(ids)}

    def _both(self, ids: Iterable[UUID]) -> Iterator[Key | Shown]:
        listed = list(ids)
        yield from self._those(self.now, listed)
        yield from self._those(self._before, listed)

    @staticmethod
    def _those(known: Mapping[UUID, _Row], ids: Iterable[UUID]) -> Iterator[_Row]:
        return (known[id] for id in ids if id in known)


def _renamed(session: Session, names: Names, state: State) -> set[UUID]:
    """The documents whose pages name a series or an issuer by another name than now."""
    series = [int(id) for id in _differing(names.series, state.series)]
    issuers = [UUID(id) for id in _differing(names.issuers, state.issuers)]
    return {
        *(listings.once_in_series(session, series) if series else ()),
        *(listings.recalling(session, issuers) if issuers else ()),
    }


def _differing(now: Mapping[str, str], before: Mapping[str, str]) -> set[str]:
    return {id for id in now.keys() | before.keys() if now.get(id) != before.get(id)}


def _touched(years: Iterable[Year], state: State, listing: Collection[int]) -> list[int]:
    """The years whose lists may have changed: those of changed documents, and those with more or fewer documents."""
    written = {year for year, _ in state.under_way.parts}
    return [
        each.year
        for each in years
        if each.year in listing or each.year in written or each.documents != _before(state, each.year).documents
    ]


def _before(state: State, year: int) -> ShownYear:
    return state.years.get(year, ShownYear(0, []))


def _shown(years: Iterable[Year], parts: Iterable[Part], before: Mapping[int, ShownYear]) -> dict[int, ShownYear]:
    """What the report shows of all lists, when these parts have been read and the others are as before."""
    digests: dict[int, list[str]] = {}
    for part in parts:
        digests.setdefault(part.year, []).append(digest(part.ids))
    return {year: ShownYear(documents, digests[year]) if year in digests else before[year] for year, documents in years}


def _is_shown(part: Part, state: State) -> bool:
    """Whether the report shows a part with these documents, beside as many others."""
    before = _before(state, part.year).parts
    is_done = (part.year, part.number) not in state.under_way.parts
    return is_done and len(before) == part.in_all and before[part.number - 1] == digest(part.ids)


def _files(session: Session, changed: Iterable[Changed]) -> set[int]:
    """The series whose files changed."""
    return set(listings.series_of_files(session, [UUID(each.key) for each in changed if each.subject == "file"]))


def _prompts(changed: Iterable[Changed]) -> set[int]:
    """The series whose prompts changed."""
    keys = (prompts.Key.parse(each.key) for each in changed if each.subject == "prompt")
    return {key.series_id for key in keys if key.series_id is not None}
