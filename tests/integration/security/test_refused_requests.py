"""A service refuses a request: the cause decides whether the run stops or one document fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from alfrd_luigi.database import calls
from alfrd_luigi.database.connection import database
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.faults import Fault
from support.archives import Archive
from support.desk import Desk
from support.refusing_server import serving
from support.text_search import columns_with

REASONS = {
    "bedrock": ("toolConfig.toolChoice.tool", "bedrock_model_id"),
    "openai_compatible": ("'response_format.type' must be 'text'", "openai_model"),
}


@pytest.fixture
def office(desk: Desk, archive: Archive, aws: StandIn) -> Callable[[str], Desk]:
    """Two receipts of patients in the inbox, and a language engine that asks the stand-in."""

    def with_engine(name: str) -> Desk:
        archive.configure(
            language_engine=name,
            bedrock_model_id="amazon.nova-lite-v1:0",
            openai_url=f"{aws.url}/v1",
            openai_model="llama3",
            backoff_seconds=0,
            retry_seconds=0,
        )
        for number in range(2):
            desk.receipt(number, script="PLANTEDTEXT patient record")
        return desk

    return with_engine


def assert_waiting(desk: Desk) -> None:
    """Both receipts wait without an error. Of the second, the text may not have been read when the run stopped."""
    found = [(row["status"], row["error_message"]) for row in desk.rows()]
    assert len(found) == 2
    assert ("ocr_completed", None) in found
    assert set(found) <= {("ocr_completed", None), ("pending", None)}


@pytest.mark.parametrize("engine", REASONS)
def test_a_model_that_cannot_do_what_is_asked_stops_the_run(
    office: Callable[[str], Desk], aws: StandIn, engine: str
) -> None:
    desk = office(engine)
    aws.behaviour = Behaviour(script=lambda _: "unsupported")
    assert desk.run() == 30
    lines = [line for line in desk.said.splitlines() if REASONS[engine][0] in line]
    assert len(lines) == 1, desk.said
    assert REASONS[engine][1] in lines[0]
    assert_waiting(desk)
    aws.behaviour = Behaviour()
    assert desk.run() == 0, desk.said
    assert desk.statuses() == ["filed"] * 2


@pytest.mark.parametrize("engine", REASONS)
@pytest.mark.parametrize("fault", ["validation", "too_long"])
def test_a_document_that_is_refused_alone_fails_alone(
    office: Callable[[str], Desk], aws: StandIn, engine: str, fault: Fault
) -> None:
    desk = office(engine)
    aws.behaviour = Behaviour(script=[fault], only="classify")
    assert desk.run() == 30
    assert Counter(desk.statuses()) == {"failed": 1, "filed": 1}
    (failed,) = [row for row in desk.rows() if row["status"] == "failed"]
    assert "refused the request" in failed["error_message"]
    assert ("max_text_tokens" in failed["error_hint"]) == (fault == "too_long")


def test_what_a_refusal_costs_is_in_the_books(office: Callable[[str], Desk], aws: StandIn, archive: Archive) -> None:
    """The question without a document is a call as any other."""
    desk = office("bedrock")
    aws.behaviour = Behaviour(script=["validation"], only="classify")
    desk.run()
    booked = calls.cost(database().session(), "day", None)
    assert sum(row.calls for row in booked) == len(aws.calls)


@pytest.mark.parametrize("engine", REASONS)
def test_a_document_that_a_refusal_quotes_is_not_repeated(
    office: Callable[[str], Desk], archive: Archive, aws: StandIn, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    desk = office(engine)
    with serving(["PLANTEDTEXT patient record"]) as service:
        url = f"http://127.0.0.1:{service.port}"
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", url)
        archive.configure(openai_url=f"{url}/v1")
        assert desk.run("ProcessAllPending", "--log-level", "DEBUG") == 30
    assert "PLANTEDTEXT" not in desk.said
    assert columns_with(archive.database_url, ["PLANTEDTEXT", "plantedtext"]) == {
        "documents.text",
        "document_terms.terms",
        *("vocabulary.word", "word_stems.word", "word_stems.stem"),
        "pages.text",
    }


@pytest.mark.parametrize("engine", REASONS)
def test_usage_that_cannot_be_is_booked_as_told_and_stops_the_run(
    office: Callable[[str], Desk], aws: StandIn, engine: str
) -> None:
    desk = office(engine)
    aws.behaviour = Behaviour(script=lambda _: "absurd_usage")
    assert desk.run() == 30
    assert desk.said.count("tokens for a question that can use") == 1, desk.said
    assert_waiting(desk)
    booked = calls.cost(database().session(), "day", None)
    assert sum(row.input_tokens for row in booked) == len(aws.calls) * (2**31 - 1)
    aws.behaviour = Behaviour()
    assert desk.run() == 0, desk.said
