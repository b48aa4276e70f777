"""Tags of documents: what classifications found and persons gave, and the former names of tags.

The tags of a document are derived from both. The tag of its series is the program's own: see `documents.tag_series`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Tag(NamedTuple):
    """A tag with the number of its documents."""

    tag: str
    documents: int


class FormerName(NamedTuple):
    """A former name of a tag, and the name that replaces it."""

    name: str
    becomes: str


def derive(session: Session, ids: Sequence[UUID]) -> None:
    """Give documents the tags that their classification found and that persons gave them."""
    with session.transaction():
        session.run("tags.hold_names")
        session.run("tags.derive", ids=list(ids))


def arrive(session: Session, document: UUID, tags: Iterable[str]) -> None:
    """Give a new document the tags that came with it. They count as a person's."""
    with session.transaction():
        for tag in tags:
            say(session, None, document, tag, is_given=True)
        derive(session, [document])


def say(session: Session, act: int | None, document: UUID, tag: str, *, is_given: bool) -> None:
    """Record that a document has a tag, or does not have it."""
    session.run("tags.say", act_id=act, document_id=document, tag=tag, is_given=is_given)


def say_merged(session: Session, act: int, documents: Sequence[UUID], tag: str) -> None:
    """Record that these documents have a tag, where a person once removed it."""
    session.run("tags.say_merged", act_id=act, ids=list(documents), tag=tag)


def withdraw(session: Session, act: int, document: UUID, by: int) -> None:
    """Withdraw the words of an act on the tags of a document. `by` is the act that withdraws them."""
    session.run("tags.withdraw", act_id=act, document_id=document, by=by)


def listing(session: Session) -> list[Tag]:
    """The tags that documents have, the most common first."""
    return session.all("tags.list", Tag)


def of_document(session: Session, document: UUID) -> list[str]:
    """The tags of a document."""
    return session.values("tags.of_document", document_id=document)


def spoken(session: Session, document: UUID) -> set[str]:
    """The tags of which persons have said that the document has them, or does not, by their present names."""
    return set(session.values("tags.spoken", document_id=document))


def present_name(session: Session, tag: str) -> str:
    """The present name of a tag, which is its own if nobody renamed it."""
    return str(session.value("tags.present_name", tag=tag))


def documents_with(session: Session, tag: str) -> list[UUID]:
    """The documents with a tag, by id."""
    return session.values("tags.documents", tag=tag)


def documents_merging(session: Session, tags: Sequence[str], into: str) -> list[UUID]:
    """The documents whose tags or words change if these tags become `into`, by id."""
    return session.values("tags.merging", tags=list(tags), into=into)


def hold_names(session: Session) -> None:
    """Wait until no other transaction derives tags, and keep others from it until this one ends."""
    session.run("tags.hold_names_to_change")


def former_names(session: Session, tags: Sequence[str]) -> dict[str, str]:
    """The former names among these tags and those of these tags, each with the name that replaces it."""
    return dict(session.all("tags.former_names", FormerName, tags=list(tags)))


def rename(session: Session, names: Mapping[str, str]) -> None:
    """Record former names, each with the name that replaces it."""
    for name, becomes in names.items():
        session.run("tags.rename", name=name, becomes=becomes)


def forget_names(session: Session, names: Iterable[str]) -> None:
    """Make former names usable again."""
    session.run("tags.forget_names", names=list(names))
