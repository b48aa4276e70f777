"""`alfrd why`: how a document came to be what it is, and why it is not filed."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import one_line, print_json
from alfrd_luigi.database import audits, documents, events
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.settings import settings


class RejectedEntry(NamedTuple):
    """A rejected entry of the inbox, and the folder beside the inbox's other entries in which it is now."""

    rejected: events.Rejection
    folder: str


class WaitingEntry(NamedTuple):
    """An entry that waits in the inbox, why, and what a person can do."""

    entry: str
    because: str
    what_to_do: str


@click.command(
    short_help="Explain a document: why it has its type, values and series.", epilog="Example: alfrd why 3fa2"
)
@click.argument("document", metavar="DOC", shell_complete=offers.documents)
@json_option
def why(document: str, json: bool) -> None:
    """Explain a document: why it has its type, its values and its series, and what else was considered.

    If it is not filed, it says who has it, what it waits for, when it is tried again, and the command that helps.

    How sure the values are is not shown while you audit the document (`alfrd audit`); `--json` has it.

    DOC is the id of a document, a unique prefix of it, or the name of an entry of the inbox that waits, that was
    rejected, or that had the bytes of a document.
    """
    with opened() as session:
        found = _find(session, document)
        if isinstance(found, RejectedEntry):
            _tell_rejection(found, json=json)
            return
        if isinstance(found, WaitingEntry):
            _tell_waiting(found, json=json)
            return
        from alfrd_luigi.views import holdups
        from alfrd_luigi.views import why as explaining
        from alfrd_luigi.views.documents import document as view_of

        view = view_of(session, found, with_words=False)
        explained, holdup = explaining.why(session, view), holdups.holdup(session, found)
        is_audited = bool(audits.is_shown(session, found))
    if json:
        print_json({**explained._asdict(), "holdup": holdup})
        return
    from alfrd_luigi.cli.why_page import print_why

    print_why(explained.unweighed() if is_audited else explained, holdup, view.document.currency)


def _find(session: Session, name: str) -> UUID | RejectedEntry | WaitingEntry:
    """The document, or the entry of the inbox that is none. Raises NotFoundError."""
    try:
        return documents.find(session, name)
    except NotFoundError:
        waiting = _waiting(name)
        if waiting is not None:
            return waiting
        rejected = events.rejected_as(session, name)
        if rejected is not None:
            return RejectedEntry(rejected, f"{settings().inbox_dir.name}/rejected")
        again = events.duplicate_named(session, name)
        if again is None:
            raise
        click.echo(f"{one_line(name)} has the bytes of document {again.document}", err=True)
        return documents.find(session, str(again.document))


def _waiting(name: str) -> WaitingEntry | None:
    """The explanation for the waiting entry with this name; None if there is none."""
    from alfrd_luigi.intake.entries import observe, visible

    folders = (folder for folder in settings().arrival_dirs if folder.is_dir())
    path = next((path for folder in folders for path in visible(folder) if path.name == name), None)
    if path is None:
        return None
    entry = observe(path)
    if entry.is_folder and not entry.has_manifest:
        because = "it is a folder without a meta.json, which lists the pages of one document"
        return WaitingEntry(name, because, "Put its files in the inbox itself. In an hour, the folder is rejected")
    return WaitingEntry(name, "no run has taken it yet; one takes it when it no longer changes", "alfrd process")


def _tell_waiting(found: WaitingEntry, *, json: bool) -> None:
    if json:
        print_json({**found._asdict(), "status": "waiting"})
        return
    from alfrd_luigi.cli.why_page import print_waiting

    print_waiting(*found)


def _tell_rejection(found: RejectedEntry, *, json: bool) -> None:
    if json:
        print_json({**found.rejected._asdict(), "status": "rejected", "folder": found.folder})
        return
    from alfrd_luigi.cli.why_page import print_rejection

    print_rejection(found.rejected, found.folder)
