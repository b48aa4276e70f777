"""The summary of a file: statistics from SQL and text from the language engine; a fingerprint shows if it is fresh."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import events, files, prompts, runs, series_fields
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, BusyError
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.inquiry import FittedAnswer, ask
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.graph import FILE_SUMMARY
from alfrd_luigi.stages.retry import Fail, Retry

# The newest values of each field that a summary may compare: a year of monthly papers and the one before.
_COMPARED = 13
_EMPTY = "No documents are in this file at the moment."


def is_settled(id: UUID, run: str) -> bool:
    """Whether this run has nothing to do for the file: it is fresh, failed or deferred, or the run is stopped."""
    session = database().session()
    state = files.state(session, id)
    return bool(
        state.is_fresh or state.status == "failed" or state.is_deferred or runs.stop_reason(session, run) is not None
    )


class FileSummary(NamedTuple):
    """A job (see lifecycle.Job): the summary of this file, in this run."""

    id: UUID
    run: str

    @property
    def subject(self) -> Subject:
        """The subject of the calls."""
        return Subject(self.run, FILE_SUMMARY, file=self.id)

    def begin(self, session: Session) -> bool:
        """Claim the file."""
        runs.hold(database(), self.run)
        if not files.claim(session, self.run, self.id):
            files.state(session, self.id)  # raises NotFoundError if there is no such file
            raise BusyError(f"file {self.id} is being summarised by another run", "Try again when that has ended")
        return True

    def work(self, session: Session, books: Books) -> _Made:
        """Ask for the summary, given the statistics."""
        file = files.state(session, self.id)
        # The fingerprint is read first: a later change makes the summary outdated, never wrongly fresh.
        fingerprint = files.inputs(session, file.series_id)
        statistics = files.statistics(session, file.series_id)
        members = [member._asdict() for member in files.documents(session, file.series_id)]
        prompt = prompts.active(session, Key("file_summarizer"))
        engine = engines.selected()
        question = questions.summarize_file(
            prompt.text,
            file.title,
            statistics,
            members,
            settings().summary_language,
            _compared(session, file.series_id),
        )
        asked = ask(engine, question, books) if members else FittedAnswer({"summary": _EMPTY}, {})
        row = files.Summary(asked.answer["summary"], statistics, fingerprint, prompt.id, engine.name)
        return _Made(row, asked.omitted)

    def store(self, session: Session, made: _Made, _seconds: float) -> bool:
        """Store the summary."""
        if not files.set_summary(session, self.run, self.id, made.row):
            return False
        details = {"documents": made.row.statistics["count"], **made.omitted}
        events.record(session, self.run, "file", self.id, "generated", **details)
        return True

    def hold(self, session: Session) -> Failures | None:
        """Lock the file. Returns its failures as they are now, because a new member resets them."""
        return files.hold(session, self.run, self.id)

    def record_failure(self, session: Session, error: AlfrdError, decision: Retry | Fail, _seconds: float) -> None:
        """Record that the summary failed."""
        seconds = decision.seconds if isinstance(decision, Retry) else None
        files.set_error(session, self.run, self.id, error.line, decision.failures, seconds)
        events.record(session, self.run, "file", self.id, decision.outcome, reason=error.line)

    def release(self, session: Session, _reason: AlfrdError) -> None:
        """Release the file unchanged."""
        files.release(session, self.run, self.id)


def _compared(session: Session, series_id: int) -> list[dict[str, Any]]:
    """The fields that can be compared over time. They are made of the members' fields, which the fingerprint covers."""
    found = (each._asdict() for each in series_fields.compared(session, [series_id], _COMPARED))
    return [{name: value for name, value in each.items() if name != "series_id"} for each in found]


class _Made(NamedTuple):
    """The summary to store, and what was omitted from the question."""

    row: files.Summary
    omitted: dict[str, Any]
