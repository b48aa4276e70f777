"""`alfrd events`: what happened in the archive, and what happens now."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.columns import Column, colour, short, state
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import COUNT, moment, series_option, type_option
from alfrd_luigi.cli.output import print_json_line
from alfrd_luigi.database import changes, documents, files, series, types
from alfrd_luigi.database import events as rows
from alfrd_luigi.database.events import Event, Matching
from alfrd_luigi.database.session import Session
from alfrd_luigi.plurals import counted
from alfrd_luigi.views.formats.plain import plain

_MILLISECONDS_BETWEEN_LOOKS = 1000
# The options that name one subject, with what finds its key.
_KEYS: dict[str, Callable[[Session, str], object]] = {
    "document": documents.find,
    "file": files.find,
    "prompt": lambda _, key: key,
    "type": lambda session, name: types.get(session, name).name,
}


def _said(event: Event) -> Iterator[tuple[str, str]]:
    """The parts of the line of an event, with their styles."""
    yield plain.second(event.at), "dim"
    yield f"{event.subject} {_key(event)}", "cyan"
    yield event.event, colour(event.event)
    if details := _details(event):
        yield details, ""


def _details(event: Event) -> str:
    given = (f"{name}: {plain.value(value)}" for name, value in event.details.items() if value not in (None, ""))
    return ", ".join(given)


def _key(event: Event) -> str:
    """The key of the subject: the beginning of an id, or a name."""
    try:
        return short(UUID(event.key)) or ""
    except ValueError:
        return event.key


_COLUMNS = (
    Column("time", lambda event: event.at, lambda event: plain.second(event.at)),
    Column("subject", lambda event: event.subject),
    Column("key", lambda event: event.key, _key, "cyan", room="cut"),
    state(lambda event: event.event, "event"),
    Column("details", lambda event: event.details, _details, room="cut"),
    Column("run", lambda event: event.run_id, is_extra=True),
)


@click.command(epilog="Example: alfrd events --document 3fa2 --since 2024-03-01")
@click.option("--document", metavar="DOC", shell_complete=offers.documents, help="Only events of this document.")
@click.option("--run", metavar="RUN", help="Only events of this run.")
@click.option("--file", metavar="ID", help="Only events of this file: its id, or a unique prefix of it.")
@series_option("Only events of the documents of this series, and of its file.")
@click.option(
    "--prompt",
    metavar="KEY",
    shell_complete=offers.prompts,
    help="Only events of this prompt, such as summarizer:receipt.",
)
@type_option("Only events of this document type.", "type")
@click.option("--kind", "kinds", metavar="EVENT", multiple=True, help="Only these events, such as failed. Repeatable.")
@click.option(
    "--since", metavar="TIME", callback=moment, help="Only events since then: 2024-03-01, or 2024-03-01T12:00."
)
@click.option("--until", metavar="TIME", callback=moment, help="Only events before then.")
@click.option("--limit", type=COUNT, metavar="N", default=100, help="Show at most N events; default: 100.")
@click.option("--follow", is_flag=True, help="Then show new events as they happen, until Ctrl-C.")
@listing_options(_COLUMNS)
def events(
    run: str | None,
    series: str | None,
    kinds: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    limit: int,
    *,
    follow: bool,
    output: Output,
    **subjects: str | None,
) -> None:
    """List what happened in the archive, the newest last.

    Each line is an event: its time, its subject, what happened, and details. With --follow and --json, each event is
    an object on a line of its own.
    """
    if follow and output.is_tabular:
        raise click.UsageError("--follow prints lines, or objects with --json: not --csv, --tsv or --columns")
    with opened() as session:
        matching = Matching(*_subject(session, subjects), run, _series(session, series), kinds or None, since, until)
        if follow:
            with suppress(KeyboardInterrupt):
                _follow(session, matching, limit, print_json_line if output.form == "json" else _say)
            return
        found = rows.newest(session, matching, limit)
    count = counted(len(found), "event")
    if output.is_grouped:
        _each(found, _say)
        click.echo(count, err=True)
    else:
        output.show(found, remark=count)


def _subject(session: Session, subjects: dict[str, str | None]) -> tuple[str | None, str | None]:
    """The subject that an option names, and its key. Raises UsageError if several do."""
    given = {subject: name for subject, name in subjects.items() if name is not None}
    if len(given) > 1:
        raise click.UsageError(f"an event has one subject: give one of {', '.join(f'--{name}' for name in given)}")
    for subject, name in given.items():
        return subject, str(_KEYS[subject](session, name))
    return None, None


def _series(session: Session, name: str | None) -> int | None:
    return None if name is None else series.find(session, name).id


def _follow(session: Session, matching: Matching, limit: int, show: Callable[[Event], None]) -> None:
    """Show the newest events, and once a second those that a look before did not see, until nobody reads them."""
    with session.snapshot():
        seen = changes.snapshot(session).seen
        found = rows.newest(session, matching, limit)
    _each(found, show)
    while not _is_closed():
        with session.snapshot():
            before, seen = seen, changes.snapshot(session).seen
            found = rows.unseen(session, matching, before)
        _each(found, show)


def _is_closed() -> bool:
    """Wait until the next look is due. Returns True at once if the reader of a pipe has gone."""
    watched = select.poll()
    watched.register(sys.stdout.fileno(), 0)
    return any(state & (select.POLLERR | select.POLLHUP) for _, state in watched.poll(_MILLISECONDS_BETWEEN_LOOKS))


def _each(found: Iterable[Event], show: Callable[[Event], None]) -> None:
    for event in found:
        show(event)


def _say(event: Event) -> None:
    from rich.text import Text

    from alfrd_luigi.cli import rendering

    rendering.print_line(Text("  ").join(rendering.cell(part, style) for part, style in _said(event)))
