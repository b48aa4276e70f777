"""Stages of which one document at a time runs, of those with the same lock."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import NamedTuple

import luigi

from alfrd_luigi import current_work
from alfrd_luigi.database import locks, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.patience import Patience
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import HeldError, MachineError
from alfrd_luigi.interrupts import check_going_on
from targets.rows import RowTarget
from tasks.base import RunTask, StageTask

_SECONDS_BETWEEN_LOOKS = 0.1


class Lock(NamedTuple):
    """An advisory lock, and what it protects, for messages."""

    lock_class: LockClass
    key: int
    protects: str


class LockedStageTask(StageTask):
    """A stage under a lock.

    A resource of the task serialises the documents with the same lock within a scheduler; the advisory lock serialises
    them across processes. No task waits for the lock while it holds a slot: if another process has the lock, this task
    releases its slots until the lock is free.
    """

    def lock(self, session: Session) -> Lock:
        """The lock of this task. Raises InvalidInputError if it is not that of the document."""
        raise NotImplementedError

    def run(self) -> Generator[luigi.Task, None, None] | None:
        """Run the stage under the lock, which also covers a pending decision on its prompt."""
        return self._run_locked()

    def _run_locked(self) -> Generator[luigi.Task, None, None]:
        lock = self.lock(database().session())
        while not self._run_or_leave(lock):
            if self._is_let_go():
                return
            yield LockIsFree(
                lock_class=lock.lock_class.name,
                key=lock.key,
                protects=lock.protects,
                asked_at=time.time(),
                run_id=self.run_id,
            )
        self.raise_failure()

    def _is_let_go(self) -> bool:
        """Whether the run has stopped waiting for a lock that others hold, and leaves this document."""
        from alfrd_luigi.stages import lifecycle

        reason = runs.stop_reason(database().session(), str(self.run_id))
        if not isinstance(reason, HeldError):
            return False
        lifecycle.let_go(self.job(), reason)
        if not self.settle:
            raise reason
        return True

    def _run_or_leave(self, lock: Lock) -> bool:
        """Whether nothing is left to do in this run: the lock was free, or the machine refuses it."""
        from alfrd_luigi.stages import lifecycle

        try:
            return self._run_if_free(lock)
        except MachineError as error:
            lifecycle.let_go(self.job(), error)
            if not self.settle:
                raise
            return True

    def _run_if_free(self, lock: Lock) -> bool:
        with locks.held_if_free(database().session(), lock.lock_class, lock.key) as taken:
            if taken:
                self.run_stage()
        return taken


class LockIsFree(RunTask):
    """Waits, without a slot, until no process holds a lock."""

    lock_class = luigi.Parameter(description="the class of the lock")
    key = luigi.IntParameter(description="the key of the lock")
    protects = luigi.Parameter(significant=False, description="what the lock protects")
    asked_at = luigi.FloatParameter(description="the start of the wait; each wait is a separate task")

    def output(self) -> RowTarget:
        """Exists while no process holds the lock."""
        return RowTarget(
            f"lock of {self.protects}",
            lambda session: locks.is_free(session, LockClass[str(self.lock_class)], self.key),
        )

    def run(self) -> None:
        """Wait until the lock is free. After `patience` seconds, the run stops."""
        session, since = database().session(), time.monotonic()
        patience = Patience(LockClass[str(self.lock_class)], str(self.protects), str(self.run_id))
        self.show(f"waits for a lock that another process holds ({self.lock_class} {self.key})")
        try:
            with current_work.waiting(f"{self.protects} is busy"):
                while not self.complete():
                    check_going_on()
                    patience.check(session, since)
                    time.sleep(_SECONDS_BETWEEN_LOOKS)
        except HeldError as error:
            runs.stop(session, str(self.run_id), error)
