"""`alfrd prompts`: what the language engine is told, its versions, and which of them is used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import one_line, print_json, printable
from alfrd_luigi.database import events
from alfrd_luigi.database import prompts as versions
from alfrd_luigi.database.events import Event
from alfrd_luigi.database.prompts import PromptVersion
from alfrd_luigi.language.catalogue import PromptKind
from alfrd_luigi.prompts import choosing

_KINDS = click.Choice(get_args(PromptKind))

kind_argument = click.argument("kind", type=_KINDS)
type_option = click.option(
    "--type", "document_type", metavar="TYPE", help="The document type that a summarizer is for."
)


def _name(kind: str, document_type: str | None, version: int) -> str:
    return f"{kind}{f' of {document_type}' if document_type else ''}, version {version}"


@click.group(no_args_is_help=False)
def prompts() -> None:
    """See the prompts, their versions and scores; roll back, pin."""


@prompts.command("list", epilog="Example: alfrd prompts list --kind summarizer --type receipt")
@click.option("--kind", type=_KINDS, help="Only prompts of this kind.")
@type_option
@json_option
def list_prompts(kind: str | None, document_type: str | None, json: bool) -> None:
    """List every version of every prompt with its mean score and the number of documents it was scored on."""
    with opened() as session:
        found = versions.listing(session, kind, document_type)
    if json:
        print_json(found)
        return
    from alfrd_luigi.cli import rendering

    columns = ("kind", "type", "version>", "state", "score>", "documents>", "origin", "since")
    names = ("kind", "document_type", "version", "", "score", "documents", "origin", "created_at")
    rows = [[getattr(row, name) if name else _state(row) for name in names] for row in found]
    rendering.console().print(rendering.table("", columns, rows))


def _state(row: PromptVersion) -> str:
    return ", ".join(name.replace("_", " ") for name in ("active", "on_trial", "pinned") if getattr(row, name))


@prompts.command(epilog="Example: alfrd prompts show summarizer --type receipt --version 1")
@kind_argument
@type_option
@click.option("--version", type=click.IntRange(min=1), help="The version; by default the active one.")
@json_option
def show(kind: str, document_type: str | None, version: int | None, json: bool) -> None:
    """Show the text of a prompt and what happened to its versions."""
    with opened() as session:
        number = version or versions.active(session, kind, document_type).version
        wanted = versions.version(session, kind, document_type, number)
        found = next(row for row in versions.listing(session, kind, document_type) if row.id == wanted)
        history = events.of(session, "prompt", choosing.key_of(kind, document_type))
    if json:
        print_json({**found._asdict(), "history": history})
        return
    click.echo(f"{_name(kind, document_type, number)} ({_state(found) or 'not active'})\n", err=True)
    click.echo(printable(found.text))
    for event in history:
        click.echo(_event(event), err=True)


def _event(event: Event) -> str:
    details = ", ".join(f"{name} {value}" for name, value in event.details.items())
    return f"{event.at:%Y-%m-%d %H:%M}  {event.event}: {one_line(details)}"


@prompts.command(epilog="Example: alfrd prompts rollback summarizer --type receipt --to 1")
@kind_argument
@type_option
@click.option("--to", "version", type=click.IntRange(min=1), required=True, help="The version to come back.")
def rollback(kind: str, document_type: str | None, version: int) -> None:
    """Make an older version active again. It is pinned: `alfrd prompts unpin` lets it be challenged."""
    with opened() as session:
        replaced = choosing.roll_back(session, kind, document_type, version)
    instead = f"in place of version {replaced}" if replaced != version else "as before"
    click.echo(f"{_name(kind, document_type, version)}, is active {instead}, and pinned")


def _pinning(name: str, doc: str, *, pinned: bool) -> Callable[..., Any]:
    @prompts.command(name, help=doc, epilog=f"Example: alfrd prompts {name} classifier")
    @kind_argument
    @type_option
    def command(kind: str, document_type: str | None) -> None:
        with opened() as session:
            version = choosing.pin(session, kind, document_type, pinned=pinned)
        click.echo(f"{_name(kind, document_type, version)}, is {name}ned")

    return command


pin = _pinning("pin", "Keep the active version from being challenged.", pinned=True)
unpin = _pinning("unpin", "Let the active version be challenged again.", pinned=False)
