"""`alfrd paid` and `alfrd unpaid`: the word of a person on the payment of bills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import DAY, documents_argument, json_option
from alfrd_luigi.cli.output import print_documents
from alfrd_luigi.cli.waiting import when_free
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database import documents
from alfrd_luigi.database.dues import NOT_PAID


@click.command(epilog="Example: alfrd paid 3fa2 81c0 --on 2024-03-15")
@documents_argument
@click.option("--on", type=DAY, metavar="DAY", help="The day of the payment; default: today.")
@json_option
def paid(names: Sequence[str], on: datetime | None, json: bool) -> None:
    """Say that bills are paid. They are then no longer due.

    This is the same as `alfrd set DOC paid=DATE`. To withdraw it: alfrd unset DOC paid.
    """
    day = on.date() if on else date.today()
    _say(names, day.isoformat(), f"paid on {day.isoformat()}", json=json)


@click.command(epilog="Example: alfrd unpaid 3fa2")
@documents_argument
@json_option
def unpaid(names: Sequence[str], json: bool) -> None:
    """Say that bills are not paid, whatever other documents say.

    This is the same as `alfrd set DOC paid=no`. To withdraw it: alfrd unset DOC paid.
    """
    _say(names, NOT_PAID, "not paid", json=json)


def _say(names: Sequence[str], value: str, what: str, *, json: bool) -> None:
    from alfrd_luigi.corrections import correction
    from alfrd_luigi.corrections.fields import PAID

    with opened() as session:
        ids = [documents.find(session, name) for name in names]
        for id in ids:
            when_free(partial(correction.set_values, session, id, {PAID: value}, person()))
    print_documents(what, ids, {PAID: value}, json=json)
