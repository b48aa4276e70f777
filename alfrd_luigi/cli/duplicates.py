"""`alfrd same` and `alfrd distinct`: a person decides whether two documents are one paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.acting import Act, act_options
from alfrd_luigi.cli.columns import short
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.database import documents

if TYPE_CHECKING:
    from alfrd_luigi.corrections.verdicts import Verdict

_one = click.argument("one", metavar="DOC", shell_complete=offers.documents)
_other = click.argument("other", metavar="DOC", shell_complete=offers.documents)


@click.command(short_help="Say that two documents are the same paper.", epilog="Example: alfrd same 3fa2 81c0")
@_one
@_other
@act_options()
def same(one: str, other: str, act: Act) -> None:
    """Say that two documents are the same paper, so that sums count it once.

    The one that has a total is counted, or else the one that came first. The program never changes this; `alfrd
    distinct` does, and `alfrd undo`.
    """
    _decide(one, other, "same", "one paper, counted once", act)


@click.command(short_help="Say that two documents are different papers.", epilog="Example: alfrd distinct 3fa2 81c0")
@_one
@_other
@act_options()
def distinct(one: str, other: str, act: Act) -> None:
    """Say that two documents are different papers, so that sums count both.

    The program never changes this; `alfrd same` does.
    """
    _decide(one, other, "distinct", "two papers, each counted", act)


def _decide(one: str, other: str, verdict: Verdict, said: str, act: Act) -> None:
    from alfrd_luigi.corrections.verdicts import decide

    with opened() as session:
        ids = documents.find(session, one), documents.find(session, other)
        _, after = act.make(session, lambda by: decide(session, *ids, verdict, by))
    told = {"documents": list(ids), "verdict": verdict}
    act.tell(told, [f"{short(ids[0])} and {short(ids[1])} are {said}"], after)
