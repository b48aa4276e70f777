"""`alfrd set`, `unset` and `approve`: the word of a person on a document's values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import click

from alfrd_luigi.cli.acting import Act, act_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import document_argument, documents_argument, json_option
from alfrd_luigi.cli.output import change, print_documents
from alfrd_luigi.cli.waiting import when_free
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database import documents, revisions
from alfrd_luigi.database.session import Session

if TYPE_CHECKING:
    from alfrd_luigi.corrections.correction import Correction, ValueChange

Correct = Callable[[Session, UUID, str, int], "Correction"]


@click.command("set", epilog='Example: alfrd set 3fa2 total=42.00 entity="City Water" field.due_date=2024-03-15')
@document_argument
@click.argument("values", metavar="FIELD=VALUE...", nargs=-1, required=True)
@act_options()
def set_(document: str, values: Sequence[str], act: Act) -> None:
    """Set values of a document. Your word replaces what was found, at once and for good.

    FIELD is type, entity, date, total, currency, summary, title, note, paid (a day, or `no`), or field.NAME for a field
    of the type of the document. An empty VALUE says that there is none. No rerun, engine or prompt changes the value;
    `alfrd unset` withdraws it.

    The next run repeats what depends on the value: after a type the summary, after an entity or account the series, and
    after any value the summary of the file. A document that a run is processing is waited for, for a minute.
    """
    said = dict(_pair(each) for each in values)

    def correct(session: Session, id: UUID, by: str, seen: int) -> Correction:
        from alfrd_luigi.corrections.correction import set_values

        return set_values(session, id, said, by, seen=seen)

    _do(document, correct, act)


@click.command(epilog="Example: alfrd unset 3fa2 total")
@document_argument
@click.argument("names", metavar="FIELD...", nargs=-1, required=True)
@act_options()
def unset(document: str, names: Sequence[str], act: Act) -> None:
    """Withdraw your word on values of a document. They become what the engine found."""

    def correct(session: Session, id: UUID, by: str, seen: int) -> Correction:
        from alfrd_luigi.corrections.correction import unset_values

        return unset_values(session, id, names, by, seen=seen)

    _do(document, correct, act)


@click.command(short_help="Say that all values of documents are right.", epilog="Example: alfrd approve 3fa2 81c0")
@documents_argument
@json_option
def approve(names: Sequence[str], json: bool) -> None:
    """Say that all values of documents are right, those that are blank, too.

    This counts as much as a correction: the values no longer change, and are no longer uncertain. It says nothing of a
    summary.
    """
    from alfrd_luigi.corrections import correction

    with opened() as session:
        ids = [documents.find(session, name) for name in names]
        for id in ids:
            when_free(partial(correction.approve, session, id, person()))
    print_documents("approved", ids, {}, json=json)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"{text!r} is not of the form FIELD=VALUE")
    return name, value


def _do(document: str, correct: Correct, act: Act) -> None:
    with opened() as session:
        id = documents.find(session, document)
        seen = revisions.last_id(session, id)
        made, after = act.make(session, lambda by: correct(session, id, by, seen))
    act.tell(made._asdict(), list(map(_said, made.changes)) or ["no value changes"], after)


def _said(each: ValueChange) -> str:
    was = f" (was the word of {each.was.person})" if each.was else ""
    return change(each.field, each.before, each.after) + was
