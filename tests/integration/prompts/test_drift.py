"""A model that answers otherwise than before ends the trials. The stand-in answers over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database import events, locks, model_checks, runs, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.errors import ServiceError, TrialBudgetError
from alfrd_luigi.prompts import drift
from alfrd_luigi.prompts.trials import TrialStep
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.stages import lifecycle
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.faults import Fault
from support import trial_rows
from support.archives import Archive
from support.commands import Alfrd
from support.connections import connected

RUN = "20240501T000000-drift"
MODEL = "amazon.nova-pro-v1:0"
NAMES = ["class", "bill", "receipt"]
# In two steps: a row may have the month that another one is moved to.
_AGED = """
    UPDATE model_checks SET month = month - interval '1001 months', checked_at = checked_at - interval '32 days';
    UPDATE model_checks SET month = month + interval '1000 months'
"""


@pytest.fixture
def trial(archive: Archive, aws: StandIn) -> UUID:
    """An open trial that a run holds, with the stand-in's Bedrock."""
    archive.configure(
        language_engine="bedrock", bedrock_model_id=MODEL, max_cost_per_day="9", backoff_seconds=0, call_attempts=2
    )
    runs.hold(database(), RUN)
    return trial_rows.opened(database().session(), RUN)


@pytest.fixture
def check(trial: UUID) -> Callable[[], bool]:
    """Check the model in a step of the trial."""
    books = Books(database(), Subject(RUN, "try_prompt", trial=trial))
    return lambda: drift.check(database().session(), RUN, books)


@pytest.fixture
def a_month_later(archive: Archive) -> Callable[[], None]:
    """Make all checks a month older."""

    def age() -> None:
        with connected(archive.database_url) as own:
            own.execute(_AGED)
            own.execute("DELETE FROM answers")

    return age


def _rows(archive: Archive) -> list[Any]:
    with connected(archive.database_url) as own:
        own.execute("SELECT changed, is_drift, than IS NULL, reported FROM model_checks ORDER BY month")
        return own.fetchall()


def _state(trial: UUID) -> tuple[str, str | None]:
    row = trials.trial(database().session(), trial)
    return row.state, row.reason


def _of(*operations: str) -> Callable[[str], Fault | None]:
    return lambda operation: "other_model" if operation in operations else None


def test_a_model_is_asked_three_questions_once_a_month(
    check: Callable[[], bool], trial: UUID, aws: StandIn, archive: Archive, a_month_later: Callable[[], None]
) -> None:
    assert check()
    assert check()
    assert [call.operation for call in aws.calls] == ["classify", "summarize", "summarize"]
    assert {call.tier for call in aws.calls} == {"flex"}
    a_month_later()
    assert check()
    assert len(aws.calls) == 6
    assert _rows(archive) == [([], False, True, None), ([], False, False, None)]
    assert _state(trial) == ("open", None)
    assert model_checks.since(database().session(), "bedrock", MODEL) is None


def test_the_calls_are_those_of_the_trial(check: Callable[[], bool], trial: UUID, archive: Archive) -> None:
    check()
    with connected(archive.database_url) as own:
        own.execute("SELECT DISTINCT trial_id, document_id, run_id FROM calls")
        assert own.fetchall() == [(trial, None, RUN)]


def test_a_model_that_answers_otherwise_ends_the_trials(
    check: Callable[[], bool], trial: UUID, aws: StandIn, archive: Archive, a_month_later: Callable[[], None]
) -> None:
    session = database().session()
    other = trial_rows.opened(session, RUN, "summarizer", "receipt")
    check()
    a_month_later()
    aws.behaviour = Behaviour(script=_of("classify", "summarize"))
    assert not check()
    assert len(aws.calls) == 3 + 3 + 3  # each is asked once more
    assert _rows(archive)[1] == (NAMES, True, False, None)
    for each in (trial, other):
        state, reason = _state(each)
        assert (state, reason and reason.split(" than ")[0]) == ("withdrawn", f"model {MODEL} answers otherwise")
    assert [event.event for event in events.of(session, "prompt", "classifier", "summarizer:receipt")] == [
        "withdrawn"
    ] * 2
    (event,) = [event for event in events.of(session, "run", RUN) if event.event == "model drifted"]
    assert (event.details["model"], event.details["changed"]) == (MODEL, NAMES)
    assert model_checks.since(session, "bedrock", MODEL) is not None
    assert check()  # the next trials go on


def test_a_drift_is_told(
    check: Callable[[], bool], aws: StandIn, a_month_later: Callable[[], None], alfrd: Alfrd
) -> None:
    check()
    a_month_later()
    aws.behaviour = Behaviour(script=_of("classify", "summarize"))
    check()
    line = f"model {MODEL} answers otherwise than in "
    assert line in " ".join(alfrd("status").stdout.split())
    assert line in alfrd("prompts", "list").stderr
    assert line in alfrd("prompts", "show", "classifier").stderr
    (told,) = json.loads(alfrd("status", "--json").stdout)["drifts"]
    assert (told["service"], told["model"], told["changed"]) == ("bedrock", MODEL, NAMES)
    assert json.loads(alfrd("prompts", "list", "--json").stdout)
    a_month_later()
    assert line not in alfrd("prompts", "list").stderr
    assert line not in alfrd("prompts", "show", "classifier").stderr.split("\ntrial ")[0]  # the trial keeps the reason


def test_the_pages_of_prompts_tell_a_drift(
    check: Callable[[], bool], aws: StandIn, archive: Archive, a_month_later: Callable[[], None], alfrd: Alfrd
) -> None:
    pages = [archive.data_dir / "report" / name for name in ("prompts.html", "prompts/classifier.html")]
    line = f"<bdi>{MODEL}</bdi>: on "

    def told() -> list[bool]:
        assert alfrd("report").exit_code == 0
        return [line in page.read_text(encoding="utf-8") for page in pages]

    check()
    a_month_later()
    assert told() == [False, False]
    aws.behaviour = Behaviour(script=_of("classify", "summarize"))
    check()
    assert told() == [True, True]
    a_month_later()
    assert told() == [False, False]


def test_one_other_answer_is_no_drift(
    check: Callable[[], bool], trial: UUID, aws: StandIn, archive: Archive, a_month_later: Callable[[], None]
) -> None:
    check()
    a_month_later()
    aws.behaviour = Behaviour(script=_of("classify"))
    assert check()
    assert len(aws.calls) == 6
    assert _rows(archive)[1] == (["class"], False, False, None)
    assert _state(trial)[0] == "open"


def test_answers_that_change_by_chance_are_no_drift(
    check: Callable[[], bool], trial: UUID, aws: StandIn, archive: Archive, a_month_later: Callable[[], None]
) -> None:
    check()
    a_month_later()
    aws.behaviour = Behaviour(script=["other_model"] * 3)
    assert check()
    assert len(aws.calls) == 9
    assert _rows(archive)[1] == ([], False, False, None)
    assert _state(trial)[0] == "open"


def test_a_drift_in_small_steps_is_one(
    check: Callable[[], bool], trial: UUID, aws: StandIn, a_month_later: Callable[[], None]
) -> None:
    check()
    a_month_later()
    aws.behaviour = Behaviour(script=_of("classify"))
    assert check()
    a_month_later()
    aws.behaviour = Behaviour(script=["other_model", "other_model", None, "other_model", "other_model"])
    assert not check()
    assert _state(trial)[0] == "withdrawn"


def test_the_answers_after_a_drift_are_the_next_ones_to_compare_with(
    check: Callable[[], bool], aws: StandIn, archive: Archive, a_month_later: Callable[[], None]
) -> None:
    check()
    a_month_later()
    aws.behaviour = Behaviour(script=_of("classify", "summarize"))
    check()
    a_month_later()
    with connected(archive.database_url) as own:
        own.execute("UPDATE prompt_trials SET state = 'open', closed_at = NULL, run_id = %s", (RUN,))
    assert check()
    assert [row[1] for row in _rows(archive)] == [False, True, False]


def test_no_valid_answer_is_an_answer_too(check: Callable[[], bool], aws: StandIn, archive: Archive) -> None:
    aws.behaviour = Behaviour(script=["prose", "prose"])
    assert check()
    with connected(archive.database_url) as own:
        own.execute("SELECT answers -> 'class', answers -> 'bill' ->> 'currency' FROM model_checks")
        assert own.fetchall() == [(None, "eur")]


def test_a_check_that_was_cut_off_pays_for_no_answer_twice(
    check: Callable[[], bool], aws: StandIn, archive: Archive
) -> None:
    aws.behaviour = Behaviour(script=[None, None, "server_error", "server_error"])
    with pytest.raises(ServiceError):
        check()
    assert _rows(archive) == []
    assert check()
    assert [call.status for call in aws.calls] == [200, 200, 500, 500, 200]


def test_a_check_has_no_more_money_than_the_trial(check: Callable[[], bool], archive: Archive) -> None:
    archive.configure(prompt_trial_cost="0")
    with pytest.raises(TrialBudgetError):
        check()
    assert _rows(archive) == []


def test_two_processes_do_not_check_at_once(check: Callable[[], bool], aws: StandIn) -> None:
    other = database().new_session()
    with locks.held_if_free(other, LockClass.DRIFT, 0) as is_held:
        assert is_held
        assert not check()
    other.close()
    assert aws.calls == []


def test_a_trial_rests_for_a_minute_while_another_process_checks(trial: UUID, archive: Archive, aws: StandIn) -> None:
    other = database().new_session()
    with locks.held_if_free(other, LockClass.DRIFT, 0) as is_held:
        assert is_held
        lifecycle.run(TrialStep(trial, RUN))
    other.close()
    assert aws.calls == []
    with connected(archive.database_url) as own:
        own.execute("SELECT state, extract(epoch FROM next_attempt_at - now())::float FROM prompt_trials")
        ((state, seconds),) = own.fetchall()
    assert state == "open"
    assert 0 < seconds <= 60


def test_other_questions_are_not_compared(
    check: Callable[[], bool], aws: StandIn, archive: Archive, a_month_later: Callable[[], None]
) -> None:
    check()
    a_month_later()
    archive.configure(temperature="0.5")
    aws.behaviour = Behaviour(script=_of("classify", "summarize"))
    assert check()
    assert _rows(archive)[1] == ([], False, True, None)


def test_the_model_that_a_server_reports_is_kept(archive: Archive, check: Callable[[], bool], aws: StandIn) -> None:
    archive.configure(language_engine="openai_compatible", openai_url=f"{aws.url}/v1", openai_model="house-model")
    assert check()
    assert _rows(archive) == [([], False, True, "house-model")]


def test_the_rules_are_no_model(archive: Archive, check: Callable[[], bool]) -> None:
    archive.configure(language_engine="offline")
    assert check()
    assert _rows(archive) == []


def test_prose_and_style_are_not_compared(check: Callable[[], bool], archive: Archive) -> None:
    check()
    (row,) = _answers(archive)
    assert set(row) == set(NAMES)
    assert set(row["class"]) == {"type"}
    assert {"summary", "tags", "reasoning", "evidence"}.isdisjoint({*row["bill"], *row["receipt"]})
    assert row["bill"]["entity"] == "stadtwerke nordhafen"


def _answers(archive: Archive) -> list[dict[str, Any]]:
    with connected(archive.database_url) as own:
        own.execute("SELECT answers FROM model_checks")
        return [answers for (answers,) in own.fetchall()]


def test_the_calls_are_few(check: Callable[[], bool], aws: StandIn) -> None:
    check()
    assert sum(call.input_tokens for call in aws.calls) < 5000


def test_every_compared_value_is_asked_for() -> None:
    for each in drift.fixed_questions():
        fields = each.question.schema["properties"].get("structured_data", {}).get("properties", {})
        assert {name.removeprefix("field.") for name in each.compared if name.startswith("field.")} == set(fields)
    assert [each.name for each in drift.fixed_questions()] == NAMES


def test_the_month_of_a_check_is_that_of_the_server(check: Callable[[], bool]) -> None:
    session = database().session()
    check()
    assert model_checks.is_done(session, "bedrock", MODEL)
    assert model_checks.this_month(session).day == 1
