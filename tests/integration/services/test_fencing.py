"""A run that lost its document while it was suspended neither pays nor writes. An unsent call is not counted."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from decimal import Decimal

import pytest

from alfrd_luigi.database import calls, documents, locks, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.errors import BusyError
from alfrd_luigi.ocr.engines.textract import SERVICE as TEXTRACT
from alfrd_luigi.services import books, slots
from alfrd_luigi.services.books import CallRequest, Reply
from alfrd_luigi.services.usage import Usage
from support.accounts import KEY, RUN, Account
from support.archives import Archive
from support.desk import wait_for

OTHER = "20240102T000000-other"


def _taken_over(account: Account) -> None:
    """Another run takes the document, as it may once the lock of its run is free."""
    runs.hold(database(), OTHER)
    documents.release(account.session, account.document)
    assert documents.claim_one(account.session, OTHER, account.document)


def _request() -> CallRequest:
    return CallRequest(TEXTRACT, "read_page", None, KEY, Usage(pages=1))


def test_a_run_that_lost_its_document_begins_no_call(account: Account) -> None:
    _taken_over(account)
    with pytest.raises(BusyError, match="taken over"):
        account.ask(["never asked"])
    assert account.entries() == []
    assert account.answered == []


def test_what_was_entered_before_a_long_stop_is_not_sent(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter((0.0, 3600.0, 3600.0, 3600.0))

    def now() -> float:
        at = next(times)
        if at:  # the process goes on after an hour, in which its document was taken over
            _taken_over(account)
        return at

    monkeypatch.setattr(books, "_now", now)
    with pytest.raises(BusyError, match="taken over"):
        account.ask(["never asked"])
    assert account.entries() == []
    assert account.answered == []


def test_what_was_entered_before_a_long_stop_is_sent_if_nobody_took_over(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter((0.0, 3600.0, 3600.0, 3600.0))
    monkeypatch.setattr(books, "_now", lambda: next(times))
    assert account.ask(["words"]) == ["words"]


def test_an_answer_that_comes_after_the_takeover_is_booked_and_not_kept(account: Account) -> None:
    def send() -> Reply:
        _taken_over(account)
        return Reply(["words"], Usage(pages=1))

    account.books.answer(_request(), send)
    assert [(entry.outcome, entry.cost_usd) for entry in account.entries()] == [("answered", Decimal("0.0015"))]
    assert calls.saved_answer(account.session, KEY, account.document, "ocr") is None
    assert not stage_results.complete(account.session, account.document, "ocr", RUN, 0.1, _MADE, None)


_MADE = stage_results.StageResult("textract", None, None, {})


def _asking(account: Account) -> threading.Thread:
    def ask() -> None:
        account.ask(["words"])
        database().close()

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_nothing_is_reserved_by_who_waits_for_a_slot(account: Account) -> None:
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(slots.held(database().session(), TEXTRACT, "a run", for_file=False))
        waiting = _asking(account)
        waiting.join(0.3)
        assert waiting.is_alive()
        assert account.entries() == []
    waiting.join(10)
    assert [entry.outcome for entry in account.entries()] == ["answered"]


def test_a_saved_answer_needs_no_slot(account: Account) -> None:
    account.ask(["words"])
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(slots.held(database().session(), TEXTRACT, "a run", for_file=False))
        asking = _asking(account)
        asking.join(10)
        assert not asking.is_alive()


def test_who_waits_for_money_holds_no_slot(account: Account, archive: Archive) -> None:
    archive.configure(max_cost_per_day="0.002")
    session = account.session
    first = calls.Call(RUN, "ocr", account.document, None, None, None, "textract", "x", None, "b" * 64)
    under_way = calls.open(session, first, 1, Decimal("0.0015")).id
    assert under_way is not None
    waiting = _asking(account)
    wait_for(lambda: all(locks.is_free(session, LockClass.TEXTRACT_SLOT, key) for key in range(3)))
    assert waiting.is_alive()
    calls.withdraw(session, under_way)
    waiting.join(10)
    assert account.answered == [["words"]]


def test_a_clock_that_was_ahead_poisons_no_budget_and_delays_nothing(account: Account, archive: Archive) -> None:
    archive.configure(max_cost_per_day="0.002")
    account.ask(["old"], key="b" * 64)
    account.session.script("UPDATE calls SET called_at = now() + interval '10 years'")
    assert account.ask(["words"]) == ["words"]
    ten_years = 10 * 365 * 86_400
    documents.set_deferred(account.session, account.document, "ocr", "busy", "", ten_years)
    assert documents.claim(account.session, RUN, 5, None) == [account.document]


def test_an_answer_asked_anew_while_the_clock_was_ahead_serves(account: Account) -> None:
    calls.ask_anew(account.session, account.document, ["ocr"])
    account.session.script("UPDATE asked_anew SET since = now() + interval '10 years'")
    account.ask(["words"])
    assert account.ask(AssertionError("asked again")) == ["words"]


def test_an_answer_of_a_clock_that_was_ahead_is_replaced_when_asked_anew(account: Account) -> None:
    account.ask(["old"])
    account.session.script("UPDATE answers SET saved_at = now() + interval '10 years'")
    calls.ask_anew(account.session, account.document, ["ocr"])
    assert account.ask(["new"]) == ["new"]
