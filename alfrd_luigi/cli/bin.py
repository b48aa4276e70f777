"""`alfrd delete` and `alfrd restore`: documents to the bin, and back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.acting import Act, act_options, dry_run_option, now_option
from alfrd_luigi.cli.columns import Column, key
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import documents_argument
from alfrd_luigi.cli.output import print_documents
from alfrd_luigi.cli.waiting import when_free
from alfrd_luigi.database import deletions, documents
from alfrd_luigi.database.session import Session
from alfrd_luigi.plurals import counted
from alfrd_luigi.settings import settings

if TYPE_CHECKING:
    from alfrd_luigi.corrections.consequences import Consequences
    from alfrd_luigi.database.deletions import BinnedDocument


def _what(row: BinnedDocument) -> str | None:
    return row.title or row.entity or next(iter(row.files), None)


_COLUMNS = (
    key(lambda row: row.id),
    Column("deleted", lambda row: row.deleted_at, lambda row: row.deleted_at.astimezone().date()),
    Column("until", lambda row: row.kept_until, lambda row: row.kept_until.astimezone().date()),
    Column("by", lambda row: row.person, room="cut", rank=1),
    Column("type", lambda row: row.document_type, rank=2),
    Column("what", _what, room="cut"),
    Column("date", lambda row: row.document_date, is_extra=True),
    Column("entity", lambda row: row.entity, room="cut", is_extra=True),
    Column("files", lambda row: row.files, lambda row: ", ".join(row.files), room="cut", is_extra=True),
)


@click.command(epilog="Example: alfrd delete 3fa2 81c0")
@click.argument("names", metavar="[DOC]...", shell_complete=offers.documents, nargs=-1)
@click.option("--list", "show", is_flag=True, help="Show what is in the bin, and delete nothing.")
@click.option("--forever", is_flag=True, help="Remove them for good at once, from the bin too. This cannot be undone.")
@click.option("--yes", is_flag=True, help="With --forever: do not ask.")
@now_option
@dry_run_option
@listing_options(_COLUMNS)
def delete(
    names: Sequence[str], show: bool, forever: bool, yes: bool, now: bool, dry_run: bool, output: Output
) -> None:
    """Delete documents: move them to the bin with their files.

    `alfrd restore` brings them back as they were. After `bin_days` in the bin (30), a run removes them for good: their
    values, texts, files and saved answers, and what the history quotes of them. A digest of their content stays, so
    that the same files are not taken in again, and so do the costs of the calls. --forever does so at once; on a
    terminal, it asks first.
    """
    is_tried = now or dry_run
    _refuse("Give either documents or --list alone", show == bool(names) or (show and (forever or is_tried)))
    _refuse("--csv, --tsv and --columns belong to --list", output.is_tabular and not show)
    _refuse("--forever takes neither --now nor --dry-run: try it without --forever", forever and is_tried)
    with opened() as session:
        if show:
            _list(session, output)
        elif forever:
            ids = _purge(session, names, is_asked=sys.stdin.isatty() and not yes)
            print_documents("gone for good", ids, {}, json=output.form == "json")
        else:
            _move(session, names, Act(dry_run, now, output.form == "json"))


@click.command(epilog="Example: alfrd restore 3fa2")
@documents_argument
@act_options()
def restore(names: Sequence[str], act: Act) -> None:
    """Bring deleted documents back from the bin, as they were. `alfrd delete --list` shows what is in it."""
    from alfrd_luigi.corrections import bin

    with opened() as session:
        ids = [deletions.find(session, name) for name in names]
        _, after = act.make(session, partial(bin.restore, session, ids))
    act.tell({"documents": ids}, [f"restored: {id}" for id in ids], after)


def _refuse(mistake: str, is_made: bool) -> None:
    if is_made:
        raise click.UsageError(mistake)


def _move(session: Session, names: Sequence[str], act: Act) -> None:
    """Move documents to the bin, and print for how long they stay there."""
    ids = [documents.find(session, name) for name in names]
    after = _delete(session, ids, act)
    days = f"for {settings().bin_days} days; to have it back: alfrd restore DOC, or alfrd undo"
    act.tell({"documents": ids}, [f"in the bin: {id}" for id in ids], after, "" if act.dry_run else days)


def _delete(session: Session, ids: Sequence[UUID], act: Act) -> Consequences:
    from alfrd_luigi.corrections import bin

    _, after = act.make(session, partial(bin.delete, session, ids))
    return after


def _purge(session: Session, names: Sequence[str], *, is_asked: bool) -> list[UUID]:
    """Remove documents for good: from the archive through the bin, or from the bin."""
    from alfrd_luigi.corrections.purge import purge

    found = [deletions.find_anywhere(session, name) for name in names]
    if is_asked:
        what = f"Nothing brings {'it' if len(found) == 1 else 'them'} back."
        click.confirm(f"{what} Remove {counted(len(found), 'document')} for good?", abort=True, err=True)
    here = [id for id, is_in_bin in found if not is_in_bin]
    if here:
        _delete(session, here, Act(dry_run=False, now=False, json=False))
    ids = [id for id, _ in found]
    when_free(partial(purge, session, ids))
    return ids


def _list(session: Session, output: Output) -> None:
    found = deletions.listing(session, settings().bin_days)
    output.show(found, remark=f"{counted(len(found), 'document')} in the bin")
