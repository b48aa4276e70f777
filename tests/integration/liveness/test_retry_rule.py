"""The rule of what follows a failure, with its numbers: CONTRIBUTING.md calls it the only place that decides."""

from __future__ import annotations

import pytest

from alfrd_luigi.database import outages
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.errors import (
    AlfrdError,
    BudgetError,
    BusyError,
    DatabaseError,
    InternalError,
    InvalidAnswerError,
    MachineError,
    Outcome,
    PermanentError,
    ServiceError,
    SettingsError,
    StageError,
    StoppingError,
    TransientError,
)
from alfrd_luigi.services.books import Subject
from alfrd_luigi.stages.retry import Fail, Retry, decide, is_left, known
from support import document_rows
from support.archives import Archive

_DAY, _HOUR = 86_400, 3_600


def _decide(error: AlfrdError, before: Failures | None = None, stage: str = "summarize") -> Retry | Fail:
    session = database().session()
    document, run = document_rows.registered(session), document_rows.run_of_the_test(session)
    with session.transaction():
        return decide(session, Subject(run, stage, document=document), error, before or Failures())


def _service(outcome: Outcome = "throttled") -> ServiceError:
    error = ServiceError("textract is busy", outcome)
    error.service = "textract"
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (SettingsError("s"), True),
        (MachineError("m"), True),
        (DatabaseError("d"), True),
        (BusyError("b"), True),
        (BudgetError("b"), True),
        (StoppingError("s"), True),
        (StageError("s"), False),
        (InternalError("i"), False),
        (_service(), False),
    ],
)
def test_only_what_the_document_or_a_service_caused_changes_it(error: AlfrdError, expected: bool) -> None:
    assert is_left(error) == expected


def test_an_unforeseen_error_is_the_programs(caplog: pytest.LogCaptureFixture) -> None:
    mine = StageError("unreadable")
    assert known(mine, "reading") is mine
    assert caplog.records == []
    assert known(KeyError("secret"), "reading").message == "internal error (KeyError)"
    assert "reading" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("error", [PermanentError("encrypted"), InternalError("KeyError")])
def test_what_no_retry_helps_fails_at_once(archive: Archive, error: AlfrdError) -> None:
    assert _decide(error) == Fail(Failures(1, is_blamed=True))


def test_a_document_is_tried_after_longer_and_longer_pauses_and_then_fails(archive: Archive) -> None:
    archive.configure(max_attempts=4, retry_seconds=100)
    error: AlfrdError
    for attempts, pause, error in (
        (0, 100, TransientError("t")),
        (1, 200, InvalidAnswerError("i")),
        (2, 400, StageError("s")),
    ):
        found = _decide(error, Failures(attempts, waits=2))
        assert isinstance(found, Retry)
        assert 0.8 * pause <= found.seconds <= 1.2 * pause
        assert (found.failures, found.outcome) == (Failures(attempts + 1, is_blamed=True), "deferred")
    assert _decide(TransientError("t"), Failures(3)) == Fail(Failures(4, is_blamed=True))


def test_a_pause_is_a_day_at_most(archive: Archive) -> None:
    archive.configure(max_attempts=100, retry_seconds=100)
    found = _decide(TransientError("t"), Failures(98))
    assert isinstance(found, Retry)
    assert 0.8 * _DAY <= found.seconds <= 1.2 * _DAY


@pytest.mark.parametrize("outcome", ["throttled", "unreached", "timeout"])
def test_a_service_that_does_not_answer_counts_no_attempt(archive: Archive, outcome: Outcome) -> None:
    archive.configure(max_attempts=1, retry_seconds=100)
    for waits, pause in ((0, 100), (1, 200), (900, _HOUR)):
        found = _decide(_service(outcome), Failures(0, waits))
        assert isinstance(found, Retry)
        assert 0.8 * pause <= found.seconds <= 1.2 * pause
        assert found.failures == Failures(0, waits + 1)
    assert [each.service for each in outages.current(database().session())] == ["textract"]


def test_a_service_is_never_blamed_on_a_document_that_was_throttled(archive: Archive) -> None:
    archive.configure(retry_seconds=0)
    blamed = Failures(1, is_blamed=True)
    throttled, timeout = _decide(_service("throttled"), blamed), _decide(_service("timeout"), blamed)
    assert throttled == Retry(1.0, Failures(1, 1))  # never at once
    assert timeout == Retry(0.0, Failures(2, is_blamed=True))  # its own failure was the last


@pytest.mark.parametrize("error", [_service(), TransientError("t"), PermanentError("p")])
def test_a_scoring_is_tried_once(archive: Archive, error: AlfrdError) -> None:
    assert _decide(error, stage="score_summary") == Fail(Failures(1))
    assert outages.current(database().session()) == []
