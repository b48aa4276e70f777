"""Which pages of a report have to be written: those of what changed since the snapshot that it shows.

What happened to a document is an event. What its page says of others is compared with what the report says: its place
in the series, the documents it is paired with, and the names of series and issuers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import changes, listings
from alfrd_luigi.database.changes import Changed
from alfrd_luigi.database.listings import Key, Names
from alfrd_luigi.database.session import Session
from alfrd_luigi.report.state import Shown, State, shown
from alfrd_luigi.views.lists import Part, parts


class Plan(NamedTuple):
    """The documents, series and parts of lists whose pages are written.

    `keys` says where every document is listed now, `titles` are those of all series with documents, `parts` are those
    of all lists, and `changed` are the parts that are written. `gone` are documents of the report that are no more.
    """

    keys: dict[UUID, Key]
    titles: dict[int, str]
    names: Names
    documents: list[UUID]
    gone: list[UUID]
    series: set[int]
    parts: list[Part]
    changed: list[Part]

    @property
    def is_whole(self) -> bool:
        """Whether the pages of all documents are written."""
        return len(self.documents) == len(self.keys)


# The number of documents that always have pictures. Others have them if their pages were written since.
_NEWEST = 1000


def plan(session: Session, state: State | None, pictured: Collection[UUID] = ()) -> Plan:
    """What to write. Without a state, and for another database than that of the state, everything.

    `pictured` are documents that got pictures since their pages were written.
    """
    keys, names = {key.id: key for key in listings.keys(session)}, listings.names(session)
    titles = {id: names.series[str(id)] for id in _series(keys.values())}
    now = parts((id, key.year) for id, key in keys.items())
    if state is None or not changes.continues(session, state.snapshot):
        return Plan(keys, titles, names, list(keys), [], set(titles), now, now)
    changed = changes.since(session, state.snapshot)
    happened = _happened(changed, keys, state)
    listed = happened | _renamed(session, names, state)  # a row of a list names no other document
    documents = keys.keys() & (
        listed | _named_by(happened, keys, state) | {id for id, key in keys.items() if _differs(key, state)}
    )
    before = {UUID(str(id)): state.documents[id] for id in documents | happened if id in state.documents}
    series = _series(keys[id] for id in documents) | {
        each.series for each in before.values() if each.series is not None
    }
    lists = _changed(now, parts((id, each.year) for id, each in state.documents.items()), listed)
    documents |= keys.keys() & set(pictured)
    gone = [id for id in state.documents if id not in keys]
    series = (series | _files(session, changed)) & titles.keys()
    return Plan(keys, titles, names, sorted(documents), gone, series, now, lists)


def lacking_pictures(planned: Plan, state: State | None) -> list[UUID]:
    """The documents whose pictures may be incomplete, the newest first.

    These are the planned ones; and of the newest ones, and of those that have some pictures, those that have not all.
    """
    shown, documents, ids = state.documents if state else {}, set(planned.documents), list(reversed(planned.keys))
    wanted = {*ids[:_NEWEST], *(id for id, each in shown.items() if each.pictures)}
    lacking = {id for id in wanted & planned.keys.keys() if _done(shown, id) < planned.keys[id].drawable}
    return [id for id in ids if planned.keys[id].drawable and (id in documents or id in lacking)]


def _done(shown: Mapping[UUID, Shown], id: UUID) -> int:
    return shown[id].pictures if id in shown else 0


def _happened(changed: Iterable[Changed], keys: Mapping[UUID, Key], state: State) -> set[UUID]:
    """The documents to which something happened, also those that came or went."""
    told = {UUID(each.key) for each in changed if each.subject == "document"}
    return told | (keys.keys() ^ state.documents.keys())


def _named_by(happened: Iterable[UUID], keys: Mapping[UUID, Key], state: State) -> set[UUID]:
    """The documents whose pages name one of these, before or now. To be named is mutual."""
    now = (keys[id].related for id in happened if id in keys)
    before = (state.documents[id].related for id in happened if id in state.documents)
    return set(map(UUID, chain.from_iterable(chain(now, before))))


def _differs(key: Key, state: State) -> bool:
    before = state.documents.get(key.id)
    return before is None or before != shown(key, before.pictures)


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


def _changed(now: list[Part], before: list[Part], documents: set[UUID]) -> list[Part]:
    """The parts of lists that have other documents than before, or one of these."""
    same = set(before)
    return [part for part in now if part not in same or not documents.isdisjoint(part.ids)]


def _series(keys: Iterable[Key]) -> set[int]:
    return {key.series_id for key in keys if key.series_id is not None}


def _files(session: Session, changed: Iterable[Changed]) -> set[int]:
    """The series whose files changed."""
    return set(listings.series_of_files(session, [UUID(each.key) for each in changed if each.subject == "file"]))
