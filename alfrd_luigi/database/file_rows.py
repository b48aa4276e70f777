"""Files with their series and summaries, as people see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class File(NamedTuple):
    """A file with its series. `error` says why there is no summary of its current documents."""

    id: UUID
    series_id: int
    entity: str
    series_type: str
    account: str
    title: str
    frequency: str | None
    status: str
    summary: str | None
    statistics: dict[str, Any] | None
    error: str | None
    generated_at: datetime | None
    is_fresh: bool
    documents: int


def files(session: Session, series: Sequence[int] | None = None) -> list[File]:
    """Files, or those of these series, by entity."""
    return session.all("file_rows.files", File, series=list(series) if series is not None else None)


def newest(session: Session, limit: int) -> list[File]:
    """Up to `limit` files: those that wait for their first summary, then those with the newest summaries."""
    series: list[int] = session.values("file_rows.newest", limit=limit)
    found = {file.series_id: file for file in files(session, series)}
    return [found[id] for id in series if id in found]


def count(session: Session) -> int:
    """The number of files."""
    return int(session.value("file_rows.count"))
