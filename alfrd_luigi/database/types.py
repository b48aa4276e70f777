"""Document types: the table that documents refer to, and proposals for new ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError


class DocumentType(NamedTuple):
    """A type. `number` is the key of its lock, `fields_schema` the JSON Schema of its fields."""

    name: str
    number: int
    description: str
    fields_schema: dict[str, Any]
    shipped: bool


class ListedType(NamedTuple):
    """A type with the number of its documents; `fields_schema` is the JSON Schema of its fields."""

    name: str
    description: str
    fields_schema: dict[str, Any]
    shipped: bool
    documents: int


class KnownType(NamedTuple):
    """A type that a document may have."""

    name: str
    description: str


class Proposal(NamedTuple):
    """A type that classifications proposed `times` times, for this document first."""

    name: str
    description: str
    times: int
    document_id: UUID | None
    created_at: datetime


def seed(session: Session, name: str, description: str, fields_schema: Mapping[str, Any], shipped: bool) -> None:
    """Insert a type, or update a shipped one."""
    session.run("types.seed", name=name, description=description, fields_schema=dict(fields_schema), shipped=shipped)


def listing(session: Session) -> list[ListedType]:
    """Every type."""
    return session.all("types.list", ListedType)


def known(session: Session) -> list[KnownType]:
    """The types that a document may have."""
    return session.all("types.known", KnownType)


def get(session: Session, name: str) -> DocumentType:
    """One type. Raises NotFoundError."""
    row = session.one("types.get", DocumentType, name=name)
    if row is None:
        raise NotFoundError(f"there is no document type {name!r}", "See them with: alfrd types list")
    return row


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
    """The proposed types that no person has accepted."""
    return session.all("types.proposals", Proposal)


def accept(session: Session, name: str) -> str:
    """Accept a proposal. Returns its description. Raises NotFoundError."""
    description = session.value("types.accept", name=name)
    if description is None:
        raise NotFoundError(f"no type {name!r} is proposed", "See the proposals with: alfrd types list")
    return str(description)
