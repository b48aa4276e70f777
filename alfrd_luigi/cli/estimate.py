"""The estimated cost of the next run; no service is called."""

from __future__ import annotations

from typing import Any

import click

from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database.session import Session
from alfrd_luigi.plurals import counted
from alfrd_luigi.stages import estimate
from alfrd_luigi.views.formats.plain import plain


def print_estimate(session: Session, waiting: int, *, json: bool) -> None:
    """Print the expected cost of the due documents. Each of the `waiting` inbox entries counts as one document."""
    found = _estimate(session, waiting)
    if json:
        print_json(found)
        return
    due, inbox, total = (plain.dollars(found[name]) for name in ("documents_usd", "inbox_usd", "usd"))
    click.echo(f"due: {counted(found['documents'], 'document')} with {counted(found['pages'], 'page')}: {due}")
    if waiting:
        click.echo(f"in the inbox: {counted(waiting, 'entry')}, as documents of the usual size: {inbox}")
    if found["read_again"]:
        again = plain.dollars(found["read_again_usd"])
        click.echo(f"to be read again by their series: {counted(found['read_again'], 'document')}: {again}")
    click.echo(f"expected in all: {total}")
    click.echo(
        "Each stage is estimated at what it cost in earlier documents, or at its highest cost if there are none. Pages"
        " with a text layer, and answers that were saved, cost nothing.",
        err=True,
    )


def _estimate(session: Session, waiting: int) -> dict[str, Any]:
    pending = estimate.expected(session)
    inbox = waiting * pending.each
    read_again, read_again_usd = estimate.regenerations(session)
    return {
        "documents": pending.documents,
        "pages": pending.pages,
        "documents_usd": pending.usd,
        "inbox": waiting,
        "inbox_usd": inbox,
        "read_again": read_again,
        "read_again_usd": read_again_usd,
        "usd": pending.usd + inbox + read_again_usd,
        "by_stage": estimate.by_stage(session),
    }
