"""`alfrd tag`: the tags of documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.acting import act, as_json, dry_run_option, tell
from alfrd_luigi.cli.columns import Column
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import documents_argument, json_option
from alfrd_luigi.cli.output import one_line, print_json
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
    print_json(found) if output.is_whole_json else output.print(found)


@tag.command(epilog='Example: alfrd tag add "tax 2024" 3fa2 81c0')
@click.argument("tag", shell_complete=offers.tags)
@documents_argument
@dry_run_option
@json_option
def add(tag: str, names: Sequence[str], dry_run: bool, json: bool) -> None:
    """Give documents a tag, for good."""
    from alfrd_luigi.corrections import tags

    with opened() as session:
        done, after = _of(session, tags.add, tag, names, dry_run=dry_run)
    _say(done, after, "added to", dry_run=dry_run, json=json)


@tag.command(short_help="Remove a tag from documents, for good.", epilog="Example: alfrd tag remove newsletter 3fa2")
@click.argument("tag", shell_complete=offers.tags)
@documents_argument
@dry_run_option
@json_option
def remove(tag: str, names: Sequence[str], dry_run: bool, json: bool) -> None:
    """Remove a tag from documents, for good: it does not come back when they are processed again."""
    from alfrd_luigi.corrections import tags

    with opened() as session:
        done, after = _of(session, tags.remove, tag, names, dry_run=dry_run)
    _say(done, after, "removed from", dry_run=dry_run, json=json)


@tag.command(epilog="Example: alfrd tag rename electric electricity")
@click.argument("old", shell_complete=offers.tags)
@click.argument("new")
@dry_run_option
@json_option
def rename(old: str, new: str, dry_run: bool, json: bool) -> None:
    """Give a tag another name. Documents that would get the old name later get the new one."""
    from alfrd_luigi.corrections import tags
    from alfrd_luigi.corrections.person import person

    with opened() as session:
        done, after = act(session, partial(tags.rename, session, old, new, person()), dry_run=dry_run)
    _say(done, after, "the new name, on", dry_run=dry_run, json=json)


@tag.command(short_help="Make one tag of several.", epilog="Example: alfrd tag merge power electric electricity")
@click.argument("names", metavar="FROM...", shell_complete=offers.tags, nargs=-1, required=True)
@click.argument("into", shell_complete=offers.tags)
@dry_run_option
@json_option
def merge(names: Sequence[str], into: str, dry_run: bool, json: bool) -> None:
    """Make one tag of several: INTO, which documents have already. Later documents that would get FROM get INTO."""
    from alfrd_luigi.corrections import tags
    from alfrd_luigi.corrections.person import person

    with opened() as session:
        done, after = act(session, partial(tags.merge, session, names, into, person()), dry_run=dry_run)
    _say(done, after, "one tag now, on", dry_run=dry_run, json=json)


def _of(
    session: Session, change: Callable[..., Tagging], tag: str, names: Sequence[str], *, dry_run: bool
) -> tuple[Tagging, Consequences]:
    from alfrd_luigi.corrections.person import person

    ids = [documents.find(session, name) for name in names]
    return act(session, partial(change, session, tag, ids, person()), dry_run=dry_run)


def _say(done: Tagging, after: Consequences, what: str, *, dry_run: bool, json: bool) -> None:
    if json:
        print_json({**done._asdict(), **as_json(after, dry_run=dry_run)})
        return
    count = len(done.documents)
    click.echo(one_line(f"{done.tag}: {what} {counted(count, 'document')}"))
    tell(after, dry_run=dry_run)
