"""What somebody may want to be told of the archive."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from alfrd_luigi.database.session import Session


class Failure(NamedTuple):
    """What is failed, with its reason: a document, a file, or an entry of the inbox, with its id or number."""

    subject: str
    key: str
    stage: str | None
    reason: str | None


class Decision(NamedTuple):
    """A decision about a version of a prompt, with the number of its event."""

    id: int
    key: str
    event: str
    version: int | None


class Week(NamedTuple):
    """The last 7 days, and what has failed, waits or is uncertain now. Calls cost at most `usd`."""

    registered: int
    filed: int
    failed: int
    waiting: int
    uncertain: int
    usd: Decimal


def failures(session: Session) -> list[Failure]:
    """What is failed, or was rejected in the last 7 days."""
    return session.all("news.failures", Failure)


def budget(session: Session) -> str | None:
    """The message of the last run of this day (UTC) that the budget stopped; None if there is none."""
    found: str | None = session.value("news.budget")
    return found


def decisions(session: Session) -> list[Decision]:
    """The decisions about prompts in the last 7 days."""
    return session.all("news.decisions", Decision)


def week(session: Session) -> Week:
    """The last 7 days."""
    return session.only("news.week", Week)
