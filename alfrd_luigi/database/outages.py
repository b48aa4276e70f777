"""Outages: services that do not answer. An outage is recorded from a stage's failure to the service's next answer."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from alfrd_luigi.database.session import Session


class Outage(NamedTuple):
    """A service without an answer since `since`. `reason` is the error of the last call, at `last_at`."""

    service: str
    since: datetime
    last_at: datetime
    reason: str


def record(session: Session, run: str, service: str, reason: str) -> int:
    """Record that a service did not answer a stage. Returns how many times in this run since its last answer."""
    return int(session.value("outages.record", run=run, service=service, reason=reason))


def end(session: Session, service: str) -> None:
    """Record an answer of a service that is not paid. For a paid one, saving the answer ends the outage."""
    session.run("outages.end", service=service)


def current(session: Session) -> list[Outage]:
    """The services that do not answer, the longest outage first."""
    return session.all("outages.current", Outage)


def met_in(session: Session, run: str) -> list[Outage]:
    """The outages that a run met and that have not ended."""
    return session.all("outages.met_in", Outage, run=run)


def waiting(session: Session) -> int:
    """The number of documents and files that wait for a service."""
    return int(session.value("outages.waiting"))
