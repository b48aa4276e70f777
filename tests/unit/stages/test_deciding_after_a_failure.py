"""What happens to a document after a failure, as far as no query decides it: retry, wait, fail, or left unchanged."""

from __future__ import annotations

from uuid import UUID

import pytest

from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import (
    AlfrdError,
    BusyError,
    ConflictError,
    DatabaseAwayError,
    DatabaseError,
    InternalError,
    InvalidAnswerError,
    InvalidInputError,
    LockHeldError,
    MachineError,
    NotFoundError,
    Outcome,
    PermanentError,
    RefusedRequestError,
    RefusedTierError,
    RefusedValueError,
    ServiceError,
    SettingsError,
    StageError,
    TransientError,
)
from alfrd_luigi.services.books import Subject
from alfrd_luigi.settings import Settings
from alfrd_luigi.stages import retry
from alfrd_luigi.stages.retry import Fail, Retry

DOCUMENT = UUID(int=7)
# A session that no statement may use.
UNUSED = Session.__new__(Session)


def _decide(error: AlfrdError, before: Failures | None = None, stage: str = "summarize") -> Retry | Fail:
    return retry.decide(UNUSED, Subject("run", stage, document=DOCUMENT), error, before or Failures())


def _waits(error: AlfrdError, before: Failures) -> float:
    decision = _decide(error, before)
    assert isinstance(decision, Retry)
    return decision.seconds


def _set(monkeypatch: pytest.MonkeyPatch, *, attempts: int = 3, seconds: float = 60) -> None:
    monkeypatch.setattr(retry, "settings", lambda: Settings(max_attempts=attempts, retry_seconds=seconds))


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch)


@pytest.fixture
def _exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses without chance."""
    monkeypatch.setattr(retry, "_JITTER", (1.0, 1.0))


@pytest.mark.parametrize(
    ("error", "is_left"),
    [
        (SettingsError("no key"), True),
        (RefusedRequestError("refused"), True),
        (RefusedTierError("refused"), True),
        (MachineError("disk full"), True),
        (DatabaseError("no schema"), True),
        (DatabaseAwayError("away"), True),
        (LockHeldError("locked"), True),
        (BusyError("held"), True),
        (ConflictError("changed"), True),
        (StageError("blank"), False),
        (TransientError("later"), False),
        (PermanentError("encrypted"), False),
        (InvalidAnswerError("no JSON"), False),
        (InvalidInputError("no file"), False),
        (ServiceError("away", "unreached"), False),
        (InternalError("KeyError"), False),
        (RefusedValueError("a text", "invalid byte"), False),
        (NotFoundError("nothing"), False),
        (AlfrdError("something"), False),
    ],
)
def test_a_document_is_left_unchanged_where_another_is_at_fault(error: AlfrdError, is_left: bool) -> None:
    assert retry.is_left(error) is is_left


@pytest.mark.parametrize(
    ("error", "before", "after"),
    [
        (StageError("blank"), 0, 1),
        (StageError("blank"), 1, 2),
        (TransientError("later"), 0, 1),
        (InvalidAnswerError("no JSON"), 1, 2),
    ],
)
@pytest.mark.usefixtures("_exact")
def test_a_document_at_fault_is_tried_again(error: AlfrdError, before: int, after: int) -> None:
    decision = _decide(error, Failures(before, waits=4))
    assert decision == Retry(60 * 2.0**before, Failures(after, waits=0, is_blamed=True))
    assert decision.outcome == "deferred"


@pytest.mark.parametrize(
    ("error", "before"),
    [
        (StageError("blank"), 2),
        (StageError("blank"), 5),  # the setting was greater before
        (TransientError("later"), 2),
        (PermanentError("encrypted"), 0),  # no attempt helps
        (PermanentError("encrypted"), 1),
        (InternalError("KeyError"), 0),  # the program is at fault
        (RefusedValueError("a text", "invalid byte"), 0),
        (AlfrdError("something"), 0),
    ],
)
def test_a_document_fails_after_its_attempts_or_at_once(error: AlfrdError, before: int) -> None:
    decision = _decide(error, Failures(before))
    assert decision == Fail(Failures(before + 1, is_blamed=True))
    assert decision.outcome == "failed"


@pytest.mark.parametrize("stage", ["score_classification", "score_summary"])
@pytest.mark.parametrize("error", [StageError("blank"), ServiceError("away", "unreached"), PermanentError("no")])
def test_a_scoring_is_tried_once(stage: str, error: AlfrdError) -> None:
    assert _decide(error, stage=stage) == Fail(Failures(1))


@pytest.mark.parametrize("outcome", ["throttled", "unreached"])
@pytest.mark.usefixtures("_exact")
def test_a_document_waits_for_a_service_without_an_attempt(outcome: Outcome) -> None:
    error = ServiceError("the service is away", outcome)
    assert _decide(error, Failures(2, waits=0, is_blamed=True)) == Retry(60, Failures(2, waits=1))
    assert _decide(error, Failures(2, waits=3)) == Retry(480, Failures(2, waits=4))
    assert _decide(error, Failures(2, waits=50)) == Retry(3_600, Failures(2, waits=51))


@pytest.mark.usefixtures("_exact")
def test_each_pause_is_twice_the_one_before_up_to_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, attempts=100)
    pauses = [_waits(StageError("blank"), Failures(times)) for times in range(13)]
    assert pauses == [60.0 * 2**times for times in range(11)] + [86_400, 86_400]
    assert _waits(StageError("blank"), Failures(98)) == 86_400


@pytest.mark.usefixtures("_exact")
def test_a_run_never_asks_a_service_without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, seconds=0)
    assert _waits(ServiceError("away", "unreached"), Failures()) == 1
    assert _waits(StageError("blank"), Failures()) == 0


def test_documents_that_failed_together_are_not_tried_together() -> None:
    pauses = {_waits(StageError("blank"), Failures()) for _ in range(50)}
    assert len(pauses) > 10
    assert min(pauses) >= 48
    assert max(pauses) <= 72


def test_a_known_error_stays_and_an_unforeseen_one_names_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    error = StageError("blank")
    assert retry.known(error, "the summary") is error
    assert not caplog.records
    unforeseen = retry.known(KeyError("IBAN DE00 1234"), "the summary")
    assert isinstance(unforeseen, InternalError)
    assert str(unforeseen) == "internal error (KeyError)"
    [record] = caplog.records
    assert "the summary" in record.getMessage()
    assert "IBAN" not in caplog.text
