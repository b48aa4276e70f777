"""Finds the known issuer of a document in the memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import issuers
from alfrd_luigi.database.session import Session
from alfrd_luigi.memory.identification import Page, headed_names, identify, may_be_named
from alfrd_luigi.memory.mark import Mark


class KnownIssuer(NamedTuple):
    """An issuer of the memory, and its name; the kinds of marks that identify it, and its name as printed if it is."""

    id: UUID
    name: str | None
    by: list[str]
    printed: str | None


def issuer_of(session: Session, document: UUID, page: Page) -> KnownIssuer | None:
    """The known issuer of a document, without what was learnt from the document itself. None if there is none."""
    if not issuers.is_known(session):
        return None
    candidates = {*issuers.with_marks(session, [mark.value for mark in page.marks]), *_named(session, page)}
    known: dict[UUID, list[Mark]] = {}
    for mark in issuers.marks(session, sorted(candidates), document):
        known.setdefault(mark.issuer, []).append(Mark(mark.kind, mark.value, mark.shown))
    found = identify(page, known)
    if found is None:
        return None
    return KnownIssuer(found.issuer, issuers.name(session, found.issuer), found.by, found.printed)


def _named(session: Session, page: Page) -> Iterable[UUID]:
    """The issuers one of whose names the page may print as that of its issuer."""
    printed = headed_names(page)
    return (each.issuer for each in issuers.names(session) if may_be_named(printed, each.value))
