"""The review: which documents a person should look at, and the values of one as a form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.assessment.field_names import answer_name
from alfrd_luigi.corrections import fields
from alfrd_luigi.database import audits, corrections, review, types
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.prompts import series_schema
from alfrd_luigi.views.formats import Called
from alfrd_luigi.views.values import Box, joined

Kind = Literal["type", "date", "number", "choice", "text", "prose"]

_MOST = 500
# An open audit is every fourth document, so that audits do not come in a row.
_AUDIT_EVERY = 4


class ReviewField(NamedTuple):
    """A value as a field of a form: `text` is what `alfrd set` takes. `page` is None if its place is not known.

    `is_marked`: a person should look at it first. `evidence` is the quoted text.
    """

    name: str
    kind: Kind
    text: str
    choices: tuple[str, ...]
    is_marked: bool
    page: int | None
    boxes: tuple[Box, ...]
    evidence: str | None


class ReviewItem(NamedTuple):
    """A document under review. `seen` is its last change, with which a correction is sent.

    `tried` is the prompt for whose trial chance drew it.
    """

    id: UUID
    called: Called
    seen: int
    tried: Key | None
    fields: tuple[ReviewField, ...]


def queue(session: Session) -> list[UUID]:
    """The documents to look at, at most 500: the least sure first, and the open audits among them."""
    audited = [waiting.document for waiting in audits.waiting(session)]
    doubtful = [waiting.id for waiting in review.uncertain(session, _MOST) if not waiting.is_audit]
    return list(_mixed(doubtful, audited))


def item(session: Session, id: UUID, document_type: str | None = None) -> ReviewItem:
    """An existing document as a form, or as the form that it has with another type.

    An audit looks like any other document: a value drawn at random is marked. Only that it judges a prompt is told.
    Raises NotFoundError for another type that is not known.
    """
    found = review.document(session, id)
    if document_type is not None and document_type != found.document_type:
        found = found._replace(fields_schema=types.get(session, document_type).fields_schema)
    else:
        found = found._replace(fields_schema=series_schema.of_document(session, id, found.fields_schema))
    return ReviewItem(id, found, found.seen, audits.tried(session, id), tuple(_fields(session, found)))


def whole_form(session: Session, id: UUID) -> tuple[ReviewField, ...]:
    """Every value of an existing document as a form, with those that are not right or wrong."""
    values = corrections.values(session, id)
    kinds: dict[str, Kind] = {"title": "text", "summary": "prose", "note": "prose", "paid": "date"}
    others = (
        ReviewField(name, kind, _written(values.get(name)), (), False, None, (), None) for name, kind in kinds.items()
    )
    return (*item(session, id).fields, *others)


def _mixed(doubtful: list[UUID], audited: list[UUID]) -> Iterator[UUID]:
    left = iter(audited)
    for count, id in enumerate(doubtful, start=1):
        yield id
        if count % (_AUDIT_EVERY - 1) == 0:
            yield from (each for each in (next(left, None),) if each is not None)
    yield from left


def _fields(session: Session, found: review.Reviewed) -> Iterator[ReviewField]:
    values = corrections.values(session, found.id)
    schema: Mapping[str, Any] = found.fields_schema.get("properties", {})
    own = [f"field.{name}" for name in schema if _is_single(schema[name])]
    names = [*fields.APPROVED, *sorted(own, key=lambda name: values.get(name) is None)]
    marked = (
        _drawn(found.id, [name for name in names if values.get(name) is not None])
        if found.is_audit
        else found.uncertain
    )
    for name in names:
        part = schema.get(name.removeprefix("field."), {}) if name.startswith("field.") else {}
        place = found.places.get(name)
        yield ReviewField(
            name,
            _kind(name, part),
            _written(values.get(name)),
            tuple(_choices(session, name, part)),
            name in marked,
            place["page"] if place else None,
            tuple(joined(Box(*box) for box in place["boxes"])) if place else (),
            found.evidence.get(answer_name(name)),
        )


def _drawn(id: UUID, names: Sequence[str]) -> list[str]:
    """One of the values: always the same one of a document."""
    return [names[id.int % len(names)]] if names else []


def _is_single(part: Mapping[str, Any]) -> bool:
    return part.get("type") not in ("array", "object")


def _kind(name: str, part: Mapping[str, Any]) -> Kind:
    if name == "type":
        return "type"
    if name == "date" or part.get("format") == "date":
        return "date"
    if name == "total" or part.get("type") in ("number", "integer"):
        return "number"
    return "choice" if part.get("enum") or part.get("type") == "boolean" else "text"


def _choices(session: Session, name: str, part: Mapping[str, Any]) -> Iterator[str]:
    if name == "type":
        yield from (known.name for known in types.known(session))
    elif part.get("type") == "boolean":
        yield from ("true", "false")
    else:
        yield from map(str, part.get("enum", ()))


def _written(value: Any) -> str:
    """The value as `alfrd set` takes it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
