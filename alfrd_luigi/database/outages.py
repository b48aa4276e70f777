"""Outages: services that answer nobody. One is on record from a stage's failure to the service's next answer."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from alfrd_luigi.database.session import Session


class Outage(NamedTuple):
    """A service that has answered nobody since then; `reason` is what the last call met, at `last_at`."""

    service: str
    since: datetime
    last_at: datetime
    reason: str


def record(session: Session, run: str, service: str, reason: str) -> int:
    """Note that a stage failed for want of an answer; how many did in this run since the service's last answer."""
    return int(session.value("outages.record", run=run, service=service, reason=reason))


def end(session: Session, service: str) -> None:
    """Note an answer of a service that is not paid; that of a paid one ends its outage where it is saved."""
    session.run("outages.end", service=service)


def current(session: Session) -> list[Outage]:
    """The services that answer nobody, the longest outage first."""
    return session.all("outages.current", Outage)


def met_in(session: Session, run: str) -> list[Outage]:
    """Those that a run met and that have not ended."""
    return session.all("outages.met_in", Outage, run=run)


def waiting(session: Session) -> int:
    """How many documents and files wait for a service."""
    return int(session.value("outages.waiting"))
