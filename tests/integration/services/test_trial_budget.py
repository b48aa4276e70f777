"""Trials of prompts cost at most their share, and never stop a run. The stand-in answers over HTTP."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from uuid import UUID

import psycopg2
import pytest

from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import SettingsError, TrialBudgetError
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.inquiry import ask
from alfrd_luigi.language.port import Question
from alfrd_luigi.services import budget
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.standin import Behaviour, StandIn
from support import trial_rows
from support.accounts import RUN, Account
from support.archives import Archive

MODEL = "amazon.nova-pro-v1:0"


def _question(number: int) -> Question:
    types = [("receipt", "A receipt"), ("other", "Anything else")]
    return questions.classify("Sort.", [f"CORNER BAKERY\nReceipt {number}\nTotal $12.50"], types)


@pytest.fixture(autouse=True)
def _model(archive: Archive, aws: StandIn) -> None:
    """The stand-in's Bedrock, with a model that has a price."""
    archive.configure(language_engine="bedrock", bedrock_model_id=MODEL, backoff_seconds=0)


@pytest.fixture
def trial(account: Account) -> UUID:
    """A trial that the run holds."""
    return trial_rows.opened(account.session, RUN)


def _try(account: Account, trial: UUID, number: int) -> None:
    """Ask a question of the trial."""
    books = Books(database(), Subject(RUN, "try_prompt", account.document, trial=trial))
    ask(engines.selected(), _question(number), books)


def _spent_before(archive: Archive, usd: str, days: int, trial: UUID | None = None) -> None:
    """Record a call of some days ago with this cost, of a trial or any other."""
    row = """
        INSERT INTO calls
            (cost_usd, called_at, trial_id, stage, service, operation, question_key, attempt, outcome, seconds)
        SELECT %s, now() - make_interval(days => %s), %s, 'x', 'bedrock', 'x', repeat('e', 64), 1, 'answered', 1
    """
    with closing(psycopg2.connect(archive.database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(row, (usd, days, trial and str(trial)))


def _left(account: Account) -> Decimal:
    return budget.purse_of_trials(account.session).left


def test_a_trial_has_its_share_of_the_day(account: Account, archive: Archive, trial: UUID) -> None:
    archive.configure(max_cost_per_day="1", prompt_trial_cost="0.004")
    assert _left(account) == Decimal("0.004")
    _try(account, trial, 1)
    (entry,) = account.entries()
    assert entry.trial_id == trial
    assert _left(account) == Decimal("0.004") - entry.cost_usd
    _spent_before(archive, "0.0035", 0, trial)
    with pytest.raises(TrialBudgetError, match=r"prompt_trial_cost = 0.004 \(0.0040 USD\) allows no further call"):
        _try(account, trial, 2)


def test_other_calls_of_the_day_take_nothing_from_the_share(account: Account, archive: Archive, trial: UUID) -> None:
    archive.configure(max_cost_per_day="1", prompt_trial_cost="0.004")
    _spent_before(archive, "0.5", 0)
    _spent_before(archive, "0.5", 1, trial)  # yesterday's
    assert _left(account) == Decimal("0.004")


def test_the_limit_of_the_day_holds_for_trials_too(account: Account, archive: Archive, trial: UUID) -> None:
    archive.configure(max_cost_per_day="1", prompt_trial_cost="1")
    _spent_before(archive, "0.9999", 0)
    with pytest.raises(TrialBudgetError, match="max_cost_per_day = 1 allows no further call"):
        _try(account, trial, 1)


def test_without_a_limit_trials_have_a_share_of_what_the_archive_costs(
    account: Account, archive: Archive, trial: UUID
) -> None:
    assert _left(account) == 0
    with pytest.raises(TrialBudgetError):
        _try(account, trial, 1)
    _spent_before(archive, "9.00", 31)
    assert _left(account) == 0
    _spent_before(archive, "0.50", 29)
    _spent_before(archive, "0.50", 0)
    _spent_before(archive, "0.09", 20, trial)
    _spent_before(archive, "0.09", 31, trial)
    assert _left(account) == Decimal("0.01")
    _try(account, trial, 1)


def test_a_trial_that_may_cost_no_more_does_not_touch_the_budget_of_documents(
    account: Account, archive: Archive, trial: UUID
) -> None:
    archive.configure(max_cost_per_day="1", prompt_trial_cost="0")
    with pytest.raises(TrialBudgetError):
        _try(account, trial, 1)
    ask(engines.selected(), _question(1), account.books)
    _try(account, trial, 1)  # the saved answer is free


def test_a_call_without_an_answer_counts_with_its_reservation(
    account: Account, archive: Archive, trial: UUID, aws: StandIn
) -> None:
    archive.configure(max_cost_per_day="1", prompt_trial_cost="0.1", call_seconds=0.2, call_attempts=1)
    aws.behaviour = Behaviour(script=["hang"])
    with pytest.raises(Exception, match="in time"):
        _try(account, trial, 1)
    (entry,) = account.entries()
    assert (entry.cost_usd, _left(account)) == (None, Decimal("0.1") - entry.reserved_usd)


def test_a_model_that_costs_nothing_needs_no_budget(
    account: Account, archive: Archive, aws: StandIn, trial: UUID
) -> None:
    archive.configure(
        language_engine="openai_compatible", openai_url=f"{aws.url}/v1", openai_model="mine", prompt_trial_cost="0"
    )
    _try(account, trial, 1)
    assert [(entry.outcome, entry.cost_usd) for entry in account.entries()] == [("answered", 0)]


@pytest.mark.parametrize("limit", ["", "1"])
def test_a_model_without_a_price_is_not_tried(account: Account, archive: Archive, trial: UUID, limit: str) -> None:
    archive.configure(bedrock_model_id="unheard-of", max_cost_per_day=limit)
    with pytest.raises(TrialBudgetError, match="price of unheard-of is not known"):
        _try(account, trial, 1)


def test_a_share_is_from_0_to_1(archive: Archive) -> None:
    archive.configure(prompt_trial_cost="1.5")
    with pytest.raises(SettingsError, match="prompt_trial_cost"):
        engines.selected()
