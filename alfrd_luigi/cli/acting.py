"""Lets a person act: waits for what a run holds, changes nothing in a dry run, or runs at once what depends on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from alfrd_luigi.cli import pipeline
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import one_line, print_json
from alfrd_luigi.cli.waiting import when_free
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database.session import Session
from alfrd_luigi.interrupts import ended_by_sigterm
from alfrd_luigi.plurals import counted
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.corrections.consequences import Consequences

_Made = TypeVar("_Made")
_Option = Callable[[Callable[..., Any]], Callable[..., Any]]

dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Print what would change, run again and cost, and change nothing."
)
now_option = click.option("--now", is_flag=True, help="Run what depends on it at once, not in the next run.")


class Act(NamedTuple):
    """How a person acts: in a dry run, which changes nothing; `now`, with what depends on it; and told as JSON."""

    dry_run: bool
    now: bool
    json: bool

    def make(self, session: Session, change: Callable[[str], _Made]) -> tuple[_Made, Consequences]:
        """Make a change in the name of the person, once no run holds what it changes.

        Returns what `change` returns, and what has to run again. It also reads whatever is told of the change, because
        a dry run undoes it.
        """
        from alfrd_luigi.corrections.consequences import attempt

        by = person()
        made, after = when_free(lambda: attempt(session, lambda: change(by), by, is_trial=self.dry_run))
        if self.now and not self.dry_run:
            _run(session, after)
        return made, after

    def tell(self, told: Mapping[str, Any], lines: Sequence[str], after: Consequences, remark: str = "") -> None:
        """Print what was done, as an object or as lines with a remark to stderr, and what has to run again."""
        if self.json:
            repeated = {"documents": after.documents, "series": after.series}
            print_json({**told, "again": repeated, "cost_usd": after.cost_usd, "dry_run": self.dry_run})
            return
        for line in lines:
            click.echo(one_line(line))
        if remark:
            click.echo(remark, err=True)
        if (self.dry_run or not self.now) and (again := list(_told(after))):
            when = "would run again" if self.dry_run else "the next run repeats"
            cost = f", for about {plain.dollars(after.cost_usd)}" if after.cost_usd else ""
            click.echo(f"{when}: {', '.join(again)}{cost}", err=True)
        if self.dry_run:
            click.echo("nothing was changed", err=True)


def act_options(*options: _Option) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """These options of an act; the command gets them as `act`. By default, all of them."""

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def wrapped(*arguments: Any, dry_run: bool, now: bool = False, json: bool = False, **given: Any) -> Any:
            return command(*arguments, act=Act(dry_run, now, json), **given)

        made: Callable[..., Any] = wrapped
        for option in reversed(options or (now_option, dry_run_option, json_option)):
            made = option(made)
        return made

    return decorated


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
