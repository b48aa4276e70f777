"""What the tasks share: their run, their document, and how a failure is reported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, ClassVar, get_args
from urllib.parse import quote
from uuid import UUID

import luigi
from luigi.parameter import ParameterVisibility

from alfrd_luigi.archive import open_archive
from alfrd_luigi.database import documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, BusyError, DocumentsFailedError, NotFoundError
from alfrd_luigi.report.links import file_of_document
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import load
from alfrd_luigi.stages.graph import StageName
from alfrd_luigi.worker.checks import RESOURCES
from alfrd_luigi.worker.process_exit import stop
from alfrd_luigi.worker.reporter import StatusReporter
from targets import progress_cache
from targets.rows import RowTarget

if TYPE_CHECKING:
    from alfrd_luigi.stages.document_stage import DocumentStage
    from alfrd_luigi.stages.retry import Fail, Retry

# The run itself reports why it stops. A document that another run holds does not concern this run.
LEFT = (*get_args(runs.Stop), BusyError)
_ID_LENGTH = 36


class RunTask(luigi.Task):
    """A task of one run. The default run id is new in every process, so that luigid never confuses two runs."""

    run_id = luigi.Parameter(default=runs.new_id(), description="the run of this task; default: a new one")

    reporter: ClassVar[StatusReporter | None] = None
    """Tells luigid's visualiser what to show of this running task. None without a visualiser."""

    @property
    def tracking_url(self) -> str | None:
        """The page that luigid's visualiser links to: of the report, if that has an address and such a page."""
        page = self.page() if settings().report_url else None
        return None if page is None else f"{settings().report_url}/{quote(page)}"

    def page(self) -> str | None:
        """The file of the report that is about this task."""
        return None

    @classmethod
    @cache
    def get_params(cls) -> list[tuple[str, luigi.Parameter]]:
        """Cached: Luigi asks for the parameters several times for each task, and searches the whole class each time."""
        return list(super().get_params())

    def announce(self) -> None:
        """Called on the task that a person named, before it is scheduled. Ends the process if the task cannot run."""
        try:
            self.check()
        except AlfrdError as error:
            stop(error)

    def scheduling(self) -> AbstractContextManager[None]:
        """Entered while Luigi asks this task, and all tasks that it requires, whether they are complete."""
        return progress_cache.once()

    def check(self) -> None:
        """Raise the error that makes this task impossible; print what makes it unnecessary."""

    def give_back_slots(self) -> None:
        """Release the slots of services while this task stores its result; keep the slot of its type."""
        # Luigi sets it on a running task. If run() is called directly, the task holds no slots.
        decrease = getattr(self, "decrease_running_resources", None)
        if decrease is not None:
            self.decrease_running_resources = None  # once is sufficient, and each time is a call to luigid
            decrease({name: count for name, count in self.process_resources().items() if name in RESOURCES})

    def show(self, message: str) -> None:
        """Show a message beside this running task in luigid's visualiser, and after its end.

        A message is a sentence of ours with numbers and ids. It has no text of a document, a model or a service.
        """
        if self.reporter is not None:
            self.reporter.update_status_message(message)


class SettlingTask(RunTask):
    """A task that a run completes without an error if its work fails, is deferred or is left: the run goes on."""

    settle = luigi.BoolParameter(
        default=False,
        significant=False,
        visibility=ParameterVisibility.HIDDEN,
        description="complete this task if its work fails or is deferred; the run continues with others",
    )
    ends_group = True

    @property
    def group(self) -> str:
        """The group that the worker forgets together: only this task."""
        return str(self.task_id)

    @property
    def explained_by(self) -> str:
        """The command that says what became of the work."""
        return "alfrd status"

    def attempt(self, work: Callable[[], Retry | Fail | None]) -> None:
        """Do the work, and show how it failed, if it did. In a run, an error that leaves it unchanged is none."""
        try:
            decision = work()
        except LEFT:
            self.show(f"left to a later run; for the reason: {self.explained_by}")
            if not self.settle:
                raise
        else:
            if decision is not None:
                self.show(f"{decision.outcome}; for the reason: {self.explained_by}")


class DocumentId(luigi.Parameter):
    """The id of a document. A person may give its beginning, if it is that of no other document."""

    def parse(self, x: str) -> str:
        """The full id: the identity of a task is made of it. Raises NotFoundError, and the errors of `open_archive`."""
        return x if _is_full(x) else self._found(x)

    def _found(self, prefix: str) -> str:
        open_archive()
        return str(documents.find(database().session(), prefix))


def _is_full(text: str) -> bool:
    """Whether it is an id as the database writes it, so that nothing has to be looked up."""
    try:
        return len(text) == _ID_LENGTH and text == str(UUID(text))
    except ValueError:
        return False


class DocumentTask(SettlingTask):
    """A task on one document."""

    doc_id = DocumentId(description="the id of the document, as `alfrd list` shows it, or the beginning of it")
    doc_name = luigi.Parameter(
        default="", significant=False, positional=False, description="the name of the document, which luigid shows"
    )
    ends_group = False

    @property
    def group(self) -> str:
        """The group that the worker forgets together: the tasks of one document."""
        return str(self.doc_id)

    @property
    def explained_by(self) -> str:
        """The command that says what became of the document."""
        return f"alfrd why {self.doc_id}"

    @property
    def document(self) -> UUID:
        """The id as a UUID. Raises NotFoundError for an invalid one."""
        try:
            return UUID(str(self.doc_id))
        except ValueError:
            raise NotFoundError(f"{self.doc_id!r} is not a document's id", "See the ids with: alfrd list") from None

    def page(self) -> str:
        """The page of the document."""
        return file_of_document(self.document)

    def check(self) -> None:
        """Raise NotFoundError for a missing document."""
        documents.state(database().session(), self.document)
        if self.complete():
            sys.stdout.write(f"{self.task_family} of document {self.doc_id} is done already. {self.how_to_force()}\n")

    def how_to_force(self) -> str:
        """How to run a completed task again."""
        return f"To run it again: alfrd rerun {self.doc_id} --from ocr"

    def raise_failure(self) -> None:
        """Unless failures settle, raise DocumentsFailedError with the document's reason."""
        from alfrd_luigi.stages import document_stage

        state = None if self.settle else document_stage.failure(self.document)
        if state is not None:
            ended = "was deferred after it failed" if state.is_deferred else "failed"
            raise DocumentsFailedError(
                f"document {self.doc_id} {ended} at {state.error_stage}: {state.error_message}",
                f"{state.error_hint or 'To try it again'}: alfrd retry {self.doc_id}",
            )


class StageTask(DocumentTask):
    """One stage of one document. Its output is the stage's row."""

    stage: ClassVar[StageName]

    def output(self) -> RowTarget:
        """The stage's row. In a run, it also exists if the document goes no further in this run."""
        return RowTarget(f"{self.stage} of {self.doc_id}", self._is_done)

    def _is_done(self, session: Session) -> bool:
        found = progress_cache.progress(session, self.document)
        return found.is_settled(self.stage, str(self.run_id)) if self.settle else self.stage in found.completed

    def run(self) -> Generator[luigi.Task, None, None] | None:
        """Run the stage."""
        self.run_stage()
        self.raise_failure()
        return None

    def run_stage(self) -> None:
        """Run the stage. In a run, an error that leaves the document unchanged completes the task."""
        from alfrd_luigi.stages import lifecycle

        self.attempt(lambda: lifecycle.run(self.job(), self.give_back_slots))

    def job(self) -> DocumentStage:
        """The stage of the document that this task runs."""
        from alfrd_luigi.stages.document_stage import DocumentStage

        return DocumentStage(load(self.stage), self.document, str(self.run_id))

    def how_to_force(self) -> str:
        """How to run a completed stage again."""
        return f"To run it again: alfrd rerun {self.doc_id} --from {self.stage}"


class GatedStageTask(StageTask):
    """A stage whose resources depend on what an earlier stage finds.

    The pipeline passes that as a parameter. If a person names only the document, this task is a gate: it requires the
    earlier stage and then yields itself with the parameter, so that there is one task and one set of resources for the
    work.
    """

    @property
    def is_gate(self) -> bool:
        """Whether the parameter was not given."""
        raise NotImplementedError

    def passed(self) -> luigi.Task | None:
        """This task with the parameter. None if the earlier stage found nothing."""
        raise NotImplementedError

    def run(self) -> Generator[luigi.Task, None, None] | None:
        """Run the stage. A gate yields the task with the parameter."""
        return self._pass_gate() if self.is_gate else super().run()

    def _pass_gate(self) -> Generator[luigi.Task, None, None]:
        passed = self.passed()
        if passed is not None:
            yield passed
        self.raise_failure()


class TypedStageTask(GatedStageTask):
    """A stage after classification, with the type as its parameter."""

    document_type = luigi.OptionalParameter(default=None, description="the document's type, if it is known")

    @property
    def is_gate(self) -> bool:
        """Whether the type was not given."""
        return self.document_type is None

    def passed(self) -> luigi.Task | None:
        """This task with the document's type. None if the document has none."""
        document_type = documents.state(database().session(), self.document).document_type
        return self.clone(document_type=document_type) if document_type else None
