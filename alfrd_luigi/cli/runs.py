"""`alfrd runs`: what each run did, how it ended, and what it cost."""

from __future__ import annotations

from typing import NamedTuple

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import activity
from alfrd_luigi.database import runs as rows
from alfrd_luigi.database.activity import RunRow, StageTotals
from alfrd_luigi.database.outcomes import DocumentOutcome
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.views.formats.plain import plain

_DOCUMENTS = 100
# What a run did, as counts of RunRow, and the word behind each.
_WORK = {
    "registered": "registered",
    "filed": "filed",
    "failed": "failed",
    "deferred": "deferred",
    "let_go": "left",
    "rejected": "rejected",
    "duplicates": "duplicate",
    "left_in_the_inbox": "left in the inbox",
    "summaries": "summaries",
    "summaries_failed": "summaries failed",
    "prompts": "steps of prompts",
}


class _Shown(NamedTuple):
    """A run, what each of its stages took, and the first of its documents, those that failed at the beginning."""

    run: RunRow
    stages: list[StageTotals]
    documents: list[DocumentOutcome]


@click.group(no_args_is_help=False)
def runs() -> None:
    """List the runs of the pipeline, and show what one did."""


@runs.command("list", epilog="Example: alfrd runs list --limit 5")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Show at most N runs.")
@json_option
def list_runs(limit: int, json: bool) -> None:
    """List the runs that found work, the newest first.

    The id of a run begins with the time of its start (UTC). A run has no exit code while it is at work, and if it was
    killed. A run that found nothing to do leaves no record except that it was the last one.
    """
    with opened() as session:
        found, last = activity.runs(session, limit), rows.ended_last(session)
    if json:
        print_json({"runs": [_as_json(run) for run in found], "last_run": last})
        return
    from alfrd_luigi.cli import rendering

    columns = ("run", "seconds>", "ended", "exit>", "USD>", "did")
    if found:
        rendering.console().print(rendering.table("", columns, map(_row, found)))
    if last is not None:
        click.echo(
            f"the last run ended at {plain.moment(last.ended_at)}: {_HOW.get(last.outcome, last.outcome)}", err=True
        )


_HOW = {"idle": "nothing to do", "troubled": "with troubles"}


@runs.command("show", epilog="Example: alfrd runs show 20240401T060000-3fa2")
@click.argument("run")
@json_option
def show(run: str, json: bool) -> None:
    """Show what a run did: its documents, its stages, its calls and their cost, and how it ended.

    RUN is the id of a run, or a unique beginning of it.
    """
    with opened() as session:
        found = _shown(session, run)
    if json:
        stages = [stage._asdict() for stage in found.stages]
        print_json({**_as_json(found.run), "stages": stages, "documents": found.documents})
        return
    _print(found)


def _shown(session: Session, name: str) -> _Shown:
    ids = rows.named(session, name)
    if len(ids) > 1:
        raise NotFoundError(f"more than one run's id begins with {name!r}", "Give more of it")
    run = activity.run(session, ids[0]) if ids else None
    if run is None:
        raise NotFoundError(f"no run's id begins with {name!r}", "See the ids with: alfrd runs list")
    return _Shown(run, activity.by_stage(session, run.id), activity.documents(session, run.id, _DOCUMENTS))


def _as_json(run: RunRow) -> dict[str, object]:
    return {**run._asdict(), "state": run.state, "seconds": _seconds(run)}


def _seconds(run: RunRow) -> float:
    """From its start to its end, or to its last sign of life."""
    return (run.ended_at - run.started_at).total_seconds()


def _row(run: RunRow) -> tuple[object, ...]:
    return run.id, f"{_seconds(run):.1f}", run.state, run.exit_code, _usd(run), _work(run)


def _usd(run: RunRow) -> str | None:
    return plain.cents(run.usd) if run.calls else None


def _work(run: RunRow) -> str:
    return ", ".join(f"{count} {word}" for name, word in _WORK.items() if (count := getattr(run, name)))


def _print(found: _Shown) -> None:
    from alfrd_luigi.cli import rendering

    console = rendering.console()
    console.print(rendering.facts(_facts(found.run)))
    of_stages = ("stage", "results>", "failed>", "seconds>", "calls>", "failed calls>", "USD>")
    of_documents = ("id", "outcome", "type", "entity", "reason")
    for title, columns, cells in (
        ("Stages", of_stages, map(_stage, found.stages)),
        ("Documents", of_documents, map(_document, found.documents)),
    ):
        made = rendering.table(f"\n{title}", columns, cells)
        if made.row_count:
            console.print(made)


def _facts(run: RunRow) -> list[tuple[str, object]]:
    stopped = f"{run.stop_message}. {run.stop_hint or ''}".strip(" .") if run.stop_message else None
    return [
        ("run", run.id),
        ("host", f"{run.host}, process {run.pid}"),
        ("started", plain.second(run.started_at)),
        ("ended", "at work" if run.state == "running" else f"{plain.second(run.ended_at)}, {run.state}"),
        ("seconds", f"{_seconds(run):.1f}"),
        ("exit code", None if run.exit_code is None else str(run.exit_code)),
        ("stopped", stopped),
        ("did", _work(run)),
        ("calls", f"{run.calls}, {plain.dollars(run.usd)} at most" if run.calls else None),
        ("holds", f"{run.held} documents or files" if run.held else None),
    ]


def _stage(row: StageTotals) -> tuple[object, ...]:
    calls = (row.calls, row.in_vain or None, plain.cents(row.usd)) if row.calls else (None, None, None)
    return row.stage, row.results, row.failed or None, row.seconds, *calls


def _document(row: DocumentOutcome) -> tuple[object, ...]:
    from alfrd_luigi.cli import rendering

    reason = f"{row.stage}: {row.reason}" if row.stage else row.reason
    return rendering.short(row.id), rendering.status(row.outcome), row.document_type, row.entity or row.name, reason
