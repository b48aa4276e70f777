"""Issuers as they are shown: what identifies them, what was learnt of them, and how their memory does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import issuer_rows, issuers, listings
from alfrd_luigi.database.issuer_rows import Lesson, Mark, Papers, Uses
from alfrd_luigi.database.issuers import Listed
from alfrd_luigi.database.listings import DocumentRow
from alfrd_luigi.database.session import Session
from alfrd_luigi.grouping import batches, grouped
from alfrd_luigi.memory.use import DEMOTED
from alfrd_luigi.views import series
from alfrd_luigi.views.series import SeriesRow

_NEWEST = 12
_LESSONS = 50
_SERIES = 50
_BATCH = 100
_NOBODY = UUID(int=0)


class Learnt(NamedTuple):
    """The newest lesson on a value, and the uses of what was learnt of it.

    `is_doubted` says that papers showed it to be wrong so often that it is not proposed until it is learnt again.
    """

    lesson: Lesson
    uses: Uses | None
    is_doubted: bool


class IssuerView(NamedTuple):
    """An issuer: what was last learnt of each value, its newest `lessons`, and the newest of its `documents`."""

    issuer: Listed
    marks: tuple[Mark, ...]
    learnt: tuple[Learnt, ...]
    lessons: tuple[Lesson, ...]
    documents: int
    newest: tuple[DocumentRow, ...]
    series: tuple[SeriesRow, ...]


class KnownIssuer(NamedTuple):
    """What identifies an issuer, and all that was learnt of it, the newest lesson first."""

    id: UUID
    name: str | None
    marks: tuple[Mark, ...]
    lessons: tuple[Lesson, ...]


class Outline(NamedTuple):
    """An issuer without the rows of its newest documents and of its series, whose ids are in `papers`."""

    issuer: Listed
    marks: tuple[Mark, ...]
    learnt: tuple[Learnt, ...]
    lessons: tuple[Lesson, ...]
    papers: Papers


class Memory:
    """What is read once for all issuers, or for those with some ids."""

    def __init__(self, session: Session, *, ids: Sequence[UUID] | None = None) -> None:
        self._session = session
        self.issuers = issuers.listing(session, ids)
        self._uses = grouped(issuer_rows.uses(session, ids), lambda each: each.issuer)
        self._papers = {each.issuer: each for each in issuer_rows.papers(session, _NEWEST, _SERIES, ids)}

    def outlines(self) -> Iterator[Outline]:
        """The issuers by name."""
        for batch in batches(self.issuers, _BATCH):
            yield from self._batch(batch)

    def views(self, outlines: Sequence[Outline]) -> Iterator[IssuerView]:
        """These issuers; some are in memory at a time."""
        for batch in batches(outlines, _BATCH):
            newest = [document for each in batch for document in each.papers.newest]
            rows = {row.id: row for row in listings.documents(self._session, ids=newest)}
            collected = series.rows(self._session, (id for each in batch for id in each.papers.series))
            for each in batch:
                yield IssuerView(
                    each.issuer,
                    each.marks,
                    each.learnt,
                    each.lessons,
                    each.papers.documents,
                    tuple(rows[id] for id in each.papers.newest),
                    tuple(collected[id] for id in each.papers.series),
                )

    def _batch(self, batch: Sequence[Listed]) -> Iterator[Outline]:
        ids = [each.id for each in batch]
        marks = grouped(issuer_rows.marks(self._session, ids), lambda mark: mark.issuer)
        lost = issuers.losses(self._session, filter(self._can_be_doubted, ids), _NOBODY)
        lessons = grouped(issuer_rows.lessons(self._session, ids, _LESSONS), lambda lesson: lesson.issuer)
        for issuer in batch:
            papers = self._papers.get(issuer.id, Papers(issuer.id, 0, [], []))
            yield Outline(
                issuer,
                tuple(marks[issuer.id]),
                tuple(self._learnt(issuer.id, lessons[issuer.id], lost)),
                tuple(lessons[issuer.id]),
                papers,
            )

    def _can_be_doubted(self, id: UUID) -> bool:
        return any(each.taken + each.lost >= DEMOTED for each in self._uses[id])

    def _learnt(self, id: UUID, lessons: Iterable[Lesson], lost: Mapping[tuple[UUID, str], int]) -> Iterator[Learnt]:
        """The newest lesson on each value, by its name."""
        newest: dict[str, Lesson] = {}
        for lesson in lessons:
            newest.setdefault(lesson.field, lesson)
        uses = {each.field: each for each in self._uses[id]}
        for field in sorted(newest):
            yield Learnt(newest[field], uses.get(field), lost.get((id, field), 0) >= DEMOTED)


def view(session: Session, id: UUID) -> IssuerView:
    """An existing issuer."""
    memory = Memory(session, ids=[id])
    return next(memory.views(list(memory.outlines())))


def known(session: Session, issuer: str) -> KnownIssuer:
    """The issuer with a name, an alias or the beginning of an id. Raises NotFoundError and InvalidInputError."""
    found = issuers.find(session, issuer)
    marks = issuer_rows.marks(session, [found.id])
    return KnownIssuer(found.id, found.name, tuple(marks), tuple(issuer_rows.lessons(session, [found.id], None)))
