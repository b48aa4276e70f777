"""Document types: the table that documents refer to, and proposals for new ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError


class DocumentType(NamedTuple):
    """A type. `number` is the key of its lock, `fields_schema` the JSON Schema of its fields.

    `rules` is the name that it had first, by which the rules know it. A retired type is given to no document.
    """

    name: str
    number: int
    description: str
    fields_schema: dict[str, Any]
    shipped: bool
    rules: str
    retired_at: datetime | None


class ListedType(NamedTuple):
    """A type with the number of its documents; `fields_schema` is the JSON Schema of its fields."""

    name: str
    description: str
    fields_schema: dict[str, Any]
    shipped: bool
    is_retired: bool
    documents: int


class KnownType(NamedTuple):
    """A type that a document may get."""

    name: str
    description: str


class FirstName(NamedTuple):
    """A type with the name that it had first."""

    name: str
    rules: str


class Decision(NamedTuple):
    """The description of a proposal, and what a person decided: proposed (nothing yet), accepted or refused."""

    description: str
    status: str


class Proposal(NamedTuple):
    """A type that classifications proposed `times` times, for this document first."""

    name: str
    description: str
    times: int
    document_id: UUID | None
    created_at: datetime


def seed(session: Session, name: str, description: str, fields_schema: Mapping[str, Any]) -> str | None:
    """Insert or update a shipped type. Returns the name that it has now; None if a person's type has its name."""
    shipped = {"description": description, "fields_schema": dict(fields_schema)}
    found: str | None = session.value("types.seed", name=name, **shipped)
    return found


def insert(session: Session, name: str, description: str, fields_schema: Mapping[str, Any]) -> None:
    """Insert a type of a person."""
    session.run("types.insert", name=name, description=description, fields_schema=dict(fields_schema))


def describe(session: Session, name: str, description: str, fields_schema: Mapping[str, Any]) -> None:
    """Give a type another description and other fields."""
    session.run("types.describe", name=name, description=description, fields_schema=dict(fields_schema))


def delete(session: Session, name: str) -> None:
    """Delete a type that nothing uses, with its prompts."""
    session.run("types.delete", name=name)


def is_used(session: Session, name: str) -> bool:
    """Whether documents have the type, or had it before a change that can be undone."""
    return bool(session.value("types.is_used", name=name))


def set_retired(session: Session, name: str, at: datetime | str | None) -> None:
    """Retire a type; None uses it again."""
    session.run("types.set_retired", name=name, at=at)


def first_names(session: Session) -> dict[str, str]:
    """The types that a person renamed, with the names by which the rules know them."""
    return dict(session.all("types.first_names", FirstName))


def with_rules(session: Session, rules: str) -> str | None:
    """The present name of the type that the rules know by this name."""
    found: str | None = session.value("types.with_rules", rules=rules)
    return found


def series_follow(session: Session, old: str, new: str) -> bool:
    """Whether series have the name of a type, and can get its new name."""
    return bool(session.value("types.series_follow", old=old, new=new))


def rename(session: Session, old: str, new: str, *, with_series: bool, with_proposal: bool) -> None:
    """Give a type another name, in every row that has it."""
    names = {"old": old, "new": new}
    session.run("types.rename", **names)
    session.run("types.rename_in_answers", **names, series=with_series)
    session.run("types.rename_in_words", **names)
    session.run("types.rename_in_lessons", **names)
    session.run("types.rename_in_uses", **names)
    session.run("types.rename_in_audits", **names)
    session.run("types.rename_in_said", **names)
    session.run("types.rename_in_revisions", **names, series=with_series)
    if with_series:
        session.run("types.rename_series", **names)
    if with_proposal:
        session.run("types.rename_proposal", **names)


def classified(session: Session, name: str) -> list[UUID]:
    """The documents whose classification found a type, or of which a person says that they have it."""
    return session.values("types.classified", name=name)


def tell_documents(session: Session, name: str, **details: Any) -> None:
    """Record in the history of the documents of a type that it has another name."""
    session.run("types.tell_documents", name=name, details=details)


def listing(session: Session, name: str | None = None) -> list[ListedType]:
    """Every type, or the one with this name."""
    return session.all("types.list", ListedType, name=name)


def known(session: Session) -> list[KnownType]:
    """The types that a document may get."""
    return session.all("types.known", KnownType)


def get(session: Session, name: str) -> DocumentType:
    """One type. Raises NotFoundError."""
    row = session.one("types.get", DocumentType, name=name)
    if row is None:
        raise unknown(name)
    return row


def unknown(name: str) -> NotFoundError:
    """The error that there is no type of this name."""
    return NotFoundError(f"there is no document type {name!r}", "See them with: alfrd types list")


def of_document(session: Session, id: UUID) -> DocumentType:
    """The type of a document. Raises NotFoundError for a document without a type."""
    row = session.one("types.of_document", DocumentType, id=id)
    if row is None:
        raise NotFoundError(f"document {id} has no type", f"To classify it: alfrd rerun {id} --from classify")
    return row


def propose(session: Session, name: str, description: str, document_id: UUID) -> None:
    """Record that a classification proposed a type."""
    session.run("types.propose", name=name, description=description, document_id=document_id)


def proposals(session: Session) -> list[Proposal]:
    """The proposed types that no person has accepted or refused."""
    return session.all("types.proposals", Proposal)


def proposal(session: Session, name: str) -> Decision | None:
    """What was decided about a proposal; None if the type was never proposed."""
    return session.one("types.proposal", Decision, name=name)


def decide(session: Session, name: str, status: str) -> None:
    """Record what a person decided about a proposal."""
    session.run("types.decide", name=name, status=status)
