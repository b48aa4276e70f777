"""`alfrd series`: the series with their documents, and a person's word on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import one_line, print_json
from alfrd_luigi.cli.waiting import when_free
from alfrd_luigi.database import documents, revisions
from alfrd_luigi.database import series as known
from alfrd_luigi.database.session import Session

if TYPE_CHECKING:
    from alfrd_luigi.database.series import Listed

# What the other columns leave of 80.
_ENTITY = 34

_series = click.argument("name", metavar="SERIES")
_documents = click.argument("names", metavar="DOC...", nargs=-1, required=True)


@click.group(no_args_is_help=False)
def series() -> None:
    """List the series; name, merge and split them; move documents.

    A series collects the recurring documents of one sender and account. SERIES is its id, or a part of its title that
    no other has. What you say here is kept by every later run and rerun; `alfrd undo` takes it back. The next run
    brings the summaries of the files up to date.
    """


@series.command("list", epilog="Example: alfrd series list --json")
@json_option
def list_series(json: bool) -> None:
    """List the series with their documents."""
    with opened() as session:
        found = known.listing(session)
    if json:
        print_json(found)
        return
    for each in found:
        _print_title(each)
        for document in each.documents:
            click.echo(_line(document))


@series.command(epilog='Example: alfrd series show "City Water"')
@_series
@json_option
def show(name: str, json: bool) -> None:
    """Show a series: its documents, its summary, and the series that were merged into it."""
    with opened() as session:
        (found,) = known.listing(session, known.find(session, name).id)
    if json:
        print_json(found)
        return
    from alfrd_luigi.cli import rendering

    merged = ", ".join(f"{each['id']} {each['title']}" for each in found.merged)
    named = f"{found.title} (a person's name for it)" if found.is_named else found.title
    facts = ("id", str(found.id)), ("title", named), ("entity", found.entity), ("type", found.series_type)
    more = ("account", found.account), ("frequency", found.frequency), ("merged", merged), ("summary", found.summary)
    rendering.console().print(rendering.facts([*facts, *more]))
    click.echo()
    for document in found.documents:
        click.echo(_line(document))


@series.command(epilog='Example: alfrd series rename 2 "Water, Elm Street"')
@_series
@click.argument("title")
@json_option
def rename(name: str, title: str, json: bool) -> None:
    """Give a series your name, which no run changes. An empty TITLE brings back the name that was found."""
    from alfrd_luigi.corrections.person import person
    from alfrd_luigi.corrections.series import rename as give_name

    with opened() as session:
        row = known.find(session, name)
        give_name(session, row.id, title, person(), seen=row.title)
        _say(session, row.id, f"series {row.id} is called", json=json)


@series.command(epilog='Example: alfrd series merge 3 5 "City Water"')
@click.argument("names", metavar="FROM...", nargs=-1, required=True)
@click.argument("into", metavar="INTO")
@json_option
def merge(names: Sequence[str], into: str, json: bool) -> None:
    """Merge series into one. The next documents of each of these senders and accounts are filed there, too."""
    from alfrd_luigi.corrections.person import person
    from alfrd_luigi.corrections.series import merge as merge_into

    with opened() as session:
        target = known.find(session, into)
        ids = list(dict.fromkeys(known.find(session, name).id for name in names))
        moved = when_free(lambda: merge_into(session, ids, target.id, person()))
        _say(session, target.id, f"{_count(moved)} moved to series {target.id},", json=json)


@series.command(epilog='Example: alfrd series split 2 3fa2 81c0 --title "Water, the cottage"')
@_series
@_documents
@click.option("--title", help="The name of the new series; by default that of the old one, with a number if need be.")
@json_option
def split(name: str, names: Sequence[str], title: str | None, json: bool) -> None:
    """Make a new series of some documents of a series.

    The next documents of their sender and account are filed there if that tells them from the others.
    """
    from alfrd_luigi.corrections.person import person
    from alfrd_luigi.corrections.series import split as split_off

    with opened() as session:
        source, seen = known.find(session, name), _seen(session, names)
        row = when_free(lambda: split_off(session, source.id, list(seen), person(), title=title, seen=seen))
        _say(session, row.id, f"{_count(seen)} moved to the new series {row.id},", json=json)


@series.command(epilog="Example: alfrd series move 3fa2 81c0 2")
@_documents
@_series
@json_option
def move(names: Sequence[str], name: str, json: bool) -> None:
    """Put documents in a series, whatever their sender and account are."""
    from alfrd_luigi.corrections.person import person
    from alfrd_luigi.corrections.series import move as put

    with opened() as session:
        target, seen = known.find(session, name), _seen(session, names)
        when_free(lambda: put(session, list(seen), target.id, person(), seen=seen))
        _say(session, target.id, f"{_count(seen)} moved to series {target.id},", json=json)


@series.command(epilog="Example: alfrd series exclude 3fa2")
@_documents
@json_option
def exclude(names: Sequence[str], json: bool) -> None:
    """Say that documents belong to no series, and never will. `include` withdraws it."""
    from alfrd_luigi.corrections.person import person
    from alfrd_luigi.corrections.series import exclude as take_out

    with opened() as session:
        seen = _seen(session, names)
        when_free(lambda: take_out(session, list(seen), person(), seen=seen))
    print_json({"documents": list(seen)}) if json else click.echo(f"{_count(seen)} in no series, for good")


@series.command(epilog="Example: alfrd series include 3fa2")
@_documents
@json_option
def include(names: Sequence[str], json: bool) -> None:
    """Withdraw what you said with move, split and exclude. The next run files the documents again."""
    from alfrd_luigi.corrections.person import person
    from alfrd_luigi.corrections.series import include as withdraw

    with opened() as session:
        seen = _seen(session, names)
        when_free(lambda: withdraw(session, list(seen), person(), seen=seen))
    print_json({"documents": list(seen)}) if json else click.echo(f"the next run files {_count(seen)} again")


def _seen(session: Session, names: Sequence[str]) -> dict[UUID, int]:
    """The documents by these names, each with the last change that the person can have seen."""
    return {id: revisions.last_id(session, id) for id in (documents.find(session, name) for name in names)}


def _say(session: Session, id: int, what: str, *, json: bool) -> None:
    """Print what happened to a series."""
    (now,) = known.listing(session, id)
    print_json(now) if json else click.echo(one_line(f"{what} {now.title}"))


def _count(ids: Sequence[UUID] | dict[UUID, int]) -> str:
    return f"{len(ids)} document{'' if len(ids) == 1 else 's'}"


def _print_title(each: Listed) -> None:
    from rich.text import Text

    from alfrd_luigi.cli import rendering

    title = Text(one_line(f"{each.id}  {each.title}: {len(each.documents)}"), "bold")
    rendering.console().print(title, no_wrap=True, overflow="ellipsis")


def _line(document: dict[str, Any]) -> str:
    """A document as a line of at most 80 columns."""
    total = "" if document["total"] is None else f"{document['total']:.2f}"
    columns = f"{document['id'][:8]}  {document['date'] or '':10}  {total:>14} {document['currency'] or '':3}"
    entity = one_line(document["entity"] or "")
    shown = entity if len(entity) <= _ENTITY else entity[: _ENTITY - 1] + "\u2026"
    return f"    {columns}  {shown}".rstrip()
