"""What runs did: their outcomes, calls and stages, with the times from which a picture of them is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.outcomes import DocumentOutcome
from alfrd_luigi.database.runs import FIRST_OF_SIGNALS
from alfrd_luigi.database.session import Session


class RunRow(NamedTuple):
    """A run and what became of its work. `usd` is what its calls cost at most; `held` is what it holds now.

    `stopped_by` is None for a run that ended because no work was left, or that has not ended. Of its documents,
    `let_go` were left to a later run. Of the entries of the inbox, `left_in_the_inbox` could not be taken. `prompts`
    is the number of steps of trials and proposals. `exit_code` is None for a process that
    is at work, or was killed.
    """

    id: str
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    finished_at: datetime | None
    is_alive: bool
    stopped_by: str | None
    stop_message: str | None
    stop_hint: str | None
    exit_code: int | None
    registered: int
    filed: int
    failed: int
    deferred: int
    let_go: int
    rejected: int
    duplicates: int
    left_in_the_inbox: int
    summaries: int
    summaries_failed: int
    prompts: int
    calls: int
    usd: Decimal
    held: int

    @property
    def ended_at(self) -> datetime:
        """When it ended, or showed its last sign of life."""
        return self.finished_at or self.seen_at

    @property
    def state(self) -> str:
        """What is the case: running, died, interrupted (by a signal), stopped, troubled or done."""
        if self.finished_at is None:
            return "running" if self.is_alive else _end_without_finish(self.exit_code)
        if self.stopped_by is not None:
            return "stopped"
        is_troubled = self.failed or self.rejected or self.left_in_the_inbox or self.summaries_failed
        return "troubled" if is_troubled else "done"


def _end_without_finish(code: int | None) -> str:
    if code is None:
        return "died"
    return "interrupted" if code >= FIRST_OF_SIGNALS else "stopped"


class CallRow(NamedTuple):
    """An attempt of a call for a document or file; `subject` is None if that was deleted. `seconds` is None while the
    call is open.
    """

    stage: str
    subject: UUID | None
    is_file: bool
    name: str | None
    question: str
    attempt: int
    outcome: str
    called_at: datetime
    seconds: float | None
    usd: Decimal | None


class StageRow(NamedTuple):
    """The outcome of a stage of a document: completed, deferred or failed. It began `seconds` before `finished_at`."""

    subject: UUID
    name: str | None
    document_type: str | None
    stage: str
    status: str
    seconds: float
    finished_at: datetime


class StageTotals(NamedTuple):
    """What a stage took in a run: its results and their seconds, its calls and theirs, and US dollars at most.

    The calls are from `first_at` to `last_at`.
    """

    stage: str
    results: int
    failed: int
    seconds: float
    calls: int
    in_vain: int
    call_seconds: float
    usd: Decimal
    first_at: datetime | None
    last_at: datetime | None


class Use(NamedTuple):
    """The seconds of calls for a stage in a part of a period, whose number is `part`."""

    stage: str
    part: int
    seconds: float


class Arrival(NamedTuple):
    """A document, and the run that registered it."""

    run: str | None
    document: UUID


class FailedFile(NamedTuple):
    """A file whose summary failed, or is deferred until `next_attempt_at`."""

    id: UUID
    series_id: int
    title: str
    status: str
    error: str | None
    next_attempt_at: datetime | None


def runs(session: Session, limit: int) -> list[RunRow]:
    """The newest runs, the newest first."""
    return session.all("activity.runs", RunRow, id=None, limit=limit)


def run(session: Session, id: str) -> RunRow | None:
    """One run; None if there is none, or it found no work."""
    return session.one("activity.runs", RunRow, id=id, limit=1)


def calls(session: Session, run: str, limit: int) -> list[CallRow]:
    """The first calls of a run."""
    return session.all("activity.calls", CallRow, run=run, limit=limit)


def stages(session: Session, run: str, limit: int, until: datetime | None = None) -> list[StageRow]:
    """The first stages of a run, or those of them that began before a moment."""
    return session.all("activity.stages", StageRow, run=run, limit=limit, until=until)


def others(session: Session, run: str, since: datetime, until: datetime, limit: int) -> list[StageRow]:
    """The stages of other runs between two moments, without names."""
    return session.all("activity.others", StageRow, run=run, since=since, until=until, limit=limit)


def other_calls(session: Session, run: str, since: datetime, until: datetime, limit: int) -> list[CallRow]:
    """The calls of other runs between two moments, without names."""
    return session.all("activity.other_calls", CallRow, run=run, since=since, until=until, limit=limit)


def by_stage(session: Session, run: str) -> list[StageTotals]:
    """What each stage of a run took, in the order of the stages."""
    return session.all("activity.by_stage", StageTotals, run=run)


def in_use(session: Session, run: str, since: datetime, until: datetime, parts: int) -> list[Use]:
    """How long calls of a run lasted in each part of a period."""
    return session.all("activity.in_use", Use, run=run, since=since, until=until, parts=parts)


def documents(session: Session, run: str, limit: int) -> list[DocumentOutcome]:
    """The documents of a run, those that failed first, with those that it left. A title stands in for a name."""
    return session.all("activity.documents", DocumentOutcome, run=run, limit=limit)


def newest_arrivals(session: Session) -> list[Arrival]:
    """The documents that came with the newest document, the newest first. Nothing of a document that no run took in."""
    return session.all("activity.newest_arrivals", Arrival)


def failed_files(session: Session, limit: int) -> list[FailedFile]:
    """Files whose summary failed or is deferred."""
    return session.all("activity.failed_files", FailedFile, limit=limit)


def touched(session: Session, runs: Sequence[str], documents: Iterable[UUID], series: Iterable[int]) -> set[str]:
    """Those of these runs whose picture may change with these documents, or with the files of these series."""
    changed = {"documents": [str(id) for id in documents], "series": list(series)}
    return set(session.values("activity.touched", runs=list(runs), **changed))
