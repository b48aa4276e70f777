"""`alfrd issuers`: what was learnt from corrections, by issuer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from alfrd_luigi.cli.columns import Column, key, placed, short
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database import issuers as memory
from alfrd_luigi.plurals import counted

if TYPE_CHECKING:
    from uuid import UUID

    from alfrd_luigi.views.issuers import KnownIssuer

_COLUMNS = (
    key(lambda row: row.id),
    Column("name", lambda row: row.name, room="cut"),
    Column("lessons", lambda row: row.lessons, is_right=True),
    Column("taken", lambda row: row.taken, is_right=True),
    Column("lost", lambda row: row.lost, is_right=True),
    Column("learnt", lambda row: row.learnt_at, is_extra=True),
)
_issuer = click.argument("issuer", metavar="ISSUER")


@click.group(no_args_is_help=False)
def issuers() -> None:
    """Show and change what was learnt from your corrections.

    What you set or approve on a paper is taken over on the next papers of its issuer: your name for it, its type and
    tags, and each value from the place where yours stood. ISSUER is a name, an alias, or the beginning of an id.
    """


@issuers.command("list", epilog="Example: alfrd issuers list --json")
@listing_options(_COLUMNS)
def list_issuers(output: Output) -> None:
    """List the issuers.

    Lessons is the number of papers on which you said something. Taken and lost are the values that their memory
    gave to other papers, and those that it proposed against what the paper says.
    """
    with opened() as session:
        found = memory.listing(session)
    output.show(found, remark=counted(len(found), "issuer"))


@issuers.command(short_help="Show what is known of an issuer.", epilog='Example: alfrd issuers show "City Water"')
@_issuer
@json_option
def show(issuer: str, json: bool) -> None:
    """Show what identifies an issuer, and the values that were learnt with their labels."""
    from alfrd_luigi.views.issuers import known

    with opened() as session:
        found = known(session, issuer)
    if json:
        print_json(_as_json(found))
        return
    from alfrd_luigi.cli import rendering

    rendering.print_facts([("id", str(found.id)), ("name", found.name)])
    marks = [(mark.kind, mark.shown, _from(mark.document)) for mark in found.marks]
    rendering.print_table(placed("mark", "as printed~", "from"), marks, "\nKnown by")
    values = [(each.field, each.value, each.found, each.beside, _from(each.document)) for each in found.lessons]
    rendering.print_table(placed("value", "yours~", "was found~", "beside~", "from"), values, "\nLearnt")


def _as_json(found: KnownIssuer) -> dict[str, Any]:
    marks = [{"kind": mark.kind, "shown": mark.shown, "document": mark.document} for mark in found.marks]
    values = [
        {
            "field": each.field,
            "value": each.value,
            "found": each.found,
            "label": each.beside,
            "kind": each.kind,
            "document": each.document,
        }
        for each in found.lessons
    ]
    return {"id": found.id, "name": found.name, "marks": marks, "values": values}


def _from(document: UUID | None) -> str:
    return short(document) or "you"


@issuers.command(epilog='Example: alfrd issuers rename "City Waterworks Ltd" "City Water"')
@_issuer
@click.argument("name")
@json_option
def rename(issuer: str, name: str, json: bool) -> None:
    """Give an issuer a name, which its next papers get."""
    from alfrd_luigi.corrections import issuers as acts

    with opened() as session:
        found = acts.rename(session, issuer, name, person())
    print_json(found) if json else click.echo(f"renamed: {found.name}")


@issuers.command(epilog='Example: alfrd issuers alias "City Water" "Municipal Waterworks"')
@_issuer
@click.argument("alias")
@json_option
def alias(issuer: str, alias: str, json: bool) -> None:
    """Add a name under which an issuer writes its papers, too."""
    from alfrd_luigi.corrections import issuers as acts

    with opened() as session:
        found = acts.add_alias(session, issuer, alias, person())
    print_json(found) if json else click.echo(f"{found.name} is also known as: {alias}")


@issuers.command(epilog='Example: alfrd issuers forget "City Water"')
@_issuer
@json_option
def forget(issuer: str, json: bool) -> None:
    """Forget what was learnt of an issuer.

    Values that documents have stay. The issuer is learnt again from what you say of its papers from now on.
    """
    from alfrd_luigi.corrections import issuers as acts

    with opened() as session:
        found = acts.forget(session, issuer, person())
    print_json(found) if json else click.echo(f"forgotten: {found.name}")
