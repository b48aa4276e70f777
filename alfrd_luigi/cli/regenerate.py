"""`alfrd series regenerate`: reads the documents of a series again with its prompt."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import click

from alfrd_luigi.cli import pipeline
from alfrd_luigi.cli.acting import now_option, saved
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option, series_argument
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import regenerations, series, series_prompts
from alfrd_luigi.database.series import Series
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.plurals import counted
from alfrd_luigi.triggers import Point, reached
from alfrd_luigi.views.formats.plain import plain


class _Plan(NamedTuple):
    """What is read again: `left` of the `members` of a series, with a version of its prompt, for about `cost_usd`."""

    series_id: int
    prompt_version: int
    members: int
    left: int
    cost_usd: Decimal


@click.command(
    short_help="Read documents of a series again, by its present prompt.",
    epilog='Example: alfrd series regenerate "City Water" --dry-run',
)
@series_argument
@now_option
@click.option("--dry-run", is_flag=True, help="Print what would be read and cost, and change nothing.")
@json_option
@click.pass_context
def regenerate(context: click.Context, name: str, now: bool, dry_run: bool, json: bool) -> None:
    """Read the documents of a series again that the present version of its prompt has not read.

    The next run reads them, within the budget. Your corrections stand. A series that gets its prompt, or another
    version of it, is read again without this command. With --now, the exit code is 30 if some could not be read.
    """
    with opened() as session:
        row = series.find(session, name)
        plan, prompt = _planned(session, row)
        code = 0
        if plan.left and not dry_run:
            _request(session, row, prompt)
            code = _run(session, row) if now else 0
        if json:
            print_json({**plan._asdict(), "dry_run": dry_run, "regeneration": _standing(session, row)})
        elif code == 0:
            _tell(row, plan, dry_run=dry_run, now=now)
    context.exit(code)


def _planned(session: Session, row: Series) -> tuple[_Plan, int]:
    """What the active version of the prompt has not read, and the id of this version."""
    from alfrd_luigi.stages import estimate

    prompt = series_prompts.active(session, row.id)
    if prompt is None:
        raise InvalidInputError(
            f"series {row.id} has no prompt of its own, so there is nothing to read its documents with",
            "A series of three gets one from a language model, if series_prompts = true",
        )
    found = regenerations.outdated(session, row.id, prompt.id)
    cost = estimate.again(session, ["extract_series"] * found.left, 1 if found.left else 0)
    return _Plan(row.id, prompt.version, found.members, found.left, cost), prompt.id


def _request(session: Session, row: Series, prompt: int) -> None:
    with session.transaction():
        regenerations.request(session, row.id, prompt, "a person asked for it")
        regenerations.forget_failures(session, prompt)
        reached(Point.REQUEST_WRITTEN)
    reached(Point.REQUEST_COMMITTED)


def _run(session: Session, row: Series) -> int:
    """Read what is left, and summarise the file. Returns the exit code of the reading."""
    with saved("the request"), pipeline.own_run(session) as run:
        code = pipeline.step("RegenerateSeries", run, series_id=row.id)
        pipeline.summarise(session, [row.id], run)
    return code


def _standing(session: Session, row: Series) -> regenerations.Standing | None:
    return next(iter(regenerations.standing(session, [row.id])), None)


def _tell(row: Series, plan: _Plan, *, dry_run: bool, now: bool) -> None:
    version = f"version {plan.prompt_version} of its prompt"
    if not plan.left:
        click.echo(f"{version} has read all {counted(plan.members, 'document')} of series {row.id}")
        return
    when = "would read" if dry_run else "has read" if now else "is to read"
    of = f"{plan.left} of {counted(plan.members, 'document')} of series {row.id}"
    click.echo(f"{version} {when} {of} again, for about {plain.dollars(plan.cost_usd)}")
    if dry_run:
        click.echo("nothing was changed", err=True)
    elif not now:
        click.echo("To read them: alfrd process", err=True)
