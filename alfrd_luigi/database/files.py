"""Files: the collection of one series, with a summary that is fresh while its fingerprint equals its inputs'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Row, Session
from alfrd_luigi.errors import NotFoundError


def create(session: Session, series_id: int, tags: Sequence[str], title: str) -> None:
    """Make the file of a series, if it is not there."""
    session.run("files.create", series_id=series_id, tags=sorted(set(tags)), title=title)


def mark_outdated(session: Session, series_id: int) -> None:
    """The members of the series have changed."""
    session.run("files.mark_outdated", series_id=series_id)


def due(session: Session, run: str, limit: int = 1_000) -> list[UUID]:
    """Files, `limit` at most, that need a new summary and that this run may work on."""
    return [row["id"] for row in session.all("files.due", run=run, limit=limit)]


def claim(session: Session, run: str, id: UUID) -> Row | None:
    """Claim the file; its id, series_id and title, or None when another living run has it."""
    return session.one("files.claim", run=run, id=id)


def hold(session: Session, run: str, id: UUID) -> Failures | None:
    """Lock the file until the transaction ends; how its summary has failed so far, None when the run has lost it."""
    row = session.one("files.hold", run=run, id=id)
    return Failures(**row) if row is not None else None


def state(session: Session, id: UUID) -> Row:
    """Where the file stands: status, is_fresh, is_deferred, run_id, error. Raises NotFoundError."""
    row = session.one("files.state", id=id)
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


def documents(session: Session, series_id: int) -> list[Row]:
    """The members by date: id, document_date, total_amount, currency, summary."""
    return session.all("files.documents", series_id=series_id)


def statistics(session: Session, series_id: int) -> Row:
    """count, first_date, last_date, and currency, amounts, total, minimum, maximum, mean of the amounts."""
    return session.one("files.statistics", series_id=series_id) or {}


def set_summary(session: Session, run: str, id: UUID, made: Mapping[str, Any]) -> None:
    """Store summary, statistics, fingerprint, prompt_id, engine, and free the file."""
    session.run("files.set_summary", run=run, id=id, **made)


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
