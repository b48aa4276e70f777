"""The summary of a document and the fields of its type, for one document of a type at a time."""

from __future__ import annotations

import time
from collections.abc import Generator

import luigi

from alfrd_luigi.database import documents, locks, runs, types
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.patience import Patience
from alfrd_luigi.errors import HeldError, InvalidInputError, MachineError
from alfrd_luigi.interrupts import check_going_on
from targets.rows import RowTarget
from tasks.base import RunTask, TypedStageTask
from tasks.classify_document import ClassifyDocument

_SECONDS_BETWEEN_LOOKS = 0.1


class SummarizeDocument(TypedStageTask):
    """Summarises one document.

    The resource of its type serialises the documents of the type within a scheduler; the type's advisory lock
    serialises them across processes. No task waits for the lock while it holds a slot: if another process has the lock,
    this task releases its slots until the lock is free.
    """

    stage = "summarize"
    priority = 30

    def process_resources(self) -> dict[str, int]:
        """A slot of the model and the slot of the type; a gate needs none."""
        return {} if self.is_gate else {"bedrock": 1, f"summarize.{self.document_type}": 1}

    def requires(self) -> ClassifyDocument:
        """The classification."""
        return self.clone(ClassifyDocument)

    def run(self) -> Generator[luigi.Task, None, None]:
        """Summarise under the type's lock, which also covers a pending decision on the type's prompt."""
        if self.is_gate:
            yield from self._pass_gate()
            return
        self._check_type()
        while not self._summarize_or_leave():
            if self._is_let_go():
                return
            yield TypeIsFree(document_type=self.document_type, asked_at=time.time(), run_id=self.run_id)
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

    def _check_type(self) -> None:
        known = documents.state(database().session(), self.document).document_type
        if known is not None and known != self.document_type:
            problem = f"document {self.doc_id} is of type {known}, not {self.document_type}"
            raise InvalidInputError(problem, f"Leave --document-type out, or give {known}")

    def _summarize_or_leave(self) -> bool:
        """Whether nothing is left to do in this run: the type was free, or the machine refuses its lock."""
        from alfrd_luigi.stages import lifecycle

        try:
            return self._summarize_if_free()
        except MachineError as error:
            lifecycle.let_go(self.job(), error)
            if not self.settle:
                raise
            return True

    def _summarize_if_free(self) -> bool:

        session = database().session()
        number = types.get(session, str(self.document_type)).number
        with locks.held_if_free(session, LockClass.SUMMARIZER, number) as taken:
            if taken:
                self.run_stage()
        return taken


class TypeIsFree(RunTask):
    """Waits, without a slot, until no process summarises a document of the type."""

    document_type = luigi.Parameter(description="the awaited type")
    asked_at = luigi.FloatParameter(description="the start of the wait; each wait is a separate task")

    def output(self) -> RowTarget:
        """Exists while no process holds the type's lock."""
        return RowTarget(
            f"free {self.document_type}",
            lambda session: locks.is_free(
                session, LockClass.SUMMARIZER, types.get(session, str(self.document_type)).number
            ),
        )

    def run(self) -> None:
        """Wait until the lock is free. After `patience` seconds, the run stops."""
        session, since = database().session(), time.monotonic()
        patience = Patience(LockClass.SUMMARIZER, f"the type {self.document_type}", str(self.run_id))
        try:
            while not self.complete():
                check_going_on()
                patience.check(session, since)
                time.sleep(_SECONDS_BETWEEN_LOOKS)
        except HeldError as error:
            runs.stop(session, str(self.run_id), error)
