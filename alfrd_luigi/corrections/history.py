"""What happened to a document: its events, and each change of a value with who made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.assessment.field_names import HEADS, field_name
from alfrd_luigi.database import events, revisions
from alfrd_luigi.database.session import Session

# The columns that hold a value of their own, by the name that commands use.
_COLUMNS = {"type": "document_type", **{name: column for column, name in HEADS.items()}} | {
    name: name for name in ("summary", "title", "note")
}


class Change(NamedTuple):
    """A value before and after, as JSON. `tags` and `series` are values here."""

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
    made = {(each.act_id, each.run_id): each for each in revisions.changes(session, id)}
    return [_entry(event, made) for event in events.of(session, "document", id)]


def _entry(event: events.Event, made: Mapping[tuple[int | None, str | None], revisions.Change]) -> Entry:
    details = dict(event.details)
    act, by = details.pop("act", None), details.pop("by", None) or event.run_id
    engine, version = details.pop("engine", None), details.pop("prompt_version", None)
    change = made.get((act, event.run_id)) if act or event.event == "taken back" else None
    if change is None:
        return Entry(event.at, event.event, by, engine, version, [], False, details)
    changes = list(differences(change))
    return Entry(event.at, event.event, by, change.engine, change.prompt_version, changes, change.is_undone, details)


def differences(change: revisions.Change) -> Iterator[Change]:
    """The values that a change of a document gave other values."""
    yield from between(change.before, change.tags_before, change.after, change.tags_after)


def between(
    before: Mapping[str, Any],
    tags_before: Sequence[Mapping[str, Any]] | None,
    after: Mapping[str, Any],
    tags_after: Sequence[Mapping[str, Any]] | None,
) -> Iterator[Change]:
    """The values that differ between two states of a document: its row and its tags, each as JSON."""
    old, new = _values(before, tags_before), _values(after, tags_after)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield Change(name, old.get(name), new.get(name))


def _values(row: Mapping[str, Any], tags: Sequence[Mapping[str, Any]] | None) -> dict[str, Any]:
    """The values of a document's row by the names that commands use."""
    fields = {field_name(name): value for name, value in (row.get("structured_data") or {}).items()}
    heads = {name: row.get(column) for name, column in _COLUMNS.items()}
    return {**heads, **fields, "series": row.get("series_id"), "tags": sorted(tag["tag"] for tag in tags or ())}
