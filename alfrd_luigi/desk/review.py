"""The review at the desk: one document after the other, its page beside its values."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, Response, jsonify

from alfrd_luigi.corrections import correction
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database import audits, documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.desk import pointing
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.desk.forms import asked
from alfrd_luigi.views import review
from alfrd_luigi.views.formats import name

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


def add_review(app: Flask, drawing: Drawing) -> None:
    """Answer the addresses of the review."""
    app.add_url_rule("/review/queue", view_func=queue)
    app.add_url_rule("/review/<uuid:id>", view_func=item)
    app.add_url_rule("/review/<uuid:id>", view_func=accept, methods=["POST"])
    app.add_url_rule("/review/<uuid:id>/read", view_func=read, methods=["POST"])

    @app.get("/review")
    def show_review() -> Response:
        return drawing.draw("review", "review")


def queue() -> Response:
    """The documents to look at, in their order."""
    return jsonify(review.queue(database().session()))


def item(id: UUID) -> Response:
    """A document as a form."""
    session = database().session()
    found = review.item(session, documents.find(session, str(id)))
    return jsonify(
        id=found.id,
        name=found.name,
        seen=found.seen,
        fields=[{**field._asdict(), "label": name(field.name)} for field in found.fields],
        pages=[page._asdict() for page in found.pages],
    )


def accept(id: UUID) -> Response:
    """Take the values that a person changed, and approve the others. The document was shown."""
    said, session = asked(_REVIEW), database().session()
    audits.set_shown(session, id)
    if said["values"]:
        places = said.get("places")
        made = correction.set_values(
            session, id, said["values"], person(), places=places, seen=said["seen"], rest_is_right=True
        )
    else:
        made = correction.approve(session, id, person(), seen=said["seen"])
    return jsonify(changes=[change.field for change in made.changes])


def read(id: UUID) -> Response:
    """The value of words that a person pointed at."""
    said = asked(_WORDS)
    pages = documents.page_texts(database().session(), id)
    return jsonify(text=pointing.read(said["kind"], said["words"], pages))
