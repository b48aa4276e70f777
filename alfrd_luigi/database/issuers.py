"""The memory of issuers: their marks, and the values that were learnt from their documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError, NotFoundError


class IssuerMark(NamedTuple):
    """A mark of an issuer: `value` is compared, `shown` is as printed."""

    issuer: UUID
    kind: str
    value: str
    shown: str


class LessonField(NamedTuple):
    """A value of a lesson: what the engine found by itself, what the person says, and where that stands.

    `kind` is set or approved. `found_label` is the label of the found value.
    """

    document: UUID
    learnt_at: datetime
    field: str
    kind: str
    found: Any
    found_label: str | None
    confidence: float | None
    value: Any
    places: list[dict[str, Any]]


class Losses(NamedTuple):
    """The number of documents which showed that what an issuer's memory proposes for a field is wrong."""

    issuer: UUID
    field: str
    documents: int


class IssuerSeries(NamedTuple):
    """A series of an issuer; `account` is in its normalised form, empty if it has none."""

    id: int
    account: str


class Said(NamedTuple):
    """The words on a document, each with its kind and value, and the answers of its stages. `at` is the last word's."""

    words: dict[str, dict[str, Any]]
    classification: dict[str, Any] | None
    record: dict[str, Any] | None
    at: datetime | None
    forgotten_at: datetime | None


class Listed(NamedTuple):
    """An issuer; `lessons` are the documents from which it was learnt, `taken` and `lost` count its proposals."""

    id: UUID
    name: str | None
    lessons: int
    taken: int
    lost: int
    learnt_at: datetime | None


class Found(NamedTuple):
    """An issuer and its name."""

    id: UUID
    name: str | None


class OwnName(NamedTuple):
    """The name that a person gave an issuer by itself, and when."""

    name: str | None
    named_at: datetime | None


def is_known(session: Session) -> bool:
    """Whether the memory holds anything."""
    return bool(session.value("issuers.any"))


def names(session: Session) -> list[IssuerMark]:
    """The names of all issuers, and those that were mistaken for one."""
    return session.all("issuers.names", IssuerMark)


def with_marks(session: Session, values: Iterable[str]) -> list[UUID]:
    """The issuers that have one of these marks."""
    return session.values("issuers.with_marks", values=list(values))


def marks(session: Session, ids: Sequence[UUID], but_from: UUID) -> list[IssuerMark]:
    """The marks of issuers, but for those learnt from one document."""
    return session.all("issuers.marks", IssuerMark, ids=list(ids), but_from=but_from)


def name(session: Session, id: UUID) -> str | None:
    """The name of an issuer."""
    found: str | None = session.value("issuers.name", id=id)
    return found


def named(session: Session, name: str) -> UUID | None:
    """The issuer to which a person gave this name."""
    found: UUID | None = session.value("issuers.named", name=name)
    return found


def lessons(session: Session, id: UUID, count: int, but_from: UUID) -> list[LessonField]:
    """The values learnt from the newest `count` documents of an issuer, the newest first, but for one document."""
    return session.all("issuers.lessons", LessonField, id=id, count=count, but_from=but_from)


def losses(session: Session, ids: Iterable[UUID], but_from: UUID) -> dict[tuple[UUID, str], int]:
    """How many documents showed that what is proposed is wrong, by issuer and field, since it was last learnt."""
    found = session.all("issuers.losses", Losses, ids=list(ids), but_from=but_from)
    return {(each.issuer, each.field): each.documents for each in found}


def tags(session: Session, id: UUID, but_from: UUID) -> list[str]:
    """The tags that persons gave to at least half of the documents from which an issuer was learnt."""
    return session.values("issuers.tags", id=id, but_from=but_from)


def examples(
    session: Session, issuer: UUID | None, document_type: str | None, count: int, but_from: UUID
) -> list[UUID]:
    """The newest documents from which something was learnt, of an issuer, then of a type."""
    chosen = {"issuer": issuer, "document_type": document_type, "count": count, "but_from": but_from}
    return session.values("issuers.examples", **chosen)


def series(session: Session, issuer: UUID, document_type: str, but_from: UUID) -> list[IssuerSeries]:
    """The series with a prompt in which documents of this type are, from which an issuer was learnt, but for one."""
    of = {"issuer": issuer, "document_type": document_type, "but_from": but_from}
    return session.all("issuers.series", IssuerSeries, **of)


def said(session: Session, document: UUID) -> Said:
    """What can be learnt from a document."""
    return session.only("issuers.said", Said, document_id=document)


def is_taught(session: Session, document: UUID) -> bool:
    """Whether a person said something of a document, or something was learnt from it."""
    return bool(session.value("issuers.is_taught", document_id=document))


def unlearn(session: Session, document: UUID, *, but_forgotten: bool = False) -> None:
    """Delete what was learnt from a document, but not that it was forgotten, if so chosen."""
    for step in ("unlearn_marks", "unlearn_fields"):
        session.run(f"issuers.{step}", document_id=document)
    session.run("issuers.unlearn", document_id=document, but_forgotten=but_forgotten)


def insert(session: Session, id: UUID) -> None:
    """Add an issuer, unless it is known."""
    session.run("issuers.insert", id=id)


def is_taken(session: Session, id: UUID) -> bool:
    """Whether an issuer with this id was learnt from other documents."""
    return bool(session.value("issuers.is_taken", id=id))


def insert_lesson(
    session: Session, document: UUID, issuer: UUID | None, at: datetime, forgotten_at: datetime | None = None
) -> None:
    """Add a lesson."""
    session.run(
        "issuers.insert_lesson", document_id=document, issuer_id=issuer, learnt_at=at, forgotten_at=forgotten_at
    )


def insert_mark(session: Session, issuer: UUID, document: UUID | None, kind: str, value: str, shown: str) -> None:
    """Add a mark of an issuer. Without a document, a person gave it."""
    session.run("issuers.insert_mark", issuer_id=issuer, document_id=document, kind=kind, value=value, shown=shown)


def insert_field(session: Session, field: LessonField) -> None:
    """Add a value of a lesson."""
    session.run(
        "issuers.insert_field",
        document_id=field.document,
        field=field.field,
        kind=field.kind,
        found=Json(field.found),
        found_label=field.found_label,
        confidence=field.confidence,
        value=Json(field.value),
        places=Json(field.places),
    )


def delete_empty(session: Session) -> None:
    """Delete the issuers of which nothing is left."""
    session.run("issuers.delete_empty")


def listing(session: Session, ids: Sequence[UUID] | None = None) -> list[Listed]:
    """These issuers, or all, by name."""
    return session.all("issuers.list", Listed, ids=list(ids) if ids is not None else None)


def documents_of(session: Session, id: UUID) -> list[UUID]:
    """The documents from which an issuer was learnt."""
    return session.values("issuers.learnt_documents", id=id)


def find(session: Session, text: str) -> Found:
    """The issuer with a name, an alias or the beginning of an id. Raises NotFoundError and InvalidInputError."""
    found = session.all("issuers.find", Found, text=text)
    if not found:
        raise NotFoundError(f"the memory has no issuer {text!r}", "See the issuers with: alfrd issuers list")
    if len(found) > 1:
        ids = ", ".join(f"{each.id} ({each.name})" for each in found)
        raise InvalidInputError(f"{text!r} may be several issuers: {ids}", "Give the beginning of one of these ids")
    return found[0]


def own_name(session: Session, id: UUID) -> OwnName:
    """The name that a person gave an issuer by itself."""
    return session.only("issuers.own_name", OwnName, id=id)


def set_name(session: Session, id: UUID, name: str | None, at: datetime | None) -> None:
    """Give an issuer a name; None takes it away."""
    session.run("issuers.set_name", id=id, name=name, named_at=at)


def now(session: Session) -> datetime:
    """The present time of the database."""
    found: datetime = session.value("issuers.now")
    return found


def aliases(session: Session, id: UUID) -> list[str]:
    """The aliases that persons gave an issuer."""
    return session.values("issuers.aliases", id=id)


def delete_alias(session: Session, id: UUID, value: str) -> None:
    """Delete an alias of an issuer by the form in which names are compared."""
    session.run("issuers.delete_alias", id=id, value=value)


def forget(session: Session, id: UUID) -> None:
    """Delete what was learnt of an issuer. Its documents teach nothing until a person says something of them again."""
    for step in ("forget_marks", "forget_fields", "forget_lessons"):
        session.run(f"issuers.{step}", id=id)
    set_name(session, id, None, None)
    delete_empty(session)
