"""What a report shows: the snapshot of the database that it was written from, and where its documents stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.changes import Snapshot
from alfrd_luigi.database.listings import Key
from alfrd_luigi.report.folder import MARKER, ReportFolder

_DOCUMENTS = "documents.json"


class Shown(NamedTuple):
    """A document of the report: the year and the series in which it is listed, the documents with which it is paired,
    and the number of its pages that have a picture, or cannot have one.
    """

    year: int
    series: int | None
    paired: list[str]
    pictures: int


class State(NamedTuple):
    """What a report shows. `form` identifies the program that wrote it, and its settings."""

    form: str
    snapshot: Snapshot
    documents: dict[UUID, Shown]
    series: dict[int, str]


def snapshot_of(root: Path) -> Snapshot | None:
    """The snapshot of the report in a folder; None if there is none."""
    head = _read(root / MARKER)
    return Snapshot(head["seen"], head["database"]) if head is not None else None


def load(root: Path, form: str) -> State | None:
    """The state of the report in a folder; None if there is none of this form, or if it was interrupted."""
    head, body = _read(root / MARKER), _read(root / _DOCUMENTS)
    if head is None or body is None or head["form"] != form or head["seen"] != body["seen"]:
        return None
    documents = {UUID(id): Shown(*shown) for id, shown in body["documents"].items()}
    return State(
        head["form"],
        Snapshot(head["seen"], head["database"]),
        documents,
        {int(id): title for id, title in body["series"].items()},
    )


def save(folder: ReportFolder, state: State) -> None:
    """Store the state, after the pages. Until then the next report writes what this one wrote."""
    documents = {str(id): shown for id, shown in state.documents.items()}
    folder.write(_DOCUMENTS, json.dumps({"seen": state.snapshot.seen, "documents": documents, "series": state.series}))
    folder.write(MARKER, json.dumps({"form": state.form, **state.snapshot._asdict()}))


def begin(folder: ReportFolder) -> None:
    """Mark a folder as a report, before its first page."""
    if not (folder.root / MARKER).exists():
        folder.write(MARKER, json.dumps({"form": "", "seen": "", "database": ""}))


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def shown(key: Key, pictures: int) -> Shown:
    """How a document is listed."""
    return Shown(key.year, key.series_id, [str(id) for id in key.paired], pictures)
