"""Outages in a run: documents are deferred, and after several failures in a row the run claims no more."""

from __future__ import annotations

from alfrd_luigi.database import outages, runs
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, OutageError, QuotaError, ServiceError

# Failures in a run without an answer in between, after which the next document would fail as well.
_ENOUGH = 5
_HINT = "Documents wait for it; the next run tries again"


def met(session: Session, run: str, error: AlfrdError) -> None:
    """Record that a service did not answer a stage. Stops the run after `_ENOUGH` in a row, or at once for a quota."""
    if not isinstance(error, ServiceError) or not error.service:
        return
    if outages.record(session, run, error.service, error.message) >= _ENOUGH or isinstance(error, QuotaError):
        runs.stop(session, run, OutageError(f"{error.service} answers nobody: {error.message}", _HINT))


def lines(session: Session, run: str) -> list[str]:
    """One line for each outage that the run met."""
    found = outages.met_in(session, run)
    waiting = outages.waiting(session) if found else 0
    return [
        f"{outage.service} answers nobody since {outage.since.astimezone():%Y-%m-%d %H:%M} ({outage.reason}):"
        f" {waiting} documents or files wait for it"
        for outage in found
    ]
