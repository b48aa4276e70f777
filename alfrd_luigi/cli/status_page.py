"""The state of the archive, printed for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from alfrd_luigi.cli import rendering
from alfrd_luigi.cli.columns import Column, colour, key, state
from alfrd_luigi.cli.output import printable
from alfrd_luigi.database import holders, runs
from alfrd_luigi.plurals import counted
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.overview import Overview

if TYPE_CHECKING:
    from alfrd_luigi.cli.status import Status

Section = tuple[str, Sequence[Column], Iterable[Any]]


def print_status(found: Status) -> None:
    """Print the state of the archive, with only the newest files."""
    console, server = rendering.console(), found.overview.database
    said = f"PostgreSQL {server.version}, {plain.size(server.size)}"
    rendering.print_facts([*found.places.items(), ("server", said)])
    for title, columns, rows in _sections(found):
        rendering.print_table(columns, rows, f"\n{title}")
    for drift in found.drifts:
        console.print(f"\n{printable(drift.line)}")
    if (more := found.files_in_all - len(found.files)) > 0:
        console.print(f"\n{counted(more, 'more file')}: see all of them with: alfrd files")
    if (more := found.rejected_in_all - len(found.overview.rejected)) > 0:
        console.print(f"\n{more} more were rejected before these: each has its reason beside it in inbox/rejected")


def _sections(found: Status) -> list[Section]:
    overview = found.overview
    return [
        ("Documents", _COUNTS, _counts(overview)),
        ("Services that answer nobody", _OUTAGES, overview.outages),
        ("Failed or deferred (what to do: alfrd why ID)", _TROUBLES, overview.troubled),
        ("Rejected (moved to inbox/rejected)", _REJECTIONS, overview.rejected),
        ("Not added again", _DUPLICATES, found.duplicates),
        ("Files", _FILES, found.files),
        ("Series that are read again", _READ_AGAIN, found.read_again),
        ("At work", _AT_WORK, overview.at_work),
        ("Last run", _LAST_RUN, filter(None, [overview.last_run])),
        ("Last runs with something to do", _RUNS, found.runs),
    ]


def _counts(overview: Overview) -> Iterator[tuple[str, int]]:
    for row in overview.counts:
        yield row.status, row.documents
    yield "deferred", overview.deferred
    yield "waiting in the inbox", overview.waiting


def _holds(row: holders.Holder) -> str:
    return ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in row.holds.items())


def _outcome(row: runs.LastRun) -> str:
    return {"idle": "nothing to do", "troubled": "with problems"}.get(row.outcome, row.outcome)


def _ended(row: runs.Run) -> datetime | str:
    if row.finished_at is not None:
        return row.finished_at
    if row.alive:
        return "at work"
    return "was cut off" if row.exit_code is None or row.exit_code >= runs.FIRST_OF_SIGNALS else row.seen_at


_COUNTS = (
    Column("status", itemgetter(0), style=lambda row: colour(row[0])),
    Column("documents", itemgetter(1), is_right=True),
)
_OUTAGES = (
    Column("service", lambda row: row.service, style="red"),
    Column("since", lambda row: row.since),
    Column("last asked", lambda row: row.last_at),
    Column("reason", lambda row: row.reason, room="below"),
)
_TROUBLES = (
    key(lambda row: row.id),
    Column("file", lambda row: row.name, room="cut"),
    state(lambda row: row.status),
    Column("stage", lambda row: row.stage),
    Column("again after", lambda row: row.next_attempt_at),
    Column("reason", lambda row: row.message, room="below"),
)
_REJECTIONS = (
    Column("entry", lambda row: row.name, style="red", room="cut"),
    Column("at", lambda row: row.rejected_at),
    Column("reason", lambda row: row.reason, room="below"),
    Column("what to do", lambda row: row.hint, style="dim", room="below"),
)
_DUPLICATES = (
    Column("entry", lambda row: row.name, room="cut"),
    key(lambda row: row.document, "the same as"),
    Column("at", lambda row: row.at),
)
_FILES = (
    key(lambda row: row.id),
    Column("title", lambda row: row.title, room="cut"),
    Column("documents", lambda row: row.documents, is_right=True),
    state(lambda row: row.status),
    Column("generated", lambda row: row.generated_at),
)
_READ_AGAIN = (
    Column("series", lambda row: row.series_id, is_right=True),
    Column("version", lambda row: row.version, is_right=True),
    Column("read", lambda row: row.read, is_right=True),
    Column("of", lambda row: row.members, is_right=True),
    Column("why", lambda row: row.reason, room="wrap"),
    Column("not read", lambda row: row.error, style="red", room="below"),
)
_AT_WORK = (
    Column("run", lambda row: row.run),
    Column("host", lambda row: row.host, room="cut", rank=1),
    Column("pid", lambda row: row.pid, is_right=True),
    Column("since", lambda row: row.since),
    Column("last seen", lambda row: row.seen_at if row.lives else "no sign of life"),
    Column("holds", _holds, room="below"),
)
_LAST_RUN = (
    Column("run", lambda row: row.run),
    Column("host", lambda row: row.host, room="cut", rank=1),
    Column("started", lambda row: row.started_at),
    Column("ended", lambda row: row.ended_at),
    Column("outcome", _outcome, room="wrap"),
)
_RUNS = (
    Column("run", lambda row: row.id),
    Column("host", lambda row: row.host, room="cut", rank=1),
    Column("started", lambda row: row.started_at),
    Column("ended", _ended),
    Column("stopped, because", lambda row: row.stop_message, room="below"),
)
