"""`alfrd status`: where the archive stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from alfrd_luigi.cli.intake import places
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import events, runs, views
from alfrd_luigi.database.session import Row, Session
from alfrd_luigi.intake.entries import visible
from alfrd_luigi.settings import settings

_NEWEST = 10
_RUNS = 5


@click.command(epilog="Example: alfrd status --json")
@json_option
def status(json: bool) -> None:
    """Show where the archive stands: documents by status, what failed and why, files, the last runs."""
    with opened() as session:
        found = _status(session)
    if json:
        print_json(found)
        return
    _print(found)


def _status(session: Session) -> dict[str, Any]:
    inbox = settings().inbox_dir
    counts = views.counts(session)
    return {
        "documents": {row["status"]: row["documents"] for row in counts},
        "deferred": sum(row["deferred"] for row in counts),
        "inbox": {"waiting": len(visible(inbox)) if inbox.is_dir() else 0},
        "troubled": views.troubled(session, _NEWEST),
        "rejected": events.rejections(session, _NEWEST),
        "files": views.files(session),
        "runs": runs.last(session, _RUNS),
        "database": views.server(session),
        "places": places(settings()),
    }


def _print(found: dict[str, Any]) -> None:
    from alfrd_luigi.cli import rendering

    console = rendering.console()
    database = found["database"]
    size = f"PostgreSQL {database['version']}, {database['size'] / 1e6:.0f} MB"
    counts = [(name, str(number)) for name, number in found["documents"].items()]
    waiting = [("deferred", found["deferred"] or None), ("in the inbox", found["inbox"]["waiting"])]
    console.print(rendering.facts([*found["places"].items(), ("server", size)]))
    console.print(rendering.table("\nDocuments", ("status", "documents>"), [*counts, *_with_value(waiting)]))
    for title, columns, rows in _sections(found):
        if rows:
            console.print(rendering.table(f"\n{title}", columns, rows))


def _with_value(pairs: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [pair for pair in pairs if pair[1] is not None]


def _sections(found: dict[str, Any]) -> list[tuple[str, tuple[str, ...], list[tuple[object, ...]]]]:
    return [
        ("Failed or deferred", ("id", "file", "stage", "reason", "tried again"), [_trouble(row) for row in found["troubled"]]),
        ("Rejected", ("entry", "reason", "what to do", "at"), [_rejection(row) for row in found["rejected"]]),
        ("Files", ("title", "entity", "documents>", "status", "generated"), [_file(row) for row in found["files"]]),
        ("Last runs", ("run", "host", "started", "ended"), [_run(row) for row in found["runs"]]),
    ]


def _trouble(row: Row) -> tuple[object, ...]:
    from alfrd_luigi.cli import rendering

    return rendering.short(row["id"]), row["name"], row["stage"], row["message"], row["next_attempt_at"]


def _rejection(row: Row) -> tuple[object, ...]:
    return row["name"], row["reason"], row["hint"], row["rejected_at"]


def _file(row: Row) -> tuple[object, ...]:
    from alfrd_luigi.cli import rendering

    return row["title"], row["entity"], row["documents"], rendering.status(row["status"]), row["generated_at"]


def _run(row: Row) -> tuple[object, ...]:
    ended = row["finished_at"] or ("at work" if row["alive"] else "was cut off")
    return row["id"], row["host"], row["started_at"], ended
