"""`alfrd types`: the document types, and proposals for new ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import IO, TYPE_CHECKING, Any

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.acting import Act, act_options, dry_run_option
from alfrd_luigi.cli.columns import Column
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import types as known
from alfrd_luigi.plurals import counted

if TYPE_CHECKING:
    from alfrd_luigi.corrections.consequences import Consequences
    from alfrd_luigi.views.types import TypeRow

_FIELD = "A field, as often as needed. KIND is text, number, integer, date or true/false."

_COLUMNS = (
    Column("type", lambda each: each.row.name, room="cut"),
    Column("state", lambda each: each.state),
    Column("documents", lambda each: each.documents, is_right=True),
    Column("description", lambda each: each.row.description, style="dim", room="wrap"),
)
_FIELDS = (
    Column("field", lambda each: each.name, room="cut"),
    Column("kind", lambda each: each.kind),
    Column("expected", lambda each: each.is_expected, lambda each: "yes" if each.is_expected else ""),
    Column("description", lambda each: each.description, style="dim", room="wrap"),
)


@click.group(short_help="List document types; add, rename and retire them.", no_args_is_help=False)
def types() -> None:
    """List document types; add, rename and retire them; decide about proposed ones."""


@types.command(
    "list", short_help="List the document types, and the proposed ones.", epilog="Example: alfrd types list --json"
)
@listing_options(_COLUMNS)
def list_types(output: Output) -> None:
    """List the document types and the types that classifications proposed.

    The number is that of the documents of a type, or of the classifications that made a proposal.
    """
    from alfrd_luigi.views.types import listing

    with opened() as session:
        found = listing(session)
    output.show(found, [_as_json(each) for each in found])


@types.command(short_help="Show the description and the fields of a type.", epilog="Example: alfrd types show receipt")
@click.argument("name", shell_complete=offers.types)
@json_option
def show(name: str, json: bool) -> None:
    """Show the description of a type and the fields that are recorded for its documents."""
    from alfrd_luigi.views.types import listing

    with opened() as session:
        found = next((each for each in listing(session) if each.row.name == name), None)
        if found is None:
            raise known.unknown(name)
    if json:
        print_json(_as_json(found))
        return
    from alfrd_luigi.cli import rendering

    row = found.row
    facts = ("name", row.name), ("state", found.state), ("documents", found.documents), ("description", row.description)
    rendering.print_facts(facts)
    rendering.print_table(_FIELDS, found.fields, "\nFields")


def _as_json(found: TypeRow) -> dict[str, Any]:
    return {**found.row._asdict(), "state": found.state, "documents": found.documents}


@types.command(epilog='Example: alfrd types add gym --description "A membership of a gym" --field member:text')
@click.argument("name")
@click.option(
    "--description",
    required=True,
    metavar="TEXT",
    help="Which documents have this type: a sentence for the classifier.",
)
@click.option(
    "--field",
    "pairs",
    metavar="NAME:KIND",
    multiple=True,
    help="A field. KIND is text, number, integer, date or true/false.",
)
@click.option("--fields", "file", metavar="FILE", type=click.File("rb"), help="The fields as a JSON Schema.")
@act_options(dry_run_option)
def add(name: str, description: str, pairs: Sequence[str], file: IO[bytes] | None, act: Act) -> None:
    """Add a document type, or use a retired one again.

    Without fields it has the general ones, those of the type `other`. A language model classifies documents by the
    description. The offline rules know no words for a type of yours: there, give it to documents with
    `alfrd set DOC type=NAME`.
    """
    from alfrd_luigi.language import field_schemas

    if pairs and file is not None:
        raise click.UsageError("--field and --fields exclude each other")
    fields = (
        field_schemas.of_pairs(pairs) if pairs else field_schemas.of_json(file.read()) if file is not None else None
    )
    _, after = _made(act, "add", name, description, fields)
    act.tell({}, [f"{name} is a document type now"], after)


@types.command(short_help="Give a type another name.", epilog="Example: alfrd types rename utility_bill energy")
@click.argument("old", shell_complete=offers.types)
@click.argument("new")
@act_options(dry_run_option)
def rename(old: str, new: str, act: Act) -> None:
    """Give a type another name, on all its documents and everywhere else.

    A shipped type keeps its rules and prompts under the new name. A rename waits until no run is active, for a minute.
    """
    count, after = _made(act, "rename", old, new)
    act.tell({}, [f"{new} is the new name of {old}, on {counted(count, 'document')}"], after)


@types.command(epilog="Example: alfrd types retire junk")
@click.argument("name", shell_complete=offers.types)
@act_options(dry_run_option)
def retire(name: str, act: Act) -> None:
    """Give a type to no document any more. Documents that have it keep it until they are classified again."""
    _, after = _made(act, "retire", name)
    act.tell({}, [f"{name} is retired"], after)


@types.command(epilog="Example: alfrd types unretire junk")
@click.argument("name")
@act_options(dry_run_option)
def unretire(name: str, act: Act) -> None:
    """Use a retired type again."""
    _, after = _made(act, "unretire", name)
    act.tell({}, [f"{name} is a document type again"], after)


@types.command(epilog="Example: alfrd types accept warranty")
@click.argument("name")
@act_options(dry_run_option)
def accept(name: str, act: Act) -> None:
    """Accept a proposed type. Documents can have this type from now on."""
    _, after = _made(act, "accept", name)
    remark = "To classify a document again: alfrd rerun DOC --from classify"
    act.tell({}, [f"{name} is a document type now"], after, remark)


@types.command(short_help="Refuse a proposed type.", epilog="Example: alfrd types refuse love_letter")
@click.argument("name")
@act_options(dry_run_option)
def refuse(name: str, act: Act) -> None:
    """Refuse a proposed type: it is no longer listed. `alfrd types accept` still takes it."""
    _, after = _made(act, "refuse", name)
    act.tell({}, [f"{name} is refused"], after)


def _made(act: Act, name: str, *asked: Any) -> tuple[Any, Consequences]:
    from alfrd_luigi.corrections import types as acts

    with opened() as session:
        return act.make(session, partial(getattr(acts, name), session, *asked))
