"""Which pages of a report have to be written: those of what changed since the snapshot that it shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import changes, listings
from alfrd_luigi.database.changes import Changed, Snapshot
from alfrd_luigi.database.listings import Key
from alfrd_luigi.database.series import titles as series_titles
from alfrd_luigi.database.session import Session
from alfrd_luigi.report.state import State


class Plan(NamedTuple):
    """The documents, years and series whose pages are written, and the documents whose pages are removed.

    `keys` says where every document is listed now, `titles` are those of all series.
    """

    keys: dict[UUID, Key]
    titles: dict[int, str]
    documents: list[UUID]
    removed: list[UUID]
    years: set[int]
    series: set[int]

    @property
    def is_whole(self) -> bool:
        """Whether the pages of all documents are written."""
        return len(self.documents) == len(self.keys)


def plan(session: Session, state: State | None, now: Snapshot) -> Plan:
    """What to write. Without a state, and after a change of the database, everything."""
    keys = {key.id: key for key in listings.keys(session)}
    titles = series_titles(session, list(_series(keys.values())))
    if state is None or not _continues(state.snapshot, now):
        return Plan(keys, titles, list(keys), [], {key.year for key in keys.values()}, set(titles))
    changed = changes.since(session, state.snapshot)
    removed = [id for id in state.documents if id not in keys]
    documents = {id for id in _documents(changed) if id in keys} | (keys.keys() - state.documents.keys())
    documents |= _paired(documents, removed, keys, state)
    documents |= _renamed(keys, state, titles)
    moved = [*documents, *removed]
    years = {keys[id].year for id in documents} | {state.documents[id].year for id in moved if id in state.documents}
    series = _series(keys[id] for id in documents) | {
        shown.series for id in moved if (shown := state.documents.get(id)) and shown.series is not None
    }
    return Plan(keys, titles, sorted(documents), removed, years, (series | _files(session, changed)) & titles.keys())


def _continues(seen: Snapshot, now: Snapshot) -> bool:
    """Whether both are snapshots of one database, the first one older."""
    return seen.database == now.database and _ends(seen) <= _ends(now)


def _ends(snapshot: Snapshot) -> int:
    """The first transaction that had not begun: the second number of `xmin:xmax:xip_list`."""
    return int(snapshot.seen.split(":")[1])


def _documents(changed: Iterable[Changed]) -> set[UUID]:
    return {UUID(each.key) for each in changed if each.subject == "document"}


def _series(keys: Iterable[Key]) -> set[int]:
    return {key.series_id for key in keys if key.series_id is not None}


def _files(session: Session, changed: Iterable[Changed]) -> set[int]:
    """The series whose files changed."""
    return set(listings.series_of_files(session, [UUID(each.key) for each in changed if each.subject == "file"]))


def _paired(documents: Iterable[UUID], removed: Iterable[UUID], keys: dict[UUID, Key], state: State) -> set[UUID]:
    """The documents whose pages name one of these, before or now."""
    now = {other for id in documents for other in keys[id].paired}
    before = {
        UUID(other) for id in (*documents, *removed) if id in state.documents for other in state.documents[id].paired
    }
    return (now | before) & keys.keys()


def _renamed(keys: dict[UUID, Key], state: State, titles: dict[int, str]) -> set[UUID]:
    """The documents of series with another title than before."""
    renamed = {id for id, title in titles.items() if state.series.get(id, title) != title}
    return {id for id, key in keys.items() if key.series_id in renamed}
