"""What happened to a document: its events, and each change of a value with who made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.assessment.field_names import HEADS, answer_name, field_name
from alfrd_luigi.database import events, revisions, series
from alfrd_luigi.database.session import Session

# The values that have a column of their own.
_IN_COLUMNS = ("type", *HEADS.values(), "summary", "title", "note", "paid")


class Change(NamedTuple):
    """A value before and after, as JSON. `tags` are values here, and so is the title of the `series`."""

    field: str
    before: Any
    after: Any


class Entry(NamedTuple):
    """An event of a document. `by` is the person, or the run with its engine and prompt version.

    `is_undone` says that a later act took it back.
    """

    at: datetime
    event: str
    by: str | None
    engine: str | None
    prompt_version: int | None
    changes: list[Change]
    is_undone: bool
    details: dict[str, Any]


def history(session: Session, id: UUID) -> list[Entry]:
    """The events of a document with the values that they changed, the oldest first.

    A run that processed it again has its changes at the event "taken back".
    """
    return histories(session, [id])[id]


def histories(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Entry]]:
    """The history of each of these documents; see `history`."""
    changes = revisions.changes(session, ids)
    titles = series_titles(session, changes)
    made = {(each.document_id, each.act_id, each.run_id): each for each in changes}
    found: dict[UUID, list[Entry]] = {id: [] for id in ids}
    for event in events.of(session, "document", *ids):
        found[UUID(event.key)].append(_entry(event, made, titles))
    return found


def series_titles(session: Session, changes: Iterable[revisions.Change | revisions.States]) -> dict[int, str]:
    """The titles of the series in which a document was, by their numbers, as far as these exist."""
    found = {row.get("series_id") for each in changes for row in (each.before, each.after) if row}
    return series.titles(session, [id for id in found if id is not None])


def _entry(
    event: events.Event, made: Mapping[tuple[UUID, int | None, str | None], revisions.Change], titles: Mapping[int, str]
) -> Entry:
    details = dict(event.details)
    act, by = details.pop("act", None), details.pop("by", None) or event.run_id
    engine, version = details.pop("engine", None), details.pop("prompt_version", None)
    change = made.get((UUID(event.key), act, event.run_id)) if act or event.event == "taken back" else None
    if change is None:
        return Entry(event.at, event.event, by, engine, version, [], False, details)
    changes = list(differences(change, titles))
    return Entry(event.at, event.event, by, change.engine, change.prompt_version, changes, change.is_undone, details)


def differences(change: revisions.Change, titles: Mapping[int, str]) -> Iterator[Change]:
    """The values that a change of a document gave other values. `titles` are those of the series, by number."""
    yield from between(
        values(change.before, change.tags_before, titles), values(change.after, change.tags_after, titles)
    )


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """The values that differ."""
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Change(name, before.get(name), after.get(name))


def values(
    row: Mapping[str, Any], tags: Sequence[Mapping[str, Any]] | None, titles: Mapping[int, str]
) -> dict[str, Any]:
    """The values of a document's row by the names that commands use. The tag of the series is none of them."""
    fields = {field_name(name): value for name, value in (row.get("structured_data") or {}).items()}
    heads = {name: row.get(answer_name(name)) for name in _IN_COLUMNS}
    id = row.get("series_id")
    in_series = titles.get(id, f"series {id}") if id is not None else None
    return {**heads, **fields, "series": in_series, "tags": sorted(_own(tags or ()))}


def _own(tags: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    return (tag["tag"] for tag in tags if tag["origin"] != "file")
