"""`alfrd issuers`: what was learnt from corrections, by issuer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import issuers as memory

if TYPE_CHECKING:
    from uuid import UUID

    from alfrd_luigi.views.issuers import KnownIssuer

_issuer = click.argument("issuer", metavar="ISSUER")


@click.group(no_args_is_help=False)
def issuers() -> None:
    """Show and change what was learnt from your corrections.

    What you set or approve on a paper is taken over on the next papers of its issuer: your name for it, its type and
    tags, and each value from the place where yours stood. ISSUER is a name, an alias, or the beginning of an id.
    """


@issuers.command("list", epilog="Example: alfrd issuers list --json")
@json_option
def list_issuers(json: bool) -> None:
    """List the issuers.

    Learnt from is the number of papers on which you said something. Taken and lost are the values that their memory
    gave to other papers, and those that it proposed against what the paper says.
    """
    with opened() as session:
        found = memory.listing(session)
    if json:
        print_json(found)
        return
    from alfrd_luigi.cli import rendering

    rows = [(str(row.id)[:8], row.name, row.lessons, row.taken, row.lost) for row in found]
    rendering.console().print(rendering.table("", ("id", "name", "learnt from>", "taken>", "lost>"), rows))


@issuers.command(epilog='Example: alfrd issuers show "City Water"')
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

    console = rendering.console()
    console.print(rendering.facts([("id", str(found.id)), ("name", found.name)]))
    marks = [(mark.kind, mark.shown, _from(mark.document)) for mark in found.marks]
    console.print(rendering.table("\nKnown by", ("mark", "as printed", "from"), marks))
    values = [(each.field, each.value, each.found, each.beside, _from(each.document)) for each in found.lessons]
    if values:
        console.print(rendering.table("\nLearnt", ("value", "yours", "was found", "beside", "from"), values))


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
    return str(document)[:8] if document else "you"


@issuers.command(epilog='Example: alfrd issuers rename "City Waterworks Ltd" "City Water"')
@_issuer
@click.argument("name")
@json_option
def rename(issuer: str, name: str, json: bool) -> None:
    """Give an issuer a name, which its next papers get."""
    from alfrd_luigi.corrections import issuers as acts
    from alfrd_luigi.corrections.person import person

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
    from alfrd_luigi.corrections.person import person

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
    from alfrd_luigi.corrections.person import person

    with opened() as session:
        found = acts.forget(session, issuer, person())
    print_json(found) if json else click.echo(f"forgotten: {found.name}")
