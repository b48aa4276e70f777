"""`alfrd same` and `alfrd distinct`: a person decides whether two documents are one paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.acting import act, as_json, dry_run_option, now_option, tell
from alfrd_luigi.cli.columns import short
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import documents

if TYPE_CHECKING:
    from alfrd_luigi.corrections.verdicts import Verdict

_one = click.argument("one", metavar="DOC", shell_complete=offers.documents)
_other = click.argument("other", metavar="DOC", shell_complete=offers.documents)


@click.command(short_help="Say that two documents are the same paper.", epilog="Example: alfrd same 3fa2 81c0")
@_one
@_other
@now_option
@dry_run_option
@json_option
def same(one: str, other: str, now: bool, dry_run: bool, json: bool) -> None:
    """Say that two documents are the same paper, so that sums count it once.

    The one that has a total is counted, or else the one that came first. The program never changes this; `alfrd
    distinct` does, and `alfrd undo`.
    """
    _decide(one, other, "same", "one paper, counted once", now=now, dry_run=dry_run, json=json)


@click.command(short_help="Say that two documents are different papers.", epilog="Example: alfrd distinct 3fa2 81c0")
@_one
@_other
@now_option
@dry_run_option
@json_option
def distinct(one: str, other: str, now: bool, dry_run: bool, json: bool) -> None:
    """Say that two documents are different papers, so that sums count both.

    The program never changes this; `alfrd same` does.
    """
    _decide(one, other, "distinct", "two papers, each counted", now=now, dry_run=dry_run, json=json)


def _decide(one: str, other: str, verdict: Verdict, said: str, *, now: bool, dry_run: bool, json: bool) -> None:
    from alfrd_luigi.corrections.person import person
    from alfrd_luigi.corrections.verdicts import decide

    with opened() as session:
        ids = documents.find(session, one), documents.find(session, other)
        _, after = act(session, lambda: decide(session, *ids, verdict, person()), dry_run=dry_run, now=now)
    if json:
        print_json({"documents": list(ids), "verdict": verdict, **as_json(after, dry_run=dry_run)})
        return
    click.echo(f"{short(ids[0])} and {short(ids[1])} are {said}")
    tell(after, dry_run=dry_run, now=now)
