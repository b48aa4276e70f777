"""`alfrd process`: the pipeline that cron runs, with progress on a terminal and a final report."""

from __future__ import annotations

import logging
import sys
import time
from contextlib import AbstractContextManager, nullcontext

import click

from alfrd_luigi import logs
from alfrd_luigi.archive import open_archive
from alfrd_luigi.cli import pipeline
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import MOST, json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import outcomes, runs
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.intake.entries import count_visible
from alfrd_luigi.settings import settings


@click.command(epilog="Example: alfrd process --limit 20")
@click.option(
    "--limit", type=click.IntRange(min=0, max=MOST), metavar="N", help="Process at most N documents; default: all."
)
@click.option("--plain", is_flag=True, help="Print lines without colours, and no display that changes in place.")
@click.option("--quiet", is_flag=True, help="Print errors only: no progress and no report.")
@click.option("--estimate", is_flag=True, help="Print the estimated cost, and process nothing.")
@click.option("-v", "--verbose", is_flag=True, help="Write a line to stderr for each document, and no progress.")
@click.option("--log-json", is_flag=True, help="Write to stderr one JSON object a line, and no progress.")
@json_option
@click.pass_context
def process(
    context: click.Context,
    limit: int | None,
    *,
    plain: bool,
    quiet: bool,
    estimate: bool,
    verbose: bool,
    log_json: bool,
    json: bool,
) -> None:
    """Process the inbox and every due document, as cron does.

    A terminal shows how many documents are done, how fast, for how long and at what price, and what each slot is at. A
    pipe, and --plain, get a line every ten seconds.

    The exit code is Luigi's: 0, or 30 when something failed or was rejected. luigi.cfg lists the others.
    """
    if estimate:
        _estimate(json=json)
        return
    logs.choose(is_json=log_json, level=logging.INFO if verbose else logging.WARNING)
    _open(context)
    run, began = pipeline.new_run(), time.monotonic()
    is_silent = quiet or verbose or logs.is_json()
    if not (is_silent or json) and sys.stdout.isatty():
        logs.leave_entries_to_report()
    with nullcontext() if is_silent else _watching(run, is_plain=plain):
        code = pipeline.run("ProcessAllPending", run, limit=limit)
    if json or not quiet:
        with opened() as session:
            _report(session, run, time.monotonic() - began, json=json)
    context.exit(code)


def _open(context: click.Context) -> None:
    """Open the archive before any other code reads it. What prevents it has the form of the log."""
    try:
        open_archive()
    except AlfrdError as error:
        logs.say(f"error: {error.line}", logging.ERROR)
        context.exit(error.exit_code)


def _estimate(*, json: bool) -> None:
    from alfrd_luigi.cli.estimate import print_estimate

    with opened() as session:
        print_estimate(session, count_visible(settings().arrival_dirs), json=json)


def _watching(run: str, *, is_plain: bool) -> AbstractContextManager[None]:
    from alfrd_luigi.cli.run_display import is_terminal, watching

    return watching(run, is_plain=is_plain or not is_terminal())


def _report(session: Session, run: str, seconds: float, *, json: bool) -> None:
    is_finished = runs.is_finished(session, run)
    documents, inbox = outcomes.documents(session, run), outcomes.entries(session, run)
    files = outcomes.files(session, run)
    if json:
        ended = {"documents": documents, "inbox": inbox, "files": files}
        print_json({"run": run, "is_finished": is_finished, **ended})
        return
    if not is_finished and not (documents or inbox or files):
        return  # it did not begin, and has reported why
    from alfrd_luigi.cli.run_report import print_report

    print_report(documents, inbox, files, seconds, outcomes.spending(session, run).usd)
