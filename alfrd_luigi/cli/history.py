"""`alfrd history` and `alfrd undo`: what was done, and taking it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli.acting import act, as_json, dry_run_option, now_option, tell
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import document_argument, json_option
from alfrd_luigi.cli.output import change, counted, one_line, print_json
from alfrd_luigi.database import documents
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.corrections.history import Entry


@click.command(epilog="Example: alfrd history 3fa2")
@document_argument
@json_option
def history(document: str, json: bool) -> None:
    """Show what happened to a document: its stages, and each changed value with who changed it."""
    from alfrd_luigi.corrections.history import history as entries

    with opened() as session:
        found = entries(session, documents.find(session, document))
    if json:
        print_json(found)
        return
    for entry in found:
        _say(entry)


@click.command(epilog="Example: alfrd undo 20240401T061500-9f3c")
@click.argument("run", required=False)
@now_option
@dry_run_option
@json_option
def undo(run: str | None, now: bool, dry_run: bool, json: bool) -> None:
    """Take back your last act or, with RUN, what a run changed in documents that were filed before it.

    Values, types, tags, series and the summaries of files become what they were. Calls, events and first filings stay.
    A document that was changed since is left out, and named. An undo is an act of its own in the history.
    """
    from alfrd_luigi.corrections.person import person
    from alfrd_luigi.corrections.undo import undo_act, undo_run

    with opened() as session:
        change = partial(undo_run, session, run) if run else partial(undo_act, session)
        done, after = act(session, lambda: change(person()), now=now, dry_run=dry_run)
    if json:
        print_json({**done._asdict(), **as_json(after, dry_run=dry_run)})
        return
    click.echo(f"undone: {done.what}, in {counted(len(done.documents), 'document')}")
    for left in done.left_out:
        click.echo(f"left out: {left.document}: {left.reason}", err=True)
    tell(after, now=now, dry_run=dry_run)


def _say(entry: Entry) -> None:
    by = f" by {entry.by}" if entry.by else ""
    engine = (
        f" ({entry.engine}{f', prompt {entry.prompt_version}' if entry.prompt_version else ''})" if entry.engine else ""
    )
    undone = ", undone" if entry.is_undone else ""
    given = ((name, value) for name, value in entry.details.items() if value not in (None, ""))
    details = "".join(f", {name}: {plain.value(value)}" for name, value in given)
    click.echo(one_line(f"{plain.second(entry.at)}  {entry.event}{by}{engine}{undone}{details}"))
    for each in entry.changes:
        click.echo(f"    {change(*each)}")
