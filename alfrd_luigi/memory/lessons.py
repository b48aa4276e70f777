"""Learns from the words of persons on a document, and forgets what was learnt when the words are withdrawn.

A lesson depends on nothing but the document: its text, the findings of its stages, and the words on it. So it is learnt
anew whenever one of these changes, and an undone correction leaves the memory that was before it.

Every act of a person comes here, but few processes learn. What reads the pages is therefore imported when it is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from alfrd_luigi import preload
from alfrd_luigi.database import documents, issuers, locks
from alfrd_luigi.database.issuers import Said
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session


def load() -> Callable[[Session, UUID, Said, tuple[str, ...]], None]:
    """Import what reads the pages. Returns the function that adds the lesson of a document."""
    with preload.importing():
        from alfrd_luigi.memory.teaching import teach
    return teach


def learn(session: Session, document: UUID) -> None:
    """Learn from the words on a document what they say now, in the caller's transaction."""
    if not issuers.is_taught(session, document):
        return
    # Two lessons may be of one issuer, which the first of them adds. Filing has this lock, too: nobody waits for two.
    locks.hold_to_end(session, LockClass.SERIES, 0)
    said = issuers.said(session, document)
    issuers.unlearn(session, document)
    pages = tuple(documents.page_texts(session, document))
    if said.at is not None and any(page.strip() for page in pages):
        if said.forgotten_at is not None and said.at <= said.forgotten_at:
            issuers.insert_lesson(session, document, None, said.at, said.forgotten_at)
        else:
            load()(session, document, said, pages)
    issuers.delete_empty(session)


def unlearn(session: Session, document: UUID) -> None:
    """Delete what was learnt from a document that is about to be deleted. That it was forgotten stays on record."""
    issuers.unlearn(session, document, but_forgotten=True)
    issuers.delete_empty(session)
