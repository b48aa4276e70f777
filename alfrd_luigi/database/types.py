"""Document types: the table that documents refer to, and proposals for new ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from alfrd_luigi.database.session import Row, Session
from alfrd_luigi.errors import NotFoundError


def seed(session: Session, name: str, description: str, fields_schema: Mapping[str, Any], shipped: bool) -> None:
    """Add a type, or bring a shipped one up to date."""
    session.run("types.seed", name=name, description=description, fields_schema=dict(fields_schema), shipped=shipped)


def listing(session: Session) -> list[Row]:
    """Every type: name, description, fields_schema, shipped, documents."""
    return session.all("types.list")


def known(session: Session) -> list[tuple[str, str]]:
    """(name, description) of the types that a document may be of."""
    return [(row["name"], row["description"]) for row in session.all("types.known")]


def get(session: Session, name: str) -> Row:
    """One type: name, number, description, fields_schema, shipped. Raises NotFoundError."""
    row = session.one("types.get", name=name)
    if row is None:
        raise NotFoundError(f"there is no document type {name!r}", "See them with: alfrd types list")
    return row


def of_document(session: Session, id: UUID) -> Row:
    """The type of a document: as of `get`. Raises NotFoundError for a document that has none."""
    row = session.one("types.of_document", id=id)
    if row is None:
        raise NotFoundError(f"document {id} has no type", f"To classify it: alfrd rerun {id} --from classify")
    return row


def propose(session: Session, name: str, description: str, document_id: UUID) -> None:
    """Note that a classification suggested a type."""
    session.run("types.propose", name=name, description=description, document_id=document_id)


def proposals(session: Session) -> list[Row]:
    """Suggested types nobody has accepted: name, description, times, document_id."""
    return session.all("types.proposals")


def accept(session: Session, name: str) -> str:
    """Accept a proposal; its description. Raises NotFoundError."""
    description = session.value("types.accept", name=name)
    if description is None:
        raise NotFoundError(f"no type {name!r} is proposed", "See the proposals with: alfrd types list")
    return str(description)
