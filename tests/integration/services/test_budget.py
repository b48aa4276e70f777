"""No call is made that could exceed a limit. Work that the rest of the budget covers is done."""

from __future__ import annotations

import threading
import time
from decimal import Decimal
from typing import Any

import pytest

from alfrd_luigi.database import documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import BudgetError, ServiceError, SettingsError
from alfrd_luigi.language.engines.bedrock import SERVICE as BEDROCK
from alfrd_luigi.services import budget
from alfrd_luigi.services.books import Books, CallRequest, Reply, Subject
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.stages import claims
from support.accounts import RUN, Account
from support.archives import Archive
from support.document_rows import registered


def key(number: int) -> str:
    return f"{number:064x}"


@pytest.mark.parametrize("limit", ["max_cost_per_run", "max_cost_per_day"])
def test_calls_stop_before_the_limit(account: Account, archive: Archive, limit: str) -> None:
    archive.configure(**{limit: "0.004"})  # two pages of 0.0015, and not three
    account.ask(["one"], key=key(1))
    account.ask(["two"], key=key(2))
    with pytest.raises(BudgetError, match=limit) as caught:
        account.ask(["three"], key=key(3))
    assert "next run" in caught.value.hint
    assert account.answered == [["one"], ["two"]]
    assert len(account.entries()) == 2


def test_a_saved_answer_needs_no_money(account: Account, archive: Archive) -> None:
    archive.configure(max_cost_per_day="0.0015")
    account.ask(["one"], key=key(1))
    assert account.ask(AssertionError("asked again"), key=key(1)) == ["one"]


def test_the_limit_of_a_run_is_not_that_of_the_next(account: Account, archive: Archive) -> None:
    archive.configure(max_cost_per_run="0.0015")
    account.ask(["one"], key=key(1))
    runs.hold(database(), "next")
    documents.release(account.session, account.document)
    documents.claim_one(account.session, "next", account.document)
    account.books = Books(database(), Subject("next", "ocr", document=account.document))
    assert account.ask(["two"], key=key(2)) == ["two"]


def test_what_may_have_been_charged_counts_as_spent(account: Account, archive: Archive) -> None:
    archive.configure(backoff_seconds=0, call_attempts=1, max_cost_per_day="0.002")
    with pytest.raises(ServiceError):
        account.ask(ServiceError("x", "timeout"), key=key(1))
    with pytest.raises(BudgetError):
        account.ask(["two"], key=key(2))


def test_what_was_not_charged_does_not(account: Account, archive: Archive) -> None:
    archive.configure(backoff_seconds=0, max_cost_per_day="0.002")
    assert account.ask(ServiceError("x", "throttled"), ["words"]) == ["words"]


def test_a_call_without_a_price_is_refused_where_spending_is_limited(account: Account, archive: Archive) -> None:
    archive.configure(max_cost_per_day="1")
    request = CallRequest(BEDROCK, "classify", "unheard-of", key(1), Usage(input_tokens=1))
    with pytest.raises(SettingsError, match="price of unheard-of"):
        account.books.answer(request, lambda: Reply({}))
    assert account.entries() == []


def test_a_call_waits_for_what_another_has_reserved(account: Account, archive: Archive) -> None:
    # The budget covers two calls at their worst-case cost. Two are made, each costs half, and a third can be made.
    archive.configure(max_cost_per_day="0.0000035")
    price = Usage(input_tokens=1)  # 0.0000011 USD each; reserved with twice as much below
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Reply:
        begun.set()
        assert go_on.wait(10)
        return Reply({}, price)

    model = "anthropic.claude-haiku-4-5-20251001-v1:0"

    def ask(number: int, send: Any) -> None:
        books = Books(database(), Subject(RUN, "classify", document=account.document))
        books.answer(CallRequest(BEDROCK, "classify", model, key(number), Usage(input_tokens=2)), send)
        database().close()

    first = threading.Thread(target=ask, args=(1, slow))
    first.start()
    assert begun.wait(10)
    second = threading.Thread(target=ask, args=(2, lambda: Reply({}, price)))
    second.start()
    time.sleep(0.3)
    assert len(account.entries()) == 1  # the second waits
    go_on.set()
    first.join(10)
    second.join(10)
    assert [entry.outcome for entry in account.entries()] == ["answered", "answered"]


def test_a_reservation_of_the_dead_counts_as_spent_in_the_end(account: Account, archive: Archive) -> None:
    archive.configure(max_cost_per_day="0.002", call_seconds=0.1)
    with pytest.raises(KeyboardInterrupt):
        account.ask(KeyboardInterrupt(), key=key(1))
    with pytest.raises(BudgetError):  # at first it waits, for it might be alive
        account.ask(["two"], key=key(2))


def test_documents_are_taken_up_as_far_as_the_money_goes(account: Account, archive: Archive) -> None:
    archive.configure(ocr_engine="textract", max_cost_per_day="0.0048")  # three pages of 0.0015
    documents.release(account.session, account.document)
    for number in range(5):
        registered(account.session, f"{number}.txt")
    assert len(claims.claim(account.session, RUN, 10, None)) == 3
    assert claims.claim(account.session, RUN, 10, None) == []
    assert runs.stop_reason(account.session, RUN) is None  # those it has may cost less


def test_a_run_that_money_is_left_for_nothing_stops(account: Account, archive: Archive) -> None:
    archive.configure(ocr_engine="textract", max_cost_per_day="0.0015")
    account.ask(["one"], key=key(1))
    documents.release(account.session, account.document)
    assert claims.claim(account.session, RUN, 10, None) == []
    assert isinstance(runs.stop_reason(account.session, RUN), BudgetError)
    assert not documents.work_is_left(account.session, RUN, None)


def test_an_estimate_that_is_too_high_does_not_keep_everything_waiting(account: Account, archive: Archive) -> None:
    archive.configure(language_engine="bedrock", bedrock_model_id="us.amazon.nova-pro-v1:0", max_cost_per_day="0.001")
    documents.release(account.session, account.document)
    assert len(claims.claim(account.session, RUN, 10, None)) == 1


def test_spending_is_not_limited_by_default(account: Account) -> None:
    assert not budget.is_limited()
    assert budget.purses(account.session, RUN) == []


def test_the_purse_knows_what_is_left(account: Account, archive: Archive) -> None:
    archive.configure(max_cost_per_run="1", max_cost_per_day="2")
    account.ask(["one"], key=key(1))
    assert [(purse.name, purse.left) for purse in budget.purses(account.session, RUN)] == [
        ("run", Decimal("0.9985")),
        ("day", Decimal("1.9985")),
    ]
