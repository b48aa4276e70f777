"""`alfrd types`: the document types, and proposals for new ones."""

from __future__ import annotations

from typing import Any

import click

from alfrd_luigi import archive
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import types as known
from alfrd_luigi.database.session import Session


@click.group(no_args_is_help=False)
def types() -> None:
    """List document types; accept a proposed one."""


@types.command("list", epilog="Example: alfrd types list --json")
@json_option
def list_types(json: bool) -> None:
    """List the document types and the types that classifications proposed.

    The number is that of the documents of a type, or of the classifications that made a proposal.
    """
    with opened() as session:
        found = _all(session)
    if json:
        print_json(found)
        return
    from alfrd_luigi.cli import rendering

    rows = [(row["name"], row["state"], row["documents"], row["description"]) for row in found]
    rendering.console().print(rendering.table("", ("type", "state", "documents>", "description"), rows))


def _all(session: Session) -> list[dict[str, Any]]:
    types = [{**row._asdict(), "state": "shipped" if row.shipped else "accepted"} for row in known.listing(session)]
    proposals = [{**row._asdict(), "state": "proposed", "documents": row.times} for row in known.proposals(session)]
    return types + proposals


@types.command(epilog="Example: alfrd types show receipt")
@click.argument("name")
@json_option
def show(name: str, json: bool) -> None:
    """Show the description of a type and the fields that are recorded for its documents."""
    with opened() as session:
        found = next((row for row in _all(session) if row["name"] == name), None) or known.get(session, name)._asdict()
    if json:
        print_json(found)
        return
    from alfrd_luigi.cli import rendering

    console = rendering.console()
    console.print(rendering.facts((key, found[key]) for key in ("name", "state", "documents", "description")))
    schema = found.get("fields_schema", {})
    rows = [_field(key, field, schema) for key, field in schema.get("properties", {}).items()]
    if rows:
        console.print(rendering.table("\nFields", ("field", "type", "expected", "description"), rows))


def _field(name: str, field: dict[str, Any], schema: dict[str, Any]) -> tuple[object, ...]:
    expected = "yes" if name in schema.get("required", ()) else ""
    return name, field.get("format", field.get("type")), expected, field.get("description")


@types.command(epilog="Example: alfrd types accept warranty")
@click.argument("name")
def accept(name: str) -> None:
    """Accept a proposed type. Documents can have this type from now on."""
    with opened():
        archive.accept_type(name)
    click.echo(f"{name} is a document type now")
    click.echo("To classify a document again: alfrd rerun DOC --from classify", err=True)
