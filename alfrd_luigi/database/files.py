"""Files: the collection of one series, with a summary that is fresh while its fingerprint equals its inputs'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError


class Summary(NamedTuple):
    """A file's summary, made from documents of this fingerprint, whose statistics are as JSON has them."""

    summary: str
    statistics: dict[str, Any]
    fingerprint: str
    prompt_id: int | None
    engine: str


class FileState(NamedTuple):
    """Where a file stands; `error` is why it has no summary of its present documents."""

    series_id: int
    title: str
    status: str
    run_id: str | None
    error: str | None
    is_fresh: bool
    is_deferred: bool


class Member(NamedTuple):
    """A document of a series, as its file's summary tells of it."""

    document_date: date | None
    total_amount: Decimal | None
    currency: str | None
    summary: str | None


def create(session: Session, series_id: int, tags: Sequence[str], title: str) -> None:
    """Make the file of a series, if it is not there."""
    session.run("files.create", series_id=series_id, tags=sorted(set(tags)), title=title)


def mark_outdated(session: Session, series_id: int) -> None:
    """The members of the series have changed."""
    session.run("files.mark_outdated", series_id=series_id)


def due(session: Session, run: str, limit: int = 1_000) -> list[UUID]:
    """Files, `limit` at most, that need a new summary and that this run may work on."""
    return session.values("files.due", run=run, limit=limit)


def claim(session: Session, run: str, id: UUID) -> bool:
    """Claim the file for the run, unless another living run has it."""
    return session.run("files.claim", run=run, id=id) == 1


def hold(session: Session, run: str, id: UUID) -> Failures | None:
    """Lock the file until the transaction ends; how its summary has failed so far, None when the run has lost it."""
    return session.one("files.hold", Failures, run=run, id=id)


def state(session: Session, id: UUID) -> FileState:
    """Where the file stands; raises NotFoundError."""
    row = session.one("files.state", FileState, id=id)
    if row is None:
        raise NotFoundError(f"no file has the id {str(id)!r}", "See the files with: alfrd status --json")
    return row


def of_series(session: Session, series_id: int | None) -> UUID | None:
    """The file that collects a series."""
    value: UUID | None = session.value("files.of_series", series_id=series_id)
    return value


def inputs(session: Session, series_id: int) -> str:
    """The fingerprint of what the summary of this series is made from."""
    return str(session.value("files.inputs", series_id=series_id))


def documents(session: Session, series_id: int) -> list[Member]:
    """The members by date."""
    return session.all("files.documents", Member, series_id=series_id)


def statistics(session: Session, series_id: int) -> dict[str, Any]:
    """What SQL can tell of the members, as JSON has it: their count, first_date and last_date, and of the `amounts` in
    their most frequent currency the total, minimum, maximum and mean."""
    found: dict[str, Any] = session.value("files.statistics", series_id=series_id)
    return found


def set_summary(session: Session, run: str, id: UUID, made: Summary) -> bool:
    """Store a summary, and free the file; False when the run has lost it."""
    return session.run("files.set_summary", run=run, id=id, **made._asdict()) == 1


def set_error(session: Session, run: str, id: UUID, error: str, failures: Failures, seconds: float | None) -> None:
    """Note that no summary could be made, for `seconds` or (None) for good."""
    session.run(
        "files.set_error", run=run, id=id, error=error, failed=seconds is None, seconds=seconds, **failures.counts
    )


def release(session: Session, run: str, id: UUID) -> None:
    """The run has no more to do with the file."""
    session.run("files.release", run=run, id=id)


def make_due(session: Session) -> int:
    """Failed and deferred files become due now; how many."""
    return session.run("files.make_due")
