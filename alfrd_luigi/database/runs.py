"""Runs: `luigi` processes that work on the archive. A run is alive while its session holds its advisory lock."""

from __future__ import annotations

import atexit
import os
import secrets
import selectors
import socket
import threading
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import NamedTuple

from alfrd_luigi.database import link, migration
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Database, Session
from alfrd_luigi.errors import (
    BudgetError,
    DatabaseAwayError,
    DatabaseError,
    HeldError,
    MachineError,
    OutageError,
    SettingsError,
)
from alfrd_luigi.triggers import Point, reached

# The errors after which a run takes no more work.
Stop = BudgetError | HeldError | MachineError | OutageError | SettingsError

# The values of the column stopped_by. For a held lock, the value also says whether a holder shows a sign of life.
_STOPPED_BY: dict[str, type[BudgetError | MachineError | OutageError | SettingsError]] = {
    "budget": BudgetError,
    "machine": MachineError,
    "service": OutageError,
    "settings": SettingsError,
}
_HELD_BY = {"held": True, "frozen": False}
_SECONDS_BETWEEN_TRIES = 0.05
FIRST_OF_SIGNALS = 128  # shells report a process that a signal ended as 128 + its number

_lock = threading.Lock()
_held: dict[str, _Hold] = {}


class Troubles(NamedTuple):
    """The numbers of a run's failed documents, rejected and remaining inbox entries, and failed summaries."""

    failed: int
    rejected: int
    left_in_the_inbox: int
    files_failed: int


class Run(NamedTuple):
    """A run that found work; `seen_at` is its last sign of life."""

    id: str
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    finished_at: datetime | None
    alive: bool
    stop_message: str | None
    exit_code: int | None


class LastRun(NamedTuple):
    """The run that ended last; `outcome` is idle, done, troubled or stopped. A run last succeeded at `succeeded_at`."""

    run: str
    host: str
    pid: int
    started_at: datetime
    ended_at: datetime
    outcome: str
    succeeded_at: datetime | None


def new_id() -> str:
    """The id of a run, which sorts by time and is readable in the visualiser: 20241124T060000-3fa2."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"


class _Taken(NamedTuple):
    is_alone: bool
    version: int


class _Stopped(NamedTuple):
    by: str
    message: str
    hint: str


class _Hold:
    """A run's lock on a separate session. If this session is lost, a thread takes the lock again at once."""

    def __init__(self, database: Database, run: str) -> None:
        self._database = database
        self._run = run
        self._session, is_alone = self._taken()
        if is_alone:
            # The claims of an earlier, dead process of the same run.
            self._session.run("runs.free", run=run)
        self._ended, self._to_end = socket.socketpair()
        self._keeper = threading.Thread(target=self._keep, name=f"lock of run {run}", daemon=True)
        self._keeper.start()

    def release(self) -> None:
        """Release the lock. A session that looks for living runs next does not find this one.

        The end of the session releases it as well, but only when the server has noticed it.
        """
        self._to_end.close()
        self._keeper.join()
        self._ended.close()
        with closing(self._session), suppress(DatabaseError):  # the session may be lost, or closed on this side
            self._session.run("runs.release")

    def _taken(self) -> tuple[Session, bool]:
        session = self._database.new_session(pings_itself=True)
        try:
            # If not taken, another worker of the same run (with luigid) holds it, and the run is alive through that
            # one.
            return session, self._take(session)
        except BaseException:
            session.close()
            raise

    def _take(self, session: Session) -> bool:
        asked = {"run": self._run, "host": socket.gethostname(), "pid": os.getpid()}
        number = session.value("runs.start", **asked, schema_class=int(LockClass.SCHEMA))
        if number is None:
            raise DatabaseAwayError("the database is being migrated", "The next run goes on")
        taken = session.only("runs.take", _Taken, run_class=int(LockClass.RUN), number=number)
        migration.check_version(taken.version)
        return taken.is_alone

    def _keep(self) -> None:
        while not self._is_over(self._session, link.SECONDS_BETWEEN_PINGS):
            if self._gives_sign():
                continue
            self._session.close()
            while self._session.closed and not self._is_over(None, _SECONDS_BETWEEN_TRIES):
                with suppress(DatabaseError):
                    self._session, _ = self._taken()
            if self._session.closed:
                return

    def _gives_sign(self) -> bool:
        """Record a sign of life of this run. Returns False if the session is lost.

        The sign is due, or the server sent something on the idle session: that it ends the session.
        """
        if self._session.closed:  # closed on this side, which also ends the hold
            return True
        try:
            self._session.run("runs.give_sign", run=self._run)
        except DatabaseError:
            return False
        return True

    def _is_over(self, session: Session | None, seconds: float | None) -> bool:
        """Wait for the release of the lock (True), for data from the session, or for `seconds`."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._ended, selectors.EVENT_READ)
            # Closing the session on this side also ends the hold, so there is nothing else to wait for.
            with suppress(OSError, DatabaseError):
                if session is not None:
                    selector.register(session, selectors.EVENT_READ)
            return any(key.fileobj is self._ended for key, _ in selector.select(seconds))


def hold(database: Database, run: str) -> None:
    """Register the run and hold its lock until `release` or the end of the process. A lost lock is taken again.

    Raises DatabaseError if the schema is a newer program's, or is being migrated.
    """
    with _lock:
        if not _held:
            # Runs before the handler that stops the embedded server, which was registered earlier, so that nothing
            # restarts it.
            atexit.register(_release_all)
        if run not in _held:
            _held[run] = _Hold(database, run)
            reached(Point.RUN_STARTED)


def release(run: str) -> None:
    """Release the run's lock: the run is over."""
    with _lock:
        held = _held.pop(run, None)
    if held is not None:
        held.release()


def _release_all() -> None:
    for run in list(_held):
        release(run)


def is_scanned(session: Session, run: str) -> bool:
    """Whether the run has scanned the inbox."""
    return bool(session.value("runs.is_scanned", run=run))


def set_scanned(session: Session, run: str) -> None:
    """Record that the run has scanned the inbox."""
    session.run("runs.set_scanned", run=run)


def has_claimed(session: Session, run: str) -> bool:
    """Whether the run has claimed documents."""
    return bool(session.value("runs.has_claimed", run=run))


def end(session: Session, run: str) -> datetime | None:
    """When the run ended, or died; the present while it is active. None if there is none, or it found no work."""
    found: datetime | None = session.value("runs.end", run=run)
    return found


def is_finished(session: Session, run: str) -> bool:
    """Whether the run has ended."""
    return bool(session.value("runs.is_finished", run=run))


def set_finished(session: Session, run: str) -> str | None:
    """Record the end of the run and release its claims. The row of a run that found no work is deleted.

    Returns its outcome: idle, done, troubled or stopped; None if there is no such run.
    """
    found: str | None = session.value("runs.set_finished", run=run)
    return found


def set_exit_code(session: Session, run: str, code: int) -> None:
    """Record the exit code of the process of a run. A run that found no work has no row."""
    session.run("runs.set_exit_code", run=run, code=code)


def stop(session: Session, run: str, reason: Stop) -> None:
    """Stop the run: it takes no more work. The first reason is kept."""
    session.run("runs.stop", run=run, by=_stopped_by(reason), message=reason.message, hint=reason.hint)


def stop_reason(session: Session, run: str) -> Stop | None:
    """The reason why the run takes no more work; None while it does."""
    stopped = session.one("runs.stop_reason", _Stopped, run=run)
    if stopped is None:
        return None
    by, message, hint = stopped
    return HeldError(message, holder_lives=_HELD_BY[by]) if by in _HELD_BY else _STOPPED_BY[by](message, hint)


def _stopped_by(reason: Stop) -> str:
    if isinstance(reason, HeldError):
        return next(by for by, lives in _HELD_BY.items() if lives == reason.holder_lives)
    return next(by for by, kind in _STOPPED_BY.items() if isinstance(reason, kind))


def troubles(session: Session, run: str) -> Troubles:
    """The numbers of failures and rejections of this run."""
    return session.only("runs.troubles", Troubles, run=run)


def named(session: Session, text: str) -> list[str]:
    """The run of this id; otherwise up to two runs whose ids begin with this text."""
    found = session.values("runs.named", text=text)
    return found[:1] if text in found else found


def last(session: Session, limit: int) -> list[Run]:
    """Runs, the newest first."""
    return session.all("runs.last", Run, limit=limit)


def ended_last(session: Session) -> LastRun | None:
    """The run that ended last; None before the first."""
    return session.one("runs.ended_last", LastRun)
