"""`alfrd replay`: what another prompt, model or engine would answer about documents that were read before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import click

from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import COUNT, type_option, yes_option
from alfrd_luigi.cli.replay_columns import REPLACEMENTS, replacements
from alfrd_luigi.database import prompts, runs, types
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key, Wording
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.language import engines
from alfrd_luigi.settings import settings
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.prompts.replay import Plan, Replayed, Wanted

_KINDS = ("classifier", "summarizer", "series_summarizer")


@click.command(
    short_help="Show what another prompt, model or engine would answer.",
    epilog="Example: alfrd replay --version 2 --type receipt --limit 50",
)
@click.option(
    "--prompt", metavar="FILE", type=click.File(encoding="utf-8"), help="The file of a prompt; - reads standard input."
)
@click.option("--version", type=COUNT, metavar="N", help="A version of the prompt; default: the active one.")
@click.option(
    "--kind", type=click.Choice(_KINDS), default="summarizer", show_default=True, help="The kind of the prompt."
)
@type_option("Only documents of this type; a summarizer needs one.")
@click.option("--series", type=COUNT, metavar="N", help="The series of a series_summarizer.")
@click.option("--engine", metavar="ENGINE", help="The language engine; default: that of the settings.")
@click.option("--model", metavar="ID", help="The model of the engine; default: that of the settings.")
@click.option("--limit", type=COUNT, metavar="N", default=20, show_default=True, help="At most N documents.")
@yes_option
@listing_options(REPLACEMENTS)
def replay(prompt: TextIO | None, version: int | None, yes: bool, output: Output, **chosen: Any) -> None:
    """Show what a prompt, a version, a model or an engine would answer about documents, and file nothing.

    The table has each value that would be another one. Documents come first of which a person said what is right, then
    the newest. Saved answers cost nothing, and the price of the others is told first.
    """
    if prompt is not None and version is not None:
        raise click.UsageError("--prompt and --version exclude each other.")
    if chosen["kind"] == "summarizer" and chosen["document_type"] is None:
        raise click.UsageError("A summarizer is for one type: name it with --type.")
    if (chosen["kind"] == "series_summarizer") != (chosen["series"] is not None):
        raise click.UsageError("A series_summarizer is for one series: name it with --series.")
    with opened() as session, _wanted(session, prompt, version, **chosen) as wanted:
        print_answers(session, wanted, yes=yes, output=output)


@contextmanager
def _wanted(
    session: Session,
    prompt: TextIO | None,
    version: int | None,
    *,
    kind: str,
    document_type: str | None,
    series: int | None,
    engine: str | None,
    model: str | None,
    limit: int,
) -> Iterator[Wanted]:
    """What is replayed. The engine of another model is closed in the end. Raises the errors of a wrong name."""
    from alfrd_luigi.prompts.replay import Wanted

    if document_type is not None:
        types.get(session, document_type)
    key = Key(kind, document_type if kind == "summarizer" else None, series)
    wording = _wording(session, key, prompt, version)
    name = engine or settings().language_engine
    used = engines.made(name, model) if model else engines.engine(name)
    try:
        yield Wanted(wording, document_type, series, used, limit)
    finally:
        if model:
            used.close()


def _wording(session: Session, key: Key, prompt: TextIO | None, version: int | None) -> Wording:
    """What is asked: a version of the key or, with its fields, another text. Raises NotFoundError or UsageError."""
    active = prompts.active(session, key)
    if prompt is None:
        return prompts.wording(session, prompts.version(session, key, version or active.version))
    try:
        text = prompt.read().strip()
    except UnicodeDecodeError as error:
        raise click.BadParameter("it is no text in UTF-8.", param_hint="--prompt") from error
    if not text:
        raise click.BadParameter("it is empty.", param_hint="--prompt")
    return Wording(key.kind, text, active.fields_schema)


def print_answers(session: Session, wanted: Wanted, *, yes: bool, output: Output) -> None:
    """Tell the price, ask whether to pay it, and print what the answers would change.

    Raises UsageError without a terminal to ask at, BudgetError, and the error that ended the calls.
    """
    from alfrd_luigi.cli.replay_page import print_replay_json, say_totals
    from alfrd_luigi.prompts import replay as replaying

    planned = replaying.plan(session, wanted)
    run = runs.new_id() if planned.asked else ""
    if planned.asked:
        replaying.check_budget(session, run, planned)
    click.echo(_quote(planned, wanted), err=True)
    _consent(planned, yes=yes)
    made, stopped = _made(session, wanted, planned, run)
    if output.is_whole_json:
        print_replay_json(wanted, planned, made)
    else:
        output.print(replacements(made))
        say_totals(made)
    if stopped is not None:
        raise stopped


def _made(session: Session, wanted: Wanted, planned: Plan, run: str) -> tuple[list[Replayed], AlfrdError | None]:
    """What was replayed, and the error that ended it before the last document."""
    from alfrd_luigi.prompts.replay import replayed

    made: list[Replayed] = []
    if run:
        runs.hold(database(), run)
    try:
        made.extend(replayed(session, wanted, planned, run))
    except AlfrdError as error:
        return made, error
    finally:
        if run:
            runs.set_finished(session, run)
            runs.release(run)
    return made, None


def _quote(planned: Plan, wanted: Wanted) -> str:
    asked = len(planned.asked)
    said = f"{len(planned.documents)} documents, {len(planned.documents) - asked} of them with a saved answer"
    if not asked:
        return f"{said if wanted.engine.service else said.split(',')[0]}: nothing to pay"
    if planned.expected is None or planned.most is None:
        return f"{said}; the price of {wanted.engine.model} is not known"
    cost, most = plain.dollars(planned.expected), plain.dollars(planned.most)
    return f"{said}; the other {asked} cost about {cost}, at most {most}"


def _consent(planned: Plan, *, yes: bool) -> None:
    """Ask whether to pay, unless nothing is to be paid. Raises UsageError without a terminal."""
    if yes or not planned.asked or planned.most == 0:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask whether to pay: add --yes.")
    click.confirm("Ask them?", abort=True, err=True)
