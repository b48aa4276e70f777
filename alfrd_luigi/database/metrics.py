"""Numbers about the archive, for those who watch it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from alfrd_luigi.database.session import Session


class Count(NamedTuple):
    """A number of documents or files, by the name of a stage or status; a document from before stages has none."""

    name: str | None
    number: int


class Calls(NamedTuple):
    """The calls to a service with an outcome: what they cost, and what those of unknown cost may have cost at most."""

    service: str
    outcome: str
    calls: int
    usd: Decimal
    unknown_usd: Decimal


def failed(session: Session) -> list[Count]:
    """The failed documents by stage."""
    return session.all("metrics.failed", Count)


def files(session: Session) -> list[Count]:
    """The files by the status of their summary."""
    return session.all("metrics.files", Count)


def oldest_waiting(session: Session) -> datetime | None:
    """When the document was registered that has waited longest; None if none waits."""
    found: datetime | None = session.value("metrics.oldest_waiting")
    return found


def calls(session: Session) -> list[Calls]:
    """All calls by service and outcome."""
    return session.all("metrics.calls", Calls)


def spent_today(session: Session) -> Decimal:
    """US dollars that the calls of this day (UTC) cost at most."""
    return Decimal(session.value("metrics.spent_today"))
