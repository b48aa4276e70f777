"""`alfrd prompts`: the prompts of the language engine, their versions, and which of them are active."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import one_line, print_json, printable
from alfrd_luigi.database import events, model_checks
from alfrd_luigi.database import prompts as versions
from alfrd_luigi.database.events import Event
from alfrd_luigi.database.prompts import Key, PromptVersion
from alfrd_luigi.language.catalogue import KINDS
from alfrd_luigi.prompts import selection
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.prompts import interval_of, states

_KINDS = click.Choice(KINDS)

kind_argument = click.argument("kind", metavar="KEY")
type_option = click.option("--type", "document_type", metavar="TYPE", help="The document type of a summarizer.")


def _key(kind: str, document_type: str | None) -> Key:
    key = Key.parse(kind)
    if key.kind not in KINDS:
        raise click.BadParameter(f"{key.kind!r} is not one of {', '.join(KINDS)}.", param_hint="KEY")
    return key._replace(document_type=document_type) if document_type else key


def _name(key: Key, version: int) -> str:
    return f"{key}, version {version}"


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
        drifts = model_checks.drifts(session)
    for drift in drifts:
        click.echo(printable(drift.line), err=True)
    if json:
        print_json(found)
        return
    from alfrd_luigi.cli import rendering

    columns = ("kind", "type", "version>", "state", "score>", "from - to>", "documents>", "origin", "since")
    rows = [
        (row.kind, row.document_type, row.version, _state(row), row.score, _interval(row), row.documents, row.origin,
         row.created_at)
        for row in found
    ]  # fmt: skip
    rendering.console().print(rendering.table("", columns, rows))


def _state(row: PromptVersion) -> str:
    return ", ".join(name.replace("_", " ") for name in states(row))


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
    key = _key(kind, document_type)
    with opened() as session:
        number = version or versions.active(session, key).version
        wanted = versions.version(session, key, number)
        found = next(row for row in versions.of_key(session, key) if row.id == wanted)
        history = events.of(session, "prompt", str(key))
    if json:
        print_json({**found._asdict(), "history": history})
        return
    click.echo(f"{_name(key, number)} ({_state(found) or 'not active'})\n", err=True)
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
    key = _key(kind, document_type)
    with opened() as session:
        replaced = selection.roll_back(session, key, version)
    instead = f"in place of version {replaced}" if replaced != version else "as before"
    click.echo(f"{_name(key, version)}, is active {instead}, and pinned")


def _pinning(name: str, doc: str, *, pinned: bool) -> Callable[..., Any]:
    @prompts.command(name, help=doc, epilog=f"Example: alfrd prompts {name} classifier")
    @kind_argument
    @type_option
    def command(kind: str, document_type: str | None) -> None:
        key = _key(kind, document_type)
        with opened() as session:
            version = selection.pin(session, key, pinned=pinned)
        click.echo(f"{_name(key, version)}, is {name}ned")

    return command


pin = _pinning("pin", "Exempt the active version from challenges.", pinned=True)
unpin = _pinning("unpin", "Allow challenges of the active version again.", pinned=False)
