"""What a report shows: the snapshot of the database that it was written from, and where its documents stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.changes import Snapshot

if TYPE_CHECKING:
    from alfrd_luigi.database.listings import Key, Names
    from alfrd_luigi.report.folder import ReportFolder

MARKER = "report.json"
"""The file by which a folder is known as a report."""
_BODY = "documents.json"
_NO_SNAPSHOT = Snapshot("", "", "", "")


class Shown(NamedTuple):
    """A document of the report: its list, what its page says of others (see Key), and the number of its pictures."""

    year: int
    series: int | None
    related: list[str]
    again: int
    pictures: int


class State(NamedTuple):
    """What a report shows, the documents in the order of the lists. `form` identifies the program and its settings.

    `series` and `issuers` are the names of these by id as text.
    """

    form: str
    snapshot: Snapshot
    documents: dict[UUID, Shown]
    series: dict[str, str]
    issuers: dict[str, str]


def snapshot_of(root: Path) -> Snapshot | None:
    """The snapshot of the report in a folder; None if there is none. Raises OSError for one that cannot be read."""
    head = _read(root / MARKER)
    snapshot = _snapshot(head) if head is not None else None
    return None if snapshot == _NO_SNAPSHOT else snapshot


def load(root: Path, form: str) -> State | None:
    """The state of the report in a folder; None if there is none of this form, or if it was interrupted."""
    head, body = _read(root / MARKER), _read(root / _BODY)
    if head is None or body is None or head.get("form") != form:
        return None
    snapshot = _snapshot(head)
    if snapshot is None or body.get("seen") != snapshot.seen:
        return None
    documents = {UUID(id): Shown(*shown) for id, shown in body["documents"].items()}
    return State(form, snapshot, documents, body["series"], body["issuers"])


def save(folder: ReportFolder, state: State) -> None:
    """Store the state, after the pages. Until then the next report writes what this one wrote."""
    documents = {str(id): shown for id, shown in state.documents.items()}
    body = {"seen": state.snapshot.seen, "documents": documents, "series": state.series, "issuers": state.issuers}
    folder.write(_BODY, json.dumps(body, separators=(",", ":")))
    folder.write(MARKER, json.dumps({"form": state.form, **state.snapshot._asdict()}))


def begin(folder: ReportFolder) -> None:
    """Mark a folder as a report, before its first page."""
    if not (folder.root / MARKER).exists():
        folder.write(MARKER, json.dumps({"form": "", **_NO_SNAPSHOT._asdict()}))


def shown(key: Key, pictures: int) -> Shown:
    """How a document is listed."""
    return Shown(key.year, key.series_id, key.related, key.again, pictures)


def made(form: str, snapshot: Snapshot, documents: dict[UUID, Shown], names: Names) -> State:
    """The state of a report that has been written."""
    return State(form, snapshot, documents, names.series, names.issuers)


def _snapshot(head: Mapping[str, Any]) -> Snapshot | None:
    """None for that of another version of this program."""
    try:
        return Snapshot(**{name: str(head[name]) for name in Snapshot._fields})
    except KeyError:
        return None


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return found if isinstance(found, dict) else None
