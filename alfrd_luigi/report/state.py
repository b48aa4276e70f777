"""What a report shows: the snapshot of the database that it was written from, and its lists, names and documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.changes import Snapshot

if TYPE_CHECKING:
    from alfrd_luigi.report.folder import ReportFolder

MARKER = "report.json"
"""The file by which a folder is known as a report."""
_BODY = "documents.json"
_UNDER_WAY = "under_way.json"
_NO_SNAPSHOT = Snapshot("", "", "", "")


class ShownYear(NamedTuple):
    """The list of a year: the number of its documents, and a digest of the documents of each of its parts."""

    documents: int
    parts: list[str]


class UnderWay(NamedTuple):
    """What a report writes: documents, series, and parts of lists, each as its year and number.

    If it is interrupted, the next report writes them again, because they may show what has been undone meanwhile.
    """

    documents: list[UUID]
    series: list[int]
    parts: list[tuple[int, int]]


class State(NamedTuple):
    """What a report shows. `form` identifies the program and its settings.

    `series` and `issuers` are the names of these by id as text. `lacking` are the documents that lack pictures and
    should have them. `under_way` is what a report that was interrupted wrote.
    """

    form: str
    snapshot: Snapshot
    years: Mapping[int, ShownYear]
    series: Mapping[str, str]
    issuers: Mapping[str, str]
    lacking: list[UUID]
    under_way: UnderWay


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
    years = {int(year): ShownYear(*shown) for year, shown in body["years"].items()}
    lacking = [UUID(id) for id in body["lacking"]]
    return State(form, snapshot, years, body["series"], body["issuers"], lacking, _under_way(root))


def save(folder: ReportFolder, state: State) -> None:
    """Store the state, after the pages. Until then the next report writes what this one wrote."""
    body = {
        "seen": state.snapshot.seen,
        "years": state.years,
        "series": state.series,
        "issuers": state.issuers,
        "lacking": [str(id) for id in state.lacking],
    }
    folder.write(_BODY, json.dumps(body, separators=(",", ":")))
    folder.write(MARKER, json.dumps({"form": state.form, **state.snapshot._asdict()}))
    folder.remove(_UNDER_WAY)


def begin(folder: ReportFolder) -> None:
    """Mark a folder as a report, before its first page."""
    if not (folder.root / MARKER).exists():
        forget(folder)


def forget(folder: ReportFolder) -> None:
    """Have the next report write everything, if this one is interrupted."""
    folder.write(MARKER, json.dumps({"form": "", **_NO_SNAPSHOT._asdict()}))


def announce(
    folder: ReportFolder, documents: Iterable[UUID], series: Iterable[int], parts: Iterable[tuple[int, int]]
) -> None:
    """Store what is about to be written."""
    told = {"documents": [str(id) for id in documents], "series": sorted(series), "parts": list(parts)}
    folder.write(_UNDER_WAY, json.dumps(told, separators=(",", ":")), durably=True)


def _under_way(root: Path) -> UnderWay:
    told = _read(root / _UNDER_WAY) or {"documents": [], "series": [], "parts": []}
    parts = [(int(year), int(number)) for year, number in told["parts"]]
    return UnderWay([UUID(id) for id in told["documents"]], told["series"], parts)


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
