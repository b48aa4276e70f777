"""The review at the desk: one document after the other, its page beside its values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Flask, Response, jsonify, request

from alfrd_luigi import preload, startup
from alfrd_luigi.corrections import correction
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database import audits, documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.review import pages as pages_of
from alfrd_luigi.database.series import get as series_of
from alfrd_luigi.database.session import Session
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.desk.forms import asked
from alfrd_luigi.desk.links import DeskLinks
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.views import review
from alfrd_luigi.views.formats import name
from alfrd_luigi.views.review import ReviewItem
from alfrd_luigi.web import texts
from alfrd_luigi.web.sheets import sheets

_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
_BOX = {"type": "array", "items": {"type": "number", "minimum": 0, "maximum": 1}, "minItems": 4, "maxItems": 4}
_PLACE = {
    "type": "object",
    "properties": {
        "page": {"type": "integer", "minimum": 1},
        "boxes": {"type": "array", "items": _BOX, "minItems": 1, "maxItems": 200},
    },
    "required": ["page", "boxes"],
    "additionalProperties": False,
}
_REVIEW = {
    "type": "object",
    "properties": {
        "seen": {"type": "integer", "minimum": 0},
        "values": _TEXTS,
        "places": {"type": "object", "additionalProperties": _PLACE},
    },
    "required": ["seen", "values"],
    "additionalProperties": False,
}
_WORDS = {
    "type": "object",
    "properties": {"kind": {"type": "string"}, "words": {"type": "string", "maxLength": 10_000}},
    "required": ["kind", "words"],
    "additionalProperties": False,
}


# The pages whose words are sent with a document; those of others are sent when they are shown.
_WHOLE = 4


def add_review(app: Flask, drawing: Drawing) -> None:
    """Answer the addresses of the review."""
    app.add_url_rule("/review/queue", view_func=queue)
    app.add_url_rule("/review/<uuid:id>", "item", partial(item, drawing=drawing))
    app.add_url_rule("/review/<uuid:id>", view_func=accept, methods=["POST"])
    app.add_url_rule("/review/<uuid:id>/pages/<int:number>", view_func=page)
    app.add_url_rule("/review/<uuid:id>/read", view_func=read, methods=["POST"])

    @app.get("/review")
    def show_review() -> Response:
        startup.review_begun()
        return drawing.draw("review", "review")


def queue() -> Response:
    """The documents to look at, in their order."""
    return jsonify(review.queue(database().session()))


def item(id: UUID, drawing: Drawing) -> Response:
    """A document as a form with its pages, or as the form that it has with another type."""
    session = database().session()
    with session.snapshot():
        found = review.item(session, documents.find(session, str(id)), request.args.get("type"))
        pages = _pages(session, found)
    return jsonify(
        id=found.id,
        name=drawing.formats.called(found.called),
        seen=found.seen,
        drawn="" if found.tried is None else texts.text("review.drawn", prompt=_prompt(session, found.tried)),
        fields=[{**field._asdict(), "label": _label(field.name)} for field in found.fields],
        pages=pages,
    )


def _prompt(session: Session, key: Key) -> str:
    """What the pages call a prompt."""
    series = None if key.series_id is None else series_of(session, key.series_id).title
    return ", ".join(filter(None, (name(key.kind), key.document_type and name(key.document_type), series)))


def _label(field: str) -> str:
    """The name of a value, as the pages write it."""
    return texts.text(f"column.{field}") if field in ("type", "entity", "date", "total") else name(field)


def _pages(session: Session, found: ReviewItem) -> list[dict[str, Any]]:
    """The pages, the first ones and those with values with their words; `picture` is None if a page is a text."""
    placed = sorted({field.page for field in found.fields if field.page is not None})
    rows = pages_of(session, found.id, list(dict.fromkeys([1, *placed]))[:_WHOLE])
    drawn = {
        sheet.number for sheet in sheets(documents.files(session, found.id), {row.number: row.turn for row in rows})
    }
    return [
        {
            "number": row.number,
            "picture": DeskLinks().picture(found.id, row.number) if row.number in drawn else None,
            "words": row.words,
            "text": row.text,
        }
        for row in rows
    ]


def page(id: UUID, number: int) -> Response:
    """The words and the text of a page."""
    found = next((each for each in pages_of(database().session(), id, [number]) if each.number == number), None)
    if found is None:
        raise NotFoundError(f"document {id} has no page {number}", "Look at its original files")
    return jsonify(words=found.words, text=found.text)


def accept(id: UUID) -> Response:
    """Take the values that a person changed, and approve the others, with the places that the person showed."""
    said, session = asked(_REVIEW), database().session()
    places, seen = said.get("places"), said["seen"]
    audits.set_shown(session, id)
    if said["values"]:
        made = correction.set_values(
            session, id, said["values"], person(), places=places, seen=seen, rest_is_right=True
        )
    else:
        made = correction.approve(session, id, person(), places=places, seen=seen)
    return jsonify(changes=[change.field for change in made.changes])


def read(id: UUID) -> Response:
    """The value of words that a person pointed at."""
    said = asked(_WORDS)
    pages = documents.page_texts(database().session(), id)
    return jsonify(text=_value_of(said["kind"], said["words"], pages))


def _value_of(kind: str, words: str, pages: Sequence[str]) -> str:
    """The day or amount that words on these pages say, as `alfrd set` takes it; the words if they say none."""
    with preload.importing():  # half of what a page of the desk would import, and no page needs it
        from alfrd_luigi.extraction.amounts.money import decimal_point, find_money
        from alfrd_luigi.extraction.dates import read_day
    if kind == "date":
        day = read_day(words, pages)
        return day.isoformat() if day is not None else words
    if kind == "number":
        lines = [line for page in pages for line in page.splitlines()]
        amount = next(iter(find_money(words, decimal_point(lines))), None)
        return str(amount.value) if amount is not None else words
    return words
