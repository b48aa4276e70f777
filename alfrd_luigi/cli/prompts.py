"""`alfrd prompts`: the prompts of the language engine, their versions, and which of them are active."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import one_line, print_json, printable
from alfrd_luigi.database import events
from alfrd_luigi.database import prompts as versions
from alfrd_luigi.database.events import Event
from alfrd_luigi.database.prompts import PromptVersion
from alfrd_luigi.language.catalogue import KINDS
from alfrd_luigi.prompts import selection
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.prompts import interval_of, states

_KINDS = click.Choice(KINDS)

kind_argument = click.argument("kind", type=_KINDS)
type_option = click.option("--type", "document_type", metavar="TYPE", help="The document type of a summarizer.")


def _name(kind: str, document_type: str | None, version: int) -> str:
    return f"{kind}{f' of {document_type}' if document_type else ''}, version {version}"


@click.group(no_args_is_help=False)
def prompts() -> None:
    """List prompts with their versions and scores; roll back or pin a version."""


@prompts.command("list", epilog="Example: alfrd prompts list --kind summarizer --type receipt")
@click.option("--kind", type=_KINDS, help="Show only prompts of this kind.")
@type_option
@json_option
def list_prompts(kind: str | None, document_type: str | None, json: bool) -> None:
    """List every version of every prompt with its mean score, the 95 % interval of that, and the scored documents."""
    with opened() as session:
        found = versions.listing(session, kind, document_type)
    if json:
        print_json(found)
        return
    from alfrd_luigi.cli import rendering

    columns = ("kind", "type", "version>", "state", "score>", "from - to>", "documents>", "origin", "since")
    rows = [
        (row.kind, row.document_type or _series(row), row.version, _state(row), row.score, _interval(row),
         row.documents, row.origin, row.created_at)
        for row in found
    ]  # fmt: skip
    rendering.console().print(rendering.table("", columns, rows))


def _state(row: PromptVersion) -> str:
    return ", ".join(name.replace("_", " ") for name in states(row))


def _series(row: PromptVersion) -> str | None:
    return None if row.series_id is None else f"series {row.series_id}"


def _interval(row: PromptVersion) -> str | None:
    found = interval_of(row)
    return found and f"{plain.measured(found.low)} - {plain.measured(found.high)}"


@prompts.command(epilog="Example: alfrd prompts show summarizer --type receipt --version 1")
@kind_argument
@type_option
@click.option("--version", type=click.IntRange(min=1), help="The version; default: the active one.")
@json_option
def show(kind: str, document_type: str | None, version: int | None, json: bool) -> None:
    """Show the text of a prompt and the history of its versions."""
    with opened() as session:
        number = version or versions.active(session, kind, document_type).version
        wanted = versions.version(session, kind, document_type, number)
        found = next(row for row in versions.listing(session, kind, document_type) if row.id == wanted)
        history = events.of(session, "prompt", versions.key_of(kind, document_type))
    if json:
        print_json({**found._asdict(), "history": history})
        return
    click.echo(f"{_name(kind, document_type, number)} ({_state(found) or 'not active'})\n", err=True)
    click.echo(printable(found.text))
    for event in history:
        click.echo(_event(event), err=True)


def _event(event: Event) -> str:
    details = ", ".join(f"{name} {value}" for name, value in event.details.items())
    return f"{plain.moment(event.at)}  {event.event}: {one_line(details)}"


@prompts.command(epilog="Example: alfrd prompts rollback summarizer --type receipt --to 1")
@kind_argument
@type_option
@click.option("--to", "version", type=click.IntRange(min=1), required=True, help="The version to make active.")
def rollback(kind: str, document_type: str | None, version: int) -> None:
    """Make an older version active again and pin it. `alfrd prompts unpin` allows challengers again."""
    with opened() as session:
        replaced = selection.roll_back(session, kind, document_type, version)
    instead = f"in place of version {replaced}" if replaced != version else "as before"
    click.echo(f"{_name(kind, document_type, version)}, is active {instead}, and pinned")


def _pinning(name: str, doc: str, *, pinned: bool) -> Callable[..., Any]:
    @prompts.command(name, help=doc, epilog=f"Example: alfrd prompts {name} classifier")
    @kind_argument
    @type_option
    def command(kind: str, document_type: str | None) -> None:
        with opened() as session:
            version = selection.pin(session, kind, document_type, pinned=pinned)
        click.echo(f"{_name(kind, document_type, version)}, is {name}ned")

    return command


pin = _pinning("pin", "Exempt the active version from challenges.", pinned=True)
unpin = _pinning("unpin", "Allow challenges of the active version again.", pinned=False)
