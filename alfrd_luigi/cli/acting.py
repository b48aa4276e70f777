"""Lets a person act: waits for what a run holds, changes nothing in a dry run, or runs at once what depends on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from alfrd_luigi.cli import pipeline
from alfrd_luigi.cli.waiting import when_free
from alfrd_luigi.database.session import Session
from alfrd_luigi.interrupts import ended_by_sigterm
from alfrd_luigi.plurals import counted
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.corrections.consequences import Consequences

_Made = TypeVar("_Made")

dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Print what would change, run again and cost, and change nothing."
)
now_option = click.option("--now", is_flag=True, help="Run what depends on it at once, not in the next run.")


def act(
    session: Session, change: Callable[[], _Made], *, dry_run: bool, now: bool = False
) -> tuple[_Made, Consequences]:
    """Make a change once no run holds what it changes. Returns what it returns, and what has to run again.

    `change` also reads whatever is told of the change, because a dry run undoes it.
    """
    from alfrd_luigi.corrections.consequences import attempt
    from alfrd_luigi.corrections.person import person

    made, consequences = when_free(lambda: attempt(session, change, person(), is_trial=dry_run))
    if now and not dry_run:
        _run(session, consequences)
    return made, consequences


def as_json(consequences: Consequences, *, dry_run: bool) -> dict[str, Any]:
    """What has to run again, for the JSON of a command."""
    again = {"documents": consequences.documents, "series": consequences.series}
    return {"again": again, "cost_usd": consequences.cost_usd, "dry_run": dry_run}


def tell(consequences: Consequences, *, dry_run: bool, now: bool = False) -> None:
    """Print what has to run again."""
    again = list(_told(consequences))
    if again and (dry_run or not now):
        when = "would run again" if dry_run else "the next run repeats"
        cost = f", for about {plain.dollars(consequences.cost_usd)}" if consequences.cost_usd else ""
        click.echo(f"{when}: {', '.join(again)}{cost}", err=True)
    if dry_run:
        click.echo("nothing was changed", err=True)


def _told(consequences: Consequences) -> list[str]:
    counts = Counter(stage for each in consequences.documents for stage in each.stages)
    one = len(consequences.documents) == 1
    stages = [stage if one else f"{stage} of {counted(count, 'document')}" for stage, count in counts.items()]
    files = len(consequences.series)
    summaries = ["the summary of its file"] if files == 1 else [f"the summaries of {files} files"] if files else []
    return [*stages, *summaries]


def _run(session: Session, consequences: Consequences) -> None:
    """Run the stages that were taken back, and the summaries of the files, through their tasks."""
    if not consequences.documents and not consequences.series:
        return
    with saved("the change"), pipeline.own_run(session) as run:
        for each in consequences.documents:
            pipeline.process(session, each.document, run, None)
        pipeline.summarise(session, consequences.series, run)


@contextmanager
def saved(what: str) -> Iterator[None]:
    """Say that `what` is saved if the block, which runs what depends on it, does not come to its end."""
    try:
        with ended_by_sigterm():
            yield
    except BaseException:
        click.echo(f"{what} is saved; the next run does the rest", err=True)
        raise
