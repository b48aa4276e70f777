"""`alfrd history` and `alfrd undo`: what was done, and taking it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from alfrd_luigi.cli.acting import Act, act_options
from alfrd_luigi.cli.columns import Column
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import document_argument
from alfrd_luigi.cli.output import change, one_line, print_json
from alfrd_luigi.database import documents
from alfrd_luigi.plurals import counted
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.corrections.history import Change, Entry


_INDENT = 4


class _Line(NamedTuple):
    """An event, and one of the values that it changed; None if it changed none."""

    entry: Entry
    change: Change | None


_COLUMNS = (
    Column("time", lambda line: line.entry.at, lambda line: plain.second(line.entry.at)),
    Column("event", lambda line: line.entry.event),
    Column("by", lambda line: line.entry.by, room="cut"),
    Column("field", lambda line: line.change and line.change.field),
    Column("before", lambda line: line.change and line.change.before, room="cut"),
    Column("after", lambda line: line.change and line.change.after, room="cut"),
    Column("undone", lambda line: line.entry.is_undone, lambda line: "yes" if line.entry.is_undone else None),
    Column("engine", lambda line: line.entry.engine, rank=1),
    Column("prompt", lambda line: line.entry.prompt_version, is_right=True, rank=1),
    Column("details", lambda line: line.entry.details, is_extra=True),
)


@click.command(short_help="Show what happened to a document, and who changed it.", epilog="Example: alfrd history 3fa2")
@document_argument
@listing_options(_COLUMNS)
def history(document: str, output: Output) -> None:
    """Show what happened to a document: its stages, and each changed value with who changed it.

    With columns, and as CSV or TSV, each changed value has a line.
    """
    from alfrd_luigi.corrections.history import history as entries

    with opened() as session:
        found = entries(session, documents.find(session, document))
    if output.is_whole_json:
        print_json(found)
    elif output.is_grouped:
        for entry in found:
            _say(entry)
    else:
        output.print(line for entry in found for line in _lines(entry))


def _lines(entry: Entry) -> list[_Line]:
    return [_Line(entry, change) for change in entry.changes] or [_Line(entry, None)]


@click.command(
    short_help="Take back your last act, or what a run changed.", epilog="Example: alfrd undo 20240401T061500-9f3c"
)
@click.argument("run", required=False)
@act_options()
def undo(run: str | None, act: Act) -> None:
    """Take back your last act or, with RUN, what a run changed in documents that were filed before it.

    Values, types, tags, series and the summaries of files become what they were. Calls, events and first filings stay.
    A document that was changed since is left out, and named. An undo is an act of its own in the history.
    """
    from alfrd_luigi.corrections.undo import undo_act, undo_run

    with opened() as session:
        change = partial(undo_run, session, run) if run else partial(undo_act, session)
        done, after = act.make(session, change)
    left_out = "\n".join(f"left out: {left.document}: {left.reason}" for left in done.left_out)
    said = f"undone: {done.what}, in {counted(len(done.documents), 'document')}"
    act.tell(done._asdict(), [said], after, left_out)


def _say(entry: Entry) -> None:
    from rich.text import Text

    from alfrd_luigi.cli import rendering

    by = f" by {entry.by}" if entry.by else ""
    engine = (
        f" ({entry.engine}{f', prompt {entry.prompt_version}' if entry.prompt_version else ''})" if entry.engine else ""
    )
    undone = ", undone" if entry.is_undone else ""
    given = ((name, value) for name, value in entry.details.items() if value not in (None, ""))
    details = "".join(f", {name}: {plain.value(value)}" for name, value in given)
    said = one_line(f"{entry.event}{by}{engine}{undone}{details}")
    rendering.print_hanging(Text.assemble((plain.second(entry.at), "dim"), "  ", said))
    for each in entry.changes:
        rendering.print_hanging(Text(change(*each)), _INDENT)
