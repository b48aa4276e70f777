"""The books record every attempt. A valid answer is saved before its use and is paid for only once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from alfrd_luigi.database import calls
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import InvalidAnswerError, PermanentError, RefusedValueError, ServiceError, SettingsError
from alfrd_luigi.ocr.engines.textract import SERVICE as TEXTRACT
from alfrd_luigi.services.books import Books, CallRequest, Reply, Subject
from alfrd_luigi.services.usage import Usage
from support.accounts import KEY, RUN, Account
from support.archives import Archive
from support.connections import cut
from support.document_rows import registered

PAGE = Decimal("0.0015")


def throttled() -> ServiceError:
    return ServiceError("busy", "throttled")


def test_an_answer_is_booked_with_its_cost(account: Account) -> None:
    assert account.ask(["words"]) == ["words"]
    (entry,) = account.entries()
    assert (entry.outcome, entry.attempt, entry.pages) == ("answered", 1, 1)
    assert entry.cost_usd == entry.reserved_usd == PAGE
    assert entry.seconds is not None
    assert entry.seconds >= 0


def test_the_same_question_is_not_paid_for_twice(account: Account) -> None:
    account.ask(["words"])
    assert account.ask(AssertionError("asked again")) == ["words"]
    assert len(account.entries()) == 1


def test_another_document_has_the_answer_for_nothing(account: Account) -> None:
    account.ask(["words"])
    other = Subject(RUN, "ocr", document=registered(account.session, "copy.txt"))
    account.books = Books(database(), other)
    assert account.ask(AssertionError("asked again")) == ["words"]


def test_an_answer_asked_anew_is_paid_for_again(account: Account) -> None:
    account.ask(["old"])
    calls.ask_anew(account.session, account.document, ["ocr"])
    assert account.ask(["new"]) == ["new"]
    assert account.ask(AssertionError("asked again")) == ["new"]
    assert len(account.entries()) == 2


def test_asking_a_stage_anew_leaves_the_others(account: Account) -> None:
    account.ask(["old"])
    calls.ask_anew(account.session, account.document, ["classify"])
    assert account.ask(AssertionError("asked again")) == ["old"]


def test_an_answer_outlives_the_connection(archive: Archive, account: Account) -> None:
    def send() -> Reply:
        cut(archive.database_url)
        return Reply(["words"], Usage(pages=1))

    request = CallRequest(TEXTRACT, "read_page", None, KEY, Usage(pages=1))
    assert account.books.answer(request, send) == ["words"]
    account.session = database().session()
    assert account.ask(AssertionError("asked again")) == ["words"]
    assert [entry.outcome for entry in account.entries()] == ["answered"]


@pytest.mark.parametrize(
    ("error", "outcome", "cost"),
    [
        (ServiceError("x", "throttled"), "throttled", Decimal(0)),
        (ServiceError("x", "server_error"), "server_error", Decimal(0)),
        (ServiceError("x", "timeout"), "timeout", None),
        (ServiceError("x", "connection"), "connection", None),
    ],
)
def test_what_passes_is_tried_again_and_each_attempt_is_booked(
    account: Account, error: ServiceError, outcome: str, cost: Decimal | None
) -> None:
    assert account.ask(error, error, ["words"]) == ["words"]
    entries = account.entries()
    assert [entry.outcome for entry in entries] == [outcome, outcome, "answered"]
    assert [entry.attempt for entry in entries] == [1, 2, 3]
    assert entries[0].cost_usd == cost
    assert entries[0].reserved_usd == PAGE  # where nobody knows the cost, this stands


def test_what_was_never_sent_is_not_booked(account: Account) -> None:
    assert account.ask(ServiceError("x", "unreached"), ["words"]) == ["words"]
    assert [entry.outcome for entry in account.entries()] == ["answered"]


def test_attempts_come_to_an_end(account: Account, archive: Archive) -> None:
    archive.configure(backoff_seconds=0, call_attempts=3)
    with pytest.raises(ServiceError, match="busy"):
        account.ask(*[throttled()] * 5)
    assert len(account.entries()) == 3


@pytest.mark.parametrize("error", [PermanentError("no"), SettingsError("no")])
def test_a_refusal_is_booked_and_final(account: Account, error: Exception) -> None:
    with pytest.raises(type(error)):
        account.ask(error, ["never asked"])
    assert [(entry.outcome, entry.cost_usd) for entry in account.entries()] == [("refused", Decimal(0))]


def test_an_invalid_answer_is_paid_for_and_never_used(account: Account) -> None:
    def check(answer: Any) -> None:
        if answer == "nonsense":
            raise InvalidAnswerError("type")

    with pytest.raises(InvalidAnswerError):
        account.ask("nonsense", check=check)
    assert account.ask("sense", check=check) == "sense"
    assert [(entry.outcome, entry.cost_usd) for entry in account.entries()] == [
        ("invalid", PAGE),
        ("answered", PAGE),
    ]


def test_an_answer_that_cannot_be_saved_is_not_booked_as_answered(account: Account) -> None:
    with pytest.raises(RefusedValueError):
        account.ask(["\x00"])
    assert [entry.outcome for entry in account.entries()] == ["open"]
    assert calls.saved_answer(account.session, KEY, account.document, "ocr") is None


def test_what_a_killed_process_had_under_way_stays_in_the_books(account: Account) -> None:
    with pytest.raises(KeyboardInterrupt):
        account.ask(KeyboardInterrupt())
    assert [(entry.outcome, entry.reserved_usd) for entry in account.entries()] == [("open", PAGE)]
