"""What a run does when a service answers nobody: documents wait, and soon no more of them are taken up."""

from __future__ import annotations

from alfrd_luigi.database import outages, runs
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, OutageError, QuotaError, ServiceError

# Failures in a run without an answer between them, after which the next document would fare no better.
_ENOUGH = 5
_HINT = "Documents wait for it; the next run tries again"


def met(session: Session, run: str, error: AlfrdError) -> None:
    """Record that a stage failed since a service does not answer; stop the run when that is no exception any longer."""
    if not isinstance(error, ServiceError) or not error.service:
        return
    if outages.record(session, run, error.service, error.message) >= _ENOUGH or isinstance(error, QuotaError):
        runs.stop(session, run, OutageError(f"{error.service} answers nobody: {error.message}", _HINT))


def lines(session: Session, run: str) -> list[str]:
    """What the run has to say about the outages that it met: a line each."""
    found = outages.met_in(session, run)
    waiting = outages.waiting(session) if found else 0
    return [
        f"{outage.service} answers nobody since {outage.since:%Y-%m-%d %H:%M} ({outage.reason}):"
        f" {waiting} documents or files wait for it"
        for outage in found
    ]
