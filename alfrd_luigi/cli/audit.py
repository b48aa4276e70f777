"""`alfrd audit`: check a random sample of what was filed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from alfrd_luigi.cli.columns import Column, key, short
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import document_argument, json_option
from alfrd_luigi.cli.output import one_line, print_json, printable, written
from alfrd_luigi.database import documents
from alfrd_luigi.settings import settings

if TYPE_CHECKING:
    from alfrd_luigi.corrections.audit import Paper
    from alfrd_luigi.database.audits import Audit


def _week(audit: Audit) -> str:
    year, week, _ = audit.week.isocalendar()
    return f"{year}-W{week:02}"


def _verdicts(audit: Audit, *, right: bool) -> list[str] | None:
    """The values that were right, or wrong; None of an audit that is not closed."""
    if audit.verdicts is None:
        return None
    return [name for name, verdict in audit.verdicts.items() if verdict["right"] == right]


def _right(audit: Audit) -> int | None:
    found = _verdicts(audit, right=True)
    return None if found is None else len(found)


def _trial(audit: Audit) -> str | None:
    return str(audit.key or "a prompt") if audit.is_for_trial else None


_COLUMNS = (
    key(lambda audit: audit.document, "document"),
    Column("week", lambda audit: audit.week, _week),
    Column("state", lambda audit: audit.state),
    Column("by", lambda audit: audit.person, room="cut", rank=1),
    Column("right", _right, is_right=True),
    Column(
        "wrong",
        lambda audit: _verdicts(audit, right=False),
        lambda audit: ", ".join(_verdicts(audit, right=False) or ()),
        "red",
        room="wrap",
    ),
    Column("trial", _trial, room="cut", rank=2),
    Column("drawn", lambda audit: audit.drawn_at, is_extra=True),
    Column("closed", lambda audit: audit.closed_at, is_extra=True),
)


@click.group(
    short_help="Check a random sample of documents against their values.",
    invoke_without_command=True,
    no_args_is_help=False,
    epilog="Example: alfrd audit",
)
@click.option("--seed", metavar="TEXT", help="What decides a draw that is made now, instead of chance.")
@json_option
@click.pass_context
def audit(context: click.Context, seed: str | None, json: bool) -> None:
    """Show the next document of the random sample: its paper and its values, not how sure they are.

    Compare them. If all are right: alfrd approve DOC. If not: alfrd set DOC FIELD=VALUE..., with all wrong values at
    once; the others count as right. Either closes the audit. The setting `audits_per_week` is the size of the sample;
    it is drawn at the end of a run, or by this command, from what was filed in the last seven days and no person has
    touched. While versions of prompts are tried, it is drawn from all documents by which they are judged.
    """
    if context.invoked_subcommand is not None:
        return
    from alfrd_luigi.corrections.audit import draw, next_paper
    from alfrd_luigi.document_files.store import page_store

    with opened() as session:
        draw(session, settings().audits_per_week, seed)
        paper, waiting = next_paper(session)
        place = page_store().place
    if json:
        told = None if paper is None else _as_json(paper, place)
        print_json({"paper": told, "open": [each.document for each in waiting]})
    elif paper is None:
        click.echo("no document waits for an audit")
    else:
        _show(paper, place)
        _say_others([each.document for each in waiting[1:]])


@audit.command(
    "show", short_help="Show the paper and the values of an open audit.", epilog="Example: alfrd audit show 3fa2"
)
@document_argument
@json_option
def show_paper(document: str, json: bool) -> None:
    """Show the paper and the values of an open audit that `alfrd audit list` names, in place of the next one."""
    from alfrd_luigi.corrections.audit import paper
    from alfrd_luigi.document_files.store import page_store

    with opened() as session:
        found, place = paper(session, documents.find(session, document)), page_store().place
    print_json(_as_json(found, place)) if json else _show(found, place)


@audit.command("list", short_help="List the audits, with what was right.", epilog="Example: alfrd audit list --json")
@listing_options(_COLUMNS)
def list_audits(output: Output) -> None:
    """List the audits, open, closed and retired ones, with what was right and what was changed.

    An audit that nobody closes within four weeks is retired. Those that were drawn for the trial of a prompt say so:
    they are no sample of what was filed in their week.
    """
    from alfrd_luigi.corrections.audit import draw
    from alfrd_luigi.database import audits

    with opened() as session:
        draw(session, settings().audits_per_week)
        found = audits.listing(session)
    output.show(found)
    if output.is_text and not found:
        click.echo("no document was drawn yet")


def _places(paper: Paper, place: str) -> list[str]:
    return [f"{place.rstrip('/')}/{key}" for key in paper.files.values()]


def _as_json(paper: Paper, place: str) -> dict[str, Any]:
    return {**paper._asdict(), "files": _places(paper, place)}


def _show(paper: Paper, place: str) -> None:
    from rich.text import Text

    from alfrd_luigi.cli import rendering

    console = rendering.console()
    for path in _places(paper, place):
        click.echo(printable(path))
    for number, page in enumerate(paper.text.split("\f"), start=1):
        console.print(Text(f"\nText of page {number}", "bold"))
        console.print(Text(printable(page.strip("\n"))), soft_wrap=True)
    console.print(Text("\nValues", "bold"))
    for name, value in paper.values.items():
        click.echo(one_line(f"{name}: {written(name, value)}"))
    click.echo(
        f"\nIf all are right: alfrd approve {paper.document}\nIf not: alfrd set {paper.document} FIELD=VALUE...",
        err=True,
    )


def _say_others(ids: Sequence[UUID]) -> None:
    """Print how to look at the other open ones, not how to close them unseen."""
    if ids:
        all_of_them = "; all of them: alfrd audit list" if len(ids) > 1 else ""
        click.echo(f"{len(ids)} more after it: alfrd audit show {short(ids[0])}{all_of_them}", err=True)
