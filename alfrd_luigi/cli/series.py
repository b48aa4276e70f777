"""`alfrd series`: the series with their documents, and a person's word on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.acting import Act, act_options
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import documents_argument, json_option, series_argument
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.cli.regenerate import regenerate
from alfrd_luigi.cli.series_columns import FIELDS, MEMBERS, InSeries
from alfrd_luigi.database import documents, regenerations, revisions
from alfrd_luigi.database import series as known
from alfrd_luigi.database.session import Session
from alfrd_luigi.plurals import counted

if TYPE_CHECKING:
    from alfrd_luigi.database.series import Listed

_Seen = dict[UUID, int]


@click.group(no_args_is_help=False)
def series() -> None:
    """List the series; name, merge and split them; move documents.

    A series collects the recurring documents of one sender and account. SERIES is its id, or a part of its title that
    no other has. What you say here is kept by every later run and rerun; `alfrd undo` takes it back. The next run
    brings the summaries of the files up to date.
    """


series.add_command(regenerate)


@series.command("list", epilog="Example: alfrd series list --json")
@listing_options(MEMBERS)
def list_series(output: Output) -> None:
    """List the series with their documents."""
    with opened() as session:
        if output.is_whole_json:
            print_json(_with_regenerations(session, known.listing(session)))
            return
        list_members(session, output)


@series.command(
    short_help="Show a series: its documents and its summary.", epilog='Example: alfrd series show "City Water"'
)
@series_argument
@json_option
def show(name: str, json: bool) -> None:
    """Show a series: its documents and summary, what was merged into it, and the prompt that reads its documents."""
    from alfrd_luigi.views.series_readings import readings

    with opened() as session:
        id = known.find(session, name).id
        reading = readings(session, [id])[id]
        if json:
            print_json({**_now(session, id)._asdict(), **reading._asdict()})
            return
        from alfrd_luigi.cli import rendering, series_page
        from alfrd_luigi.views.series import series as views

        (found,) = views(session, [id])
    rendering.print_facts([*series_page.facts(found), *series_page.reading_facts(reading)])
    series_page.print_shapes(reading)
    click.echo()
    series_page.print_members(found.by_date)
    if (more := found.head.documents - len(found.members)) > 0:
        click.echo(f"{counted(more, 'older document')}: see them with: alfrd series show {id} --json", err=True)


@series.command(short_help="Show the fields of a series over time.", epilog='Example: alfrd series fields "City Water"')
@series_argument
@listing_options(FIELDS)
def fields(name: str, output: Output) -> None:
    """Show the fields of a series over time: those that are the same on each paper, and a table of the others.

    The newest papers stand on the right, as many as there is room for. --json, --csv and --tsv have the newest 2,000,
    with a row for each field of a paper; so has --columns.
    """
    from alfrd_luigi.cli import series_page
    from alfrd_luigi.database import series_fields
    from alfrd_luigi.views.series import SHOWN
    from alfrd_luigi.views.series_fields import over_time

    with opened() as session:
        id = known.find(session, name).id
        if not output.is_grouped:
            values = series_fields.values(session, [id], SHOWN)
            output.show(values)
            return
        found = over_time(session, [id])[id]
    series_page.print_fields(found)


@series.command(epilog='Example: alfrd series rename 2 "Water, Elm Street"')
@series_argument
@click.argument("title")
@act_options()
def rename(name: str, title: str, act: Act) -> None:
    """Give a series your name, which no run changes. An empty TITLE brings back the name that was found."""
    from alfrd_luigi.corrections.series import rename as give_name

    with opened() as session:
        row = known.find(session, name)

        def change(by: str) -> Listed:
            give_name(session, row.id, title, by, seen=row.title)
            return _now(session, row.id)

        found, after = act.make(session, change)
    act.tell(found._asdict(), [f"series {row.id} is called {found.title}"], after)


@series.command(epilog='Example: alfrd series merge 3 5 "City Water"')
@click.argument("names", metavar="FROM...", shell_complete=offers.series, nargs=-1, required=True)
@click.argument("into", metavar="INTO", shell_complete=offers.series)
@act_options()
def merge(names: Sequence[str], into: str, act: Act) -> None:
    """Merge series into one. The next documents of each of these senders and accounts are filed there, too."""
    from alfrd_luigi.corrections.series import merge as merge_into

    with opened() as session:
        target = known.find(session, into)
        ids = list(dict.fromkeys(known.find(session, name).id for name in names))

        def change(by: str) -> tuple[list[UUID], Listed]:
            return merge_into(session, ids, target.id, by), _now(session, target.id)

        (moved, found), after = act.make(session, change)
    act.tell(found._asdict(), [f"{_count(moved)} moved to series {found.id}, {found.title}"], after)


@series.command(epilog='Example: alfrd series split 2 3fa2 81c0 --title "Water, the cottage"')
@series_argument
@documents_argument
@click.option(
    "--title",
    metavar="TITLE",
    help="The name of the new series; by default that of the old one, with a number if need be.",
)
@act_options()
def split(name: str, names: Sequence[str], title: str | None, act: Act) -> None:
    """Make a new series of some documents of a series.

    The next documents of their sender and account are filed there if that tells them from the others.
    """
    from alfrd_luigi.corrections.series import split as split_off

    with opened() as session:
        source, seen = known.find(session, name), _seen(session, names)

        def change(by: str) -> Listed:
            return _now(session, split_off(session, source.id, list(seen), by, title=title, seen=seen).id)

        found, after = act.make(session, change)
    act.tell(found._asdict(), [f"{_count(seen)} moved to the new series {found.id}, {found.title}"], after)


@series.command(short_help="Put documents in a series.", epilog="Example: alfrd series move 3fa2 81c0 2")
@documents_argument
@series_argument
@act_options()
def move(names: Sequence[str], name: str, act: Act) -> None:
    """Put documents in a series, whatever their sender and account are."""
    from alfrd_luigi.corrections.series import move as put

    with opened() as session:
        target, seen = known.find(session, name), _seen(session, names)

        def change(by: str) -> Listed:
            return _now(session, put(session, list(seen), target.id, by, seen=seen).id)

        found, after = act.make(session, change)
    act.tell(found._asdict(), [f"{_count(seen)} moved to series {found.id}, {found.title}"], after)


@series.command(epilog="Example: alfrd series exclude 3fa2")
@documents_argument
@act_options()
def exclude(names: Sequence[str], act: Act) -> None:
    """Say that documents belong to no series, and never will. `include` withdraws it."""
    from alfrd_luigi.corrections.series import exclude

    _do(act, exclude, names, lambda seen: f"{_count(seen)} in no series, for good")


@series.command(epilog="Example: alfrd series include 3fa2")
@documents_argument
@act_options()
def include(names: Sequence[str], act: Act) -> None:
    """Withdraw what you said with move, split and exclude. The next run files the documents again."""
    from alfrd_luigi.corrections.series import include

    _do(act, include, names, lambda seen: f"your word on the series of {_count(seen)} is withdrawn")


def _do(act: Act, change: Callable[..., object], names: Sequence[str], said: Callable[[_Seen], str]) -> None:
    """Do an act of `corrections.series` to these documents, and print it."""
    with opened() as session:
        seen = _seen(session, names)
        _, after = act.make(session, lambda by: change(session, list(seen), by, seen=seen))
    act.tell({"documents": list(seen)}, [said(seen)], after)


def _seen(session: Session, names: Sequence[str]) -> _Seen:
    """The documents by these names, each with the last change that the person can have seen."""
    return {id: revisions.last_id(session, id) for id in (documents.find(session, name) for name in names)}


def _now(session: Session, id: int) -> Listed:
    """A series as it is now."""
    (found,) = known.listing(session, id)
    return found


def _with_regenerations(session: Session, found: Sequence[Listed]) -> list[dict[str, Any]]:
    under_way = {each.series_id: each for each in regenerations.standing(session)}
    return [{**each._asdict(), "regeneration": under_way.get(each.id)} for each in found]


def _count(ids: Sequence[UUID] | _Seen) -> str:
    return counted(len(ids), "document")


def list_members(session: Session, output: Output) -> None:
    """Print the series, each with its documents."""
    from alfrd_luigi.cli import series_page
    from alfrd_luigi.views.series import collections

    if not output.is_grouped:
        found = collections(session)
        output.print(InSeries(each.row.series, member) for each in found for member in each.members)
        return
    under_way = {each.series_id: each for each in regenerations.standing(session)}
    count = 0
    for each in collections(session):
        count += 1
        series_page.print_title(each.row.series, under_way.get(each.row.series.id))
        series_page.print_members(each.members)
    click.echo(f"{count} series", err=True)
