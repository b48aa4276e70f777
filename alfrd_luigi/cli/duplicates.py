"""`alfrd same` and `alfrd distinct`: a person decides whether two documents are one paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import documents

if TYPE_CHECKING:
    from alfrd_luigi.stages.duplicates import Verdict

_one = click.argument("one", metavar="DOC")
_other = click.argument("other", metavar="DOC")


@click.command(epilog="Example: alfrd same 3fa2 81c0")
@_one
@_other
@json_option
def same(one: str, other: str, json: bool) -> None:
    """Say that two documents are the same paper, so that sums count it once.

    The one that has a total is counted, or else the one that came first. The program never changes this; `alfrd
    distinct` does.
    """
    _decide(one, other, "same", "one paper, counted once", json=json)


@click.command(epilog="Example: alfrd distinct 3fa2 81c0")
@_one
@_other
@json_option
def distinct(one: str, other: str, json: bool) -> None:
    """Say that two documents are different papers, so that sums count both.

    The program never changes this; `alfrd same` does.
    """
    _decide(one, other, "distinct", "two papers, each counted", json=json)


def _decide(one: str, other: str, verdict: Verdict, said: str, *, json: bool) -> None:
    from alfrd_luigi.stages import duplicates

    with opened() as session:
        ids = documents.find(session, one), documents.find(session, other)
        duplicates.decide(session, *ids, verdict)
    if json:
        print_json({"documents": list(ids), "verdict": verdict})
    else:
        click.echo(f"{ids[0]} and {ids[1]} are {said}")
    click.echo("To bring the summaries of their files up to date: alfrd process", err=True)
