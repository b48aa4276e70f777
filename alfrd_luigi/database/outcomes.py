"""What becomes of the work of a run: how far it is, and how its documents, files and inbox entries ended."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class StageProgress(NamedTuple):
    """The number of documents that have passed a stage, of those that a run holds or may claim."""

    stage: str
    documents: int
    done: int


class Tally(NamedTuple):
    """How many documents of a run are filed, failed and deferred so far, and how many it holds or may still claim."""

    filed: int
    failed: int
    deferred: int
    waiting: int

    @property
    def percentage(self) -> int:
        """How much of the work on documents is done, from 0 to 100."""
        return 100 * (sum(self) - self.waiting) // max(1, sum(self))


class FileProgress(NamedTuple):
    """The number of file summaries that a run has finished, and the number that wait."""

    done: int
    waiting: int


class Spending(NamedTuple):
    """What the calls of a run cost at most, in US dollars, and how many of its documents failed or are deferred."""

    usd: Decimal
    failed: int
    deferred: int


class DocumentName(NamedTuple):
    """A document with its name: that of its first file. Or a file with its title."""

    id: UUID
    name: str


class DocumentOutcome(NamedTuple):
    """The outcome of a document in a run: filed, failed or deferred. `name` is the name of its first file."""

    id: UUID
    name: str | None
    document_type: str | None
    entity: str | None
    outcome: str
    stage: str | None
    reason: str | None

    @property
    def cause(self) -> str | None:
        """The reason, with the stage, which a reason may name itself: `classify got 2 invalid answers`."""
        if self.stage is None or self.reason is None or self.reason.startswith(f"{self.stage} "):
            return self.reason
        return f"{self.stage}: {self.reason}"


class FileOutcome(NamedTuple):
    """The outcome of a file in a run: generated, failed or deferred."""

    id: UUID
    title: str
    outcome: str
    reason: str | None


class EntryOutcome(NamedTuple):
    """An inbox entry that a run did not register: rejected, a duplicate, or failed."""

    name: str
    outcome: str
    reason: str
    hint: str


def progress(session: Session, run: str) -> list[StageProgress]:
    """The progress of a run in each stage, in order."""
    return session.all("outcomes.progress", StageProgress, run=run)


def tally(session: Session, run: str) -> Tally:
    """How the documents of a run have ended so far."""
    return session.only("outcomes.tally", Tally, run=run)


def file_progress(session: Session, run: str) -> FileProgress:
    """The progress of a run with the file summaries."""
    return session.only("outcomes.file_progress", FileProgress, run=run)


def spending(session: Session, run: str) -> Spending:
    """What a run has spent so far, and what did not go well."""
    return session.only("outcomes.spending", Spending, run=run)


def names(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of documents and the titles of files."""
    return {row.id: row.name for row in session.all("outcomes.names", DocumentName, ids=list(ids))}


def documents(session: Session, run: str) -> list[DocumentOutcome]:
    """The outcomes of the documents of a run, in the order in which they ended."""
    return session.all("outcomes.documents", DocumentOutcome, run=run)


def files(session: Session, run: str) -> list[FileOutcome]:
    """The outcomes of the files of a run, by title."""
    return session.all("outcomes.files", FileOutcome, run=run)


def entries(session: Session, run: str) -> list[EntryOutcome]:
    """The inbox entries that a run did not register."""
    return session.all("outcomes.entries", EntryOutcome, run=run)
