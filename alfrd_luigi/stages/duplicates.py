"""Finds the papers that came twice. A person's verdict on two documents is never replaced.

Everything here runs under the lock of the series, so that of two copies that are filed at once the second finds the
first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import documents, files, locks, pairs
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.duplicates import Paper, compare, sketch

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
        judge(session, copy, candidate.id, candidate.facts)
    relink(session, [*before, copy.id])


def judge(session: Session, copy: Copy, other: UUID, facts: pairs.Facts) -> None:
    """Compare a document with another, and record the verdict if they are the same paper or alike."""
    found = compare(copy.paper, Paper(*facts))
    if found is not None:
        pairs.set_verdict(session, copy.id, other, found.verdict, "machine", found.evidence)


def unlink(session: Session, id: UUID) -> None:
    """Forget what filing found out about the document: it is about to be filed again. A person's word remains."""
    locks.hold_to_end(session, LockClass.SERIES, 0)
    group = pairs.group(session, [id])
    pairs.forget(session, id)
    relink(session, group)


def relink(session: Session, ids: Sequence[UUID]) -> None:
    """Derive anew which of these documents are one paper. Files whose sums change become outdated."""
    group = pairs.group(session, ids)
    if len(group) < 2:
        return
    pairs.relink(session, group)
    for series_id in documents.series_among(session, group):
        files.mark_outdated(session, series_id)
