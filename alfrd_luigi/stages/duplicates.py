"""Finds the papers that came twice, and takes a person's word on them.

Everything here runs under the lock of the series, so that of two copies that are filed at once the second finds the
first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.database import documents, events, files, locks, pairs
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.extraction.duplicates import Paper, compare, sketch

Verdict = Literal["same", "distinct"]

_CANDIDATES = 20


class Copy(NamedTuple):
    """A document with what it is compared by, read before the lock is taken."""

    id: UUID
    facts: pairs.Facts
    paper: Paper
    sketch: list[int]


def read(session: Session, id: UUID) -> Copy:
    """What the document is compared by."""
    facts = pairs.facts(session, id)
    paper = Paper(*facts)
    return Copy(id, facts, paper, sketch(paper))


def link(session: Session, copy: Copy) -> None:
    """Find the filed documents that are the same paper or alike. Files whose sums change become outdated.

    The caller holds the lock of the series.
    """
    before = pairs.group(session, [copy.id])
    pairs.forget(session, copy.id)
    pairs.set_sketch(session, copy.id, copy.sketch)
    for candidate in pairs.candidates(session, copy.id, copy.facts, copy.sketch, _CANDIDATES):
        found = compare(copy.paper, Paper(*candidate.facts))
        if found is not None:
            pairs.set_verdict(session, copy.id, candidate.id, found.verdict, "machine", found.evidence)
    relink(session, [*before, copy.id])


def unlink(session: Session, id: UUID) -> None:
    """Forget what filing found out about the document: it is about to be filed again. A person's word remains."""
    locks.hold_to_end(session, LockClass.SERIES, 0)
    group = pairs.group(session, [id])
    pairs.forget(session, id)
    relink(session, group)


def decide(session: Session, one: UUID, other: UUID, verdict: Verdict) -> None:
    """Record that a person says so, in one transaction. Raises InvalidInputError if it is one document."""
    if one == other:
        raise InvalidInputError(f"both are document {one}", "Name two documents")
    with session.transaction():
        pairs.hold(session, [one, other])
        locks.hold_to_end(session, LockClass.SERIES, 0)
        before = pairs.group(session, [one, other])
        pairs.set_verdict(session, one, other, verdict, "person", "")
        relink(session, before)
        events.record(session, None, "document", one, verdict, document=str(other))
        events.record(session, None, "document", other, verdict, document=str(one))


def relink(session: Session, ids: Sequence[UUID]) -> None:
    """Derive anew which of these documents are one paper. Files whose sums change become outdated."""
    group = pairs.group(session, ids)
    if len(group) < 2:
        return
    pairs.relink(session, group)
    for series_id in documents.series_among(session, group):
        files.mark_outdated(session, series_id)
