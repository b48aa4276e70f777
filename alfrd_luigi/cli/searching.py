"""What a search says on stderr: how far it is with new documents, and how the query was read."""

from __future__ import annotations

from collections.abc import Iterable

import click

from alfrd_luigi.cli.output import one_line

# From this number of new documents, a search takes seconds.
_MANY = 500
_STEP = 5000


def tell(done: int, documents: int) -> None:
    """Say how many documents have been added to the search, if there are many."""
    if documents >= _MANY and (done % _STEP == 0 or done == documents):
        click.echo(f"adding documents to the search: {done} of {documents}", err=True)


def tell_remarks(remarks: Iterable[str]) -> None:
    """Say what was odd in a query."""
    for remark in remarks:
        click.echo(one_line(remark), err=True)
