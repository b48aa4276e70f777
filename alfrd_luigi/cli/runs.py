"""`alfrd runs`: what each run did, how it ended, and what it cost."""

from __future__ import annotations

from typing import NamedTuple

import click

from alfrd_luigi.cli.columns import Column, key, state
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import COUNT, json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import activity, outcomes
from alfrd_luigi.database import runs as rows
from alfrd_luigi.database.activity import RunRow, StageTotals
from alfrd_luigi.database.outcomes import DocumentOutcome
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.plurals import counted
from alfrd_luigi.views.formats.plain import plain

_DOCUMENTS = 100
# What a run did, as counts of RunRow, and the words behind each: of one, and of several if they differ.
_WORK = {
    "registered": ("registered",),
    "filed": ("filed",),
    "failed": ("failed",),
    "deferred": ("deferred",),
    "let_go": ("left",),
    "rejected": ("rejected",),
    "duplicates": ("duplicate", "duplicates"),
    "left_in_the_inbox": ("left in the inbox",),
    "summaries": ("summary", "summaries"),
    "summaries_failed": ("summary failed", "summaries failed"),
    "prompts": ("step of prompts", "steps of prompts"),
}


def _seconds(run: RunRow) -> float:
    """From its start to its end, or to its last sign of life."""
    return (run.ended_at - run.started_at).total_seconds()


def _usd(run: RunRow) -> str | None:
    return plain.cents(run.usd) if run.calls else None


def _end(run: RunRow) -> str:
    return {"troubled": "problems"}.get(run.state, run.state)


def _work(run: RunRow) -> str:
    counts = ((getattr(run, name), words) for name, words in _WORK.items())
    return ", ".join(counted(count, words[0], words[-1]) for count, words in counts if count)


_RUN = Column("run", lambda run: run.id, style="cyan")
_SECONDS = Column("seconds", _seconds, lambda run: f"{_seconds(run):.1f}", is_right=True)
_HOST = Column("host", lambda run: run.host, room="cut", is_extra=True)
_OUTCOME = (
    state(lambda run: run.state, "ended", shown=_end),
    Column("exit", lambda run: run.exit_code, is_right=True),
    Column("usd", lambda run: run.usd, _usd, is_right=True),
    Column("did", _work, room="wrap"),
)
_COLUMNS = (_RUN, _SECONDS, *_OUTCOME, _HOST)
# If there are several hosts, a narrow screen has them instead of the seconds.
_OF_HOSTS = (_RUN, _HOST._replace(is_extra=False), _SECONDS._replace(rank=1), *_OUTCOME)
_OF_STAGES = (
    Column("stage", lambda row: row.stage),
    Column("results", lambda row: row.results, is_right=True),
    Column("failed", lambda row: row.failed or None, is_right=True),
    Column("seconds", lambda row: row.seconds, is_right=True),
    Column("calls", lambda row: row.calls or None, is_right=True),
    Column("failed calls", lambda row: row.in_vain or None, is_right=True),
    Column("usd", lambda row: plain.cents(row.usd) if row.calls else None, is_right=True),
)
_OF_DOCUMENTS = (
    key(lambda row: row.id),
    state(lambda row: row.outcome, "outcome"),
    Column("type", lambda row: row.document_type),
    Column("entity", lambda row: row.entity or row.name, room="cut"),
    Column("reason", lambda row: row.cause, room="below"),
)


class _Shown(NamedTuple):
    """A run, what each of its stages took, and the first of its documents, those that failed at the beginning.

    `inbox` are the entries that it did not register, `files` the files whose summaries it made.
    """

    run: RunRow
    stages: list[StageTotals]
    documents: list[DocumentOutcome]
    inbox: list[outcomes.EntryOutcome]
    files: list[outcomes.FileOutcome]


@click.group(no_args_is_help=False)
def runs() -> None:
    """List the runs of the pipeline, and show what one did."""


@runs.command("list", epilog="Example: alfrd runs list --limit 5")
@click.option("--limit", type=COUNT, metavar="N", default=20, show_default=True, help="Show at most N runs.")
@listing_options(_COLUMNS)
def list_runs(limit: int, *, output: Output) -> None:
    """List the runs that found work, the newest first.

    The id of a run begins with the time of its start (UTC). A run has no exit code while it is at work, and if it was
    killed. A run that found nothing to do leaves no record except that it was the last one. If the runs are those of
    several hosts, each has its host.
    """
    with opened() as session:
        found, last = activity.runs(session, limit), rows.ended_last(session)
    if output.is_whole_json:
        print_json({"runs": [_as_json(run) for run in found], "last_run": last})
        return
    if output.is_text and len({run.host for run in found}) > 1:
        output = output._replace(declared=_OF_HOSTS)
    output.print(found)
    if output.is_text and last is not None:
        click.echo(
            f"the last run ended at {plain.moment(last.ended_at)}: {_HOW.get(last.outcome, last.outcome)}", err=True
        )


_HOW = {"idle": "nothing to do", "troubled": "with problems"}


@runs.command(
    "show", short_help="Show what a run did, and how it ended.", epilog="Example: alfrd runs show 20240401T060000-3fa2"
)
@click.argument("run")
@json_option
def show(run: str, json: bool) -> None:
    """Show what a run did: its documents, stages, calls and their cost, what it rejected, and how it ended.

    RUN is the id of a run, or a unique beginning of it. The seconds of a stage are those of all its documents together,
    with the time for which they waited.
    """
    with opened() as session:
        found = _shown(session, run)
    if json:
        stages = [stage._asdict() for stage in found.stages]
        others = {"documents": found.documents, "inbox": found.inbox, "files": found.files}
        print_json({**_as_json(found.run), "stages": stages, **others})
        return
    _print(found)


def _shown(session: Session, name: str) -> _Shown:
    ids = rows.named(session, name)
    if len(ids) > 1:
        raise NotFoundError(f"more than one run's id begins with {name!r}", "Give more of it")
    run = activity.run(session, ids[0]) if ids else None
    if run is None:
        raise NotFoundError(f"no run's id begins with {name!r}", "See the ids with: alfrd runs list")
    documents = activity.documents(session, run.id, _DOCUMENTS)
    inbox, files = outcomes.entries(session, run.id), outcomes.files(session, run.id)
    return _Shown(run, activity.by_stage(session, run.id), documents, inbox, files)


def _as_json(run: RunRow) -> dict[str, object]:
    return {**run._asdict(), "state": run.state, "seconds": _seconds(run)}


def _print(found: _Shown) -> None:
    from alfrd_luigi.cli.rendering import print_facts, print_table
    from alfrd_luigi.cli.run_report import ENTRIES, FILES

    print_facts(_facts(found.run))
    print_table(_OF_STAGES, found.stages, "\nStages")
    print_table(_OF_DOCUMENTS, found.documents, "\nDocuments")
    print_table(ENTRIES, found.inbox, "\nInbox")
    print_table(FILES, found.files, "\nFiles")


def _facts(run: RunRow) -> list[tuple[str, object]]:
    stopped = f"{run.stop_message}. {run.stop_hint or ''}".strip(" .") if run.stop_message else None
    return [
        ("run", run.id),
        ("host", f"{run.host}, process {run.pid}"),
        ("started", plain.second(run.started_at)),
        (
            "ended",
            "at work" if run.state == "running" else f"{plain.second(run.ended_at)}, {_HOW.get(run.state, run.state)}",
        ),
        ("seconds", f"{_seconds(run):.1f}"),
        ("exit code", None if run.exit_code is None else str(run.exit_code)),
        ("stopped", stopped),
        ("did", _work(run)),
        ("calls", f"{run.calls}, {plain.dollars(run.usd)} at most" if run.calls else None),
        ("holds", f"{run.held} documents or files" if run.held else None),
    ]
