"""`alfrd tag`: the tags of documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.acting import Act, act_options, dry_run_option
from alfrd_luigi.cli.columns import Column
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import documents_argument, json_option
from alfrd_luigi.database import documents
from alfrd_luigi.database import tags as known
from alfrd_luigi.database.session import Session
from alfrd_luigi.plurals import counted

if TYPE_CHECKING:
    from alfrd_luigi.corrections.consequences import Consequences
    from alfrd_luigi.corrections.tags import Tagging

_COLUMNS = (
    Column("tag", lambda each: each.tag, room="cut"),
    Column("documents", lambda each: each.documents, is_right=True),
)


@click.group(short_help="List tags; add, remove, rename and merge them.", no_args_is_help=False)
def tag() -> None:
    """List tags; add them to documents, remove, rename and merge them.

    Your word on a tag stays: no rerun takes away a tag that you added, or brings back one that you removed, and
    a tag that you renamed has its new name on later documents, too. A tag `series:...` belongs to a series.
    """


@tag.command(
    "list", short_help="List the tags with the number of their documents.", epilog="Example: alfrd tag list --json"
)
@listing_options(_COLUMNS)
def list_tags(output: Output) -> None:
    """List the tags with the number of their documents, the most common first."""
    with opened() as session:
        found = known.listing(session)
    output.show(found)


@tag.command(epilog='Example: alfrd tag add "tax 2024" 3fa2 81c0')
@click.argument("tag", shell_complete=offers.tags)
@documents_argument
@act_options(dry_run_option, json_option)
def add(tag: str, names: Sequence[str], act: Act) -> None:
    """Give documents a tag, for good."""
    from alfrd_luigi.corrections import tags

    with opened() as session:
        done, after = act.make(session, partial(tags.add, session, tag, _found(session, names)))
    _tell(act, done, "added to", after)


@tag.command(short_help="Remove a tag from documents, for good.", epilog="Example: alfrd tag remove newsletter 3fa2")
@click.argument("tag", shell_complete=offers.tags)
@documents_argument
@act_options(dry_run_option, json_option)
def remove(tag: str, names: Sequence[str], act: Act) -> None:
    """Remove a tag from documents, for good: it does not come back when they are processed again."""
    from alfrd_luigi.corrections import tags

    with opened() as session:
        done, after = act.make(session, partial(tags.remove, session, tag, _found(session, names)))
    _tell(act, done, "removed from", after)


@tag.command(epilog="Example: alfrd tag rename electric electricity")
@click.argument("old", shell_complete=offers.tags)
@click.argument("new")
@act_options(dry_run_option, json_option)
def rename(old: str, new: str, act: Act) -> None:
    """Give a tag another name. Documents that would get the old name later get the new one."""
    from alfrd_luigi.corrections import tags

    with opened() as session:
        done, after = act.make(session, partial(tags.rename, session, old, new))
    _tell(act, done, "the new name, on", after)


@tag.command(short_help="Make one tag of several.", epilog="Example: alfrd tag merge power electric electricity")
@click.argument("names", metavar="FROM...", shell_complete=offers.tags, nargs=-1, required=True)
@click.argument("into", shell_complete=offers.tags)
@act_options(dry_run_option, json_option)
def merge(names: Sequence[str], into: str, act: Act) -> None:
    """Make one tag of several: INTO, which documents have already. Later documents that would get FROM get INTO."""
    from alfrd_luigi.corrections import tags

    with opened() as session:
        done, after = act.make(session, partial(tags.merge, session, names, into))
    _tell(act, done, "one tag now, on", after)


def _found(session: Session, names: Sequence[str]) -> list[UUID]:
    return [documents.find(session, name) for name in names]


def _tell(act: Act, done: Tagging, what: str, after: Consequences) -> None:
    act.tell(done._asdict(), [f"{done.tag}: {what} {counted(len(done.documents), 'document')}"], after)
