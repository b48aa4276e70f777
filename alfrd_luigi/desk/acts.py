"""What a person does at the desk: the same acts as those of the commands.

A form goes back to the page of its document, which also shows what could not be done; a script gets JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue

from alfrd_luigi.corrections import bin, correction, series, tags, types, undo, verdicts
from alfrd_luigi.corrections.fields import PAID
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database import deletions, documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.dues import NOT_PAID
from alfrd_luigi.database.series import find as find_series
from alfrd_luigi.database.session import Session
from alfrd_luigi.desk.answers import done, told_on_the_page, wants_json
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.desk.forms import given
from alfrd_luigi.desk.pages import document
from alfrd_luigi.errors import InvalidInputError

_Act = Callable[[Session, UUID, str], None]
_VALUE = "value."


def add_acts(app: Flask, drawing: Drawing) -> None:
    """Answer the requests that change something."""
    on_document = {name: _on_document(act) for name, act in _ACTS.items()}
    for name, view in (on_document | {"delete": delete, "paid": pay, "unpaid": unpay}).items():
        told = told_on_the_page(partial(document, drawing), view)
        app.add_url_rule(f"/documents/<uuid:id>/{name}", name, told, methods=["POST"])
    app.add_url_rule("/undo", view_func=take_back, methods=["POST"])
    app.add_url_rule("/bin/<uuid:id>/restore", view_func=restore, methods=["POST"])
    app.add_url_rule("/series/<int:id>/rename", view_func=rename_series, methods=["POST"])
    app.add_url_rule("/series/<int:id>/merge", view_func=merge_series, methods=["POST"])
    app.add_url_rule("/types/<name>/<any(accept, refuse):verdict>", view_func=decide_type, methods=["POST"])


def _on_document(act: _Act) -> Callable[..., ResponseReturnValue]:
    def view(id: UUID) -> ResponseReturnValue:
        act(database().session(), id, person())
        return done(f"/documents/{id}")

    return view


def _set(session: Session, id: UUID, by: str) -> None:
    """Set the values that the form has changed. Each has a second field with what it was when the page was drawn."""
    said = {name.removeprefix(_VALUE): text for name, text in request.form.items() if name.startswith(_VALUE)}
    changed = {name: text for name, text in said.items() if text != request.form.get(f"was.{name}")}
    if not changed:
        raise InvalidInputError("no value was changed", "Change a value, or approve all of them")
    correction.set_values(session, id, changed, by, seen=_seen())


def _unset(session: Session, id: UUID, by: str) -> None:
    correction.unset_values(session, id, [given("name")], by, seen=_seen())


def _approve(session: Session, id: UUID, by: str) -> None:
    correction.approve(session, id, by, seen=_seen())


def _add_tag(session: Session, id: UUID, by: str) -> None:
    tags.add(session, given("tag"), [id], by)


def _remove_tag(session: Session, id: UUID, by: str) -> None:
    tags.remove(session, given("tag"), [id], by)


def _move(session: Session, id: UUID, by: str) -> None:
    series.move(session, [id], find_series(session, given("series")).id, by, seen=_seen_of(id))


def _exclude(session: Session, id: UUID, by: str) -> None:
    series.exclude(session, [id], by, seen=_seen_of(id))


def _retry(session: Session, id: UUID, _: str) -> None:
    documents.make_due(session, documents.find(session, str(id)))


def _same(session: Session, id: UUID, by: str) -> None:
    verdicts.decide(session, id, documents.find(session, given("other")), "same", by)


def _distinct(session: Session, id: UUID, by: str) -> None:
    verdicts.decide(session, id, documents.find(session, given("other")), "distinct", by)


_ACTS: dict[str, _Act] = {
    "set": _set,
    "unset": _unset,
    "approve": _approve,
    "tag": _add_tag,
    "untag": _remove_tag,
    "move": _move,
    "exclude": _exclude,
    "retry": _retry,
    "same": _same,
    "distinct": _distinct,
}


def take_back() -> ResponseReturnValue:
    """Take back the last act of the person, and go to the document that it changed."""
    made = undo.undo_act(database().session(), person())
    if not wants_json():
        return done(f"/documents/{made.documents[0]}" if made.documents else "/")
    left_out = [{"document": each.document, "reason": each.reason} for each in made.left_out]
    return jsonify(what=made.what, documents=made.documents, left_out=left_out)


def pay(id: UUID) -> ResponseReturnValue:
    """Say that a bill is paid, today."""
    correction.set_values(database().session(), id, {PAID: date.today().isoformat()}, person(), seen=_seen())
    return done("/due")


def unpay(id: UUID) -> ResponseReturnValue:
    """Say that a bill is not paid, whatever other documents say."""
    correction.set_values(database().session(), id, {PAID: NOT_PAID}, person(), seen=_seen())
    return done("/due")


def delete(id: UUID) -> ResponseReturnValue:
    """Move a document to the bin."""
    bin.delete(database().session(), [id], person())
    return done("/bin")


def restore(id: UUID) -> ResponseReturnValue:
    """Bring a document back from the bin."""
    session = database().session()
    bin.restore(session, [deletions.find(session, str(id))], person())
    return done(f"/documents/{id}")


def rename_series(id: int) -> ResponseReturnValue:
    """Give a series a name, or with an empty one the name that filing found."""
    series.rename(database().session(), id, request.form.get("title", ""), person(), seen=request.form.get("was"))
    return done(f"/series/{id}")


def merge_series(id: int) -> ResponseReturnValue:
    """Merge a series into another."""
    session = database().session()
    into = find_series(session, given("into")).id
    series.merge(session, [id], into, person())
    return done(f"/series/{into}")


def decide_type(name: str, verdict: str) -> ResponseReturnValue:
    """Accept or refuse a type that classifications proposed."""
    decide = types.accept if verdict == "accept" else types.refuse
    decide(database().session(), name, person())
    return done("/types")


def _seen() -> int | None:
    """The last change of the document when its page was drawn; None if the request does not say."""
    text = request.form.get("seen", "")
    return int(text) if text.isdecimal() else None


def _seen_of(id: UUID) -> dict[UUID, int] | None:
    seen = _seen()
    return None if seen is None else {id: seen}
