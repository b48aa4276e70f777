"""Runs: one `luigi` process that works on the archive, alive as long as its session holds its advisory lock."""

from __future__ import annotations

import os
import socket
import threading

from alfrd_luigi.database import locks
from alfrd_luigi.database.session import Database, Row, Session
from alfrd_luigi.errors import BudgetError, SettingsError

_lock = threading.Lock()
_sessions: dict[str, Session] = {}


def hold(database: Database, run: str) -> None:
    """Register the run and hold its lock, on a session that lives until `release` or the process ends."""
    with _lock:
        session = _sessions.get(run)
        if session is not None and not session.closed:
            return
        session = database.new_session()
        number = session.value("runs.start", run=run, host=socket.gethostname(), pid=os.getpid())
        # Not got: another worker of the same run (with luigid) holds it, and the run is alive through that one.
        locks.try_lock(session, locks.LockClass.RUN, number)
        _sessions[run] = session


def release(run: str) -> None:
    """Let go of the run's lock: from here on the run is over."""
    with _lock:
        session = _sessions.pop(run, None)
    if session is not None:
        session.close()


def is_scanned(session: Session, run: str) -> bool:
    """Whether the run has scanned the inbox."""
    return bool(session.value("runs.is_scanned", run=run))


def set_scanned(session: Session, run: str) -> None:
    """Note that the run has scanned the inbox."""
    session.run("runs.set_scanned", run=run)


def is_finished(session: Session, run: str) -> bool:
    """Whether the run has come to its end."""
    return bool(session.value("runs.is_finished", run=run))


def set_finished(session: Session, run: str) -> None:
    """Note the end of the run and free what it still claims."""
    session.run("runs.set_finished", run=run)


def stop(session: Session, run: str, reason: BudgetError | SettingsError) -> None:
    """Let the run take up no more work; the first reason is kept."""
    by = "budget" if isinstance(reason, BudgetError) else "settings"
    session.run("runs.stop", run=run, by=by, message=reason.message, hint=reason.hint)


def stop_reason(session: Session, run: str) -> BudgetError | SettingsError | None:
    """Why the run takes up no more work, None while it does."""
    row = session.one("runs.stop_reason", run=run)
    if row is None:
        return None
    kind = BudgetError if row["stopped_by"] == "budget" else SettingsError
    return kind(row["stop_message"], row["stop_hint"])


def troubles(session: Session, run: str) -> Row:
    """`failed`, `rejected` and `files_failed`: how many of each this run met."""
    return session.one("runs.troubles", run=run) or {}


def last(session: Session, limit: int) -> list[Row]:
    """The newest runs first: id, host, pid, started_at, finished_at, alive, stop_message."""
    return session.all("runs.last", limit=limit)
