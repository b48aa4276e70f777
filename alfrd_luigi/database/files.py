"""Files: each is the collection of one series. Its summary is fresh while its fingerprint equals that of its inputs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.documents import ids_with
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError


class Summary(NamedTuple):
    """A file's summary, made from documents with this fingerprint. `statistics` is a JSON object."""

    summary: str
    statistics: dict[str, Any]
    fingerprint: str
    prompt_id: int | None
    engine: str


class FileState(NamedTuple):
    """The state of a file. `error` says why there is no summary of its current documents."""

    series_id: int
    title: str
    status: str
    run_id: str | None
    error: str | None
    is_fresh: bool
    is_deferred: bool


class Member(NamedTuple):
    """A document of a series, as the file summary describes it."""

    document_date: date | None
    total_amount: Decimal | None
    currency: str | None
    summary: str | None


def create(session: Session, series_id: int, tags: Sequence[str], title: str) -> None:
    """Create the file of a series, if it does not exist."""
    session.run("files.create", series_id=series_id, tags=sorted(set(tags)), title=title)


def find(session: Session, prefix: str) -> UUID:
    """The only file whose id begins with `prefix`. Raises NotFoundError if there is none, or more than one."""
    ends = ids_with(prefix.strip().lower())
    found: list[UUID] = session.values("files.find", first=ends[0], last=ends[1]) if ends else []
    if not found:
        raise NotFoundError(f"no file's id begins with {prefix!r}", "See them with: alfrd files")
    if len(found) > 1:
        raise NotFoundError(f"more than one file's id begins with {prefix!r}", "Give more of the id")
    return found[0]


def mark_outdated(session: Session, series_id: int) -> None:
    """Mark the file as outdated: the members of the series have changed."""
    session.run("files.mark_outdated", series_id=series_id)


def restore(session: Session, series_id: int, before: datetime) -> bool:
    """Use the last summary that was made `before` from the members as they are now. Returns whether there is one."""
    return session.run("files.restore", series_id=series_id, before=before) == 1


def outdated(session: Session, others: Sequence[int] = ()) -> list[int]:
    """The series whose files need a new summary, among those with documents and these `others`."""
    return session.values("files.outdated", others=list(others))


def due(session: Session, run: str, limit: int = 1_000) -> list[UUID]:
    """Up to `limit` files that need a new summary and that this run may process."""
    return session.values("files.due", run=run, limit=limit)


def claim(session: Session, run: str, id: UUID) -> bool:
    """Claim the file for the run, unless another living run holds it."""
    return session.run("files.claim", run=run, id=id) == 1


def hold(session: Session, run: str, id: UUID) -> Failures | None:
    """Lock the file for the transaction. Returns its summary's earlier failures, or None if the run lost it."""
    return session.one("files.hold", Failures, run=run, id=id)


def state(session: Session, id: UUID) -> FileState:
    """The state of the file. Raises NotFoundError."""
    row = session.one("files.state", FileState, id=id)
    if row is None:
        raise NotFoundError(f"no file has the id {str(id)!r}", "See the files with: alfrd status --json")
    return row


def of_series(session: Session, series_id: int | None) -> UUID | None:
    """The file that collects a series."""
    found: UUID | None = session.value("files.of_series", series_id=series_id)
    return found


def inputs(session: Session, series_id: int) -> str:
    """The fingerprint of the summary inputs of this series."""
    return str(session.value("files.inputs", series_id=series_id))


def documents(session: Session, series_id: int) -> list[Member]:
    """The members that are counted, by date."""
    return session.all("files.documents", Member, series_id=series_id)


def statistics(session: Session, series_id: int) -> dict[str, Any]:
    """The statistics of the members as a JSON object.

    Of `count` papers from `first_date` to `last_date`, `duplicates` are not counted. Of the others, `amounts` in the
    most frequent `currency` have a total, minimum, maximum and mean. So many are `balances`, which are not added up, in
    `other_currencies`, or `without_amount`.
    """
    found: dict[str, Any] = session.value("files.statistics", series_id=series_id)
    return found


def set_summary(session: Session, run: str, id: UUID, made: Summary) -> bool:
    """Store a summary, and release the file. Returns False if the run has lost the file."""
    return session.run("files.set_summary", run=run, id=id, **made._asdict()) == 1


def set_error(session: Session, run: str, id: UUID, error: str, failures: Failures, seconds: float | None) -> None:
    """Record that the summary failed: it is deferred for `seconds`, or failed for good (None)."""
    session.run(
        "files.set_error", run=run, id=id, error=error, failed=seconds is None, seconds=seconds, **failures.counts
    )


def release(session: Session, run: str, id: UUID) -> None:
    """Release the run's claim of the file."""
    session.run("files.release", run=run, id=id)


def make_due(session: Session) -> int:
    """Make failed and deferred files due now. Returns their number."""
    return session.run("files.make_due")
