"""The state of the archive, printed for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from alfrd_luigi.cli import rendering
from alfrd_luigi.cli.output import printable
from alfrd_luigi.database import events, file_rows, holders, outages, overview, runs
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.overview import Overview

if TYPE_CHECKING:
    from alfrd_luigi.cli.status import Status

Section = tuple[str, tuple[str, ...], Iterable[tuple[object, ...]]]


def print_status(found: Status) -> None:
    """Print the state of the archive, with only the newest files."""
    console, server = rendering.console(), found.overview.database
    said = f"PostgreSQL {server.version}, {plain.size(server.size)}"
    console.print(rendering.facts([*found.places.items(), ("server", said)]))
    for title, columns, rows in _sections(found):
        made = rendering.table(f"\n{title}", columns, rows)
        if made.row_count:
            console.print(made)
    for drift in found.drifts:
        console.print(f"\n{printable(drift.line)}")
    if (more := found.files_in_all - len(found.files)) > 0:
        console.print(f"\n{more} more files: see all of them with: alfrd files")
    if (more := found.rejected_in_all - len(found.overview.rejected)) > 0:
        console.print(f"\n{more} more were rejected before these: each has its reason beside it in inbox/rejected")


def _sections(found: Status) -> list[Section]:
    state = found.overview
    return [
        ("Documents", ("status", "documents>"), _counts(state)),
        ("Services that answer nobody", ("service", "since", "last asked", "reason"), map(_outage, state.outages)),
        ("Failed or deferred", ("id", "file", "stage", "reason", "again after"), map(_trouble, state.troubled)),
        ("Rejected", ("entry", "reason", "what to do", "at"), map(_rejection, state.rejected)),
        ("Not added again", ("entry", "the same as", "at"), map(_duplicate, found.duplicates)),
        ("Files", ("id", "title", "documents>", "status", "generated"), map(_file, found.files)),
        ("At work", ("run", "host", "pid", "since", "last seen", "holds"), map(_holder, state.at_work)),
        ("Last run", ("run", "host", "began", "ended", "how"), map(_last, filter(None, [state.last_run]))),
        (
            "Last runs with something to do",
            ("run", "host", "started", "ended", "stopped, because"),
            map(_run, found.runs),
        ),
    ]


def _counts(state: Overview) -> Iterator[tuple[object, ...]]:
    for row in state.counts:
        yield rendering.status(row.status), row.documents
    yield rendering.status("deferred"), state.deferred
    yield "waiting in the inbox", state.waiting


def _outage(row: outages.Outage) -> tuple[object, ...]:
    return row.service, row.since, row.last_at, row.reason


def _trouble(row: overview.Trouble) -> tuple[object, ...]:
    return rendering.short(row.id), row.name, row.stage, row.message, row.next_attempt_at


def _rejection(row: events.Rejection) -> tuple[object, ...]:
    return row.name, row.reason, row.hint, row.rejected_at


def _duplicate(row: events.Duplicate) -> tuple[object, ...]:
    return row.name, rendering.short(row.document), row.at


def _file(row: file_rows.File) -> tuple[object, ...]:
    status = rendering.status(row.status)
    return rendering.short(row.id), row.title, row.documents, status, row.generated_at


def _holder(row: holders.Holder) -> tuple[object, ...]:
    holds = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in row.holds.items())
    seen = row.seen_at if row.lives else "no sign of life"
    return row.run, row.host, row.pid, row.since, seen, holds


def _last(row: runs.LastRun) -> tuple[object, ...]:
    outcome = {"idle": "nothing to do", "troubled": "with troubles"}.get(row.outcome, row.outcome)
    return row.run, row.host, row.started_at, row.ended_at, outcome


def _run(row: runs.Run) -> tuple[object, ...]:
    ended = row.finished_at or ("at work" if row.alive else "was cut off")
    return row.id, row.host, row.started_at, ended, row.stop_message
