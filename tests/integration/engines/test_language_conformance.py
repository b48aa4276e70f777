"""Every language engine conforms to the port: the same questions, the same kinds of answers and errors."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from alfrd_luigi.database import calls, documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import PermanentError, ServiceError, SettingsError
from alfrd_luigi.language import messages, questions
from alfrd_luigi.language.catalogue import shipped_types
from alfrd_luigi.language.engines import engine, names
from alfrd_luigi.language.inquiry import ask, question_key
from alfrd_luigi.language.port import LanguageEngine, Question
from alfrd_luigi.language.validation import validate
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.faults import Fault
from support.archives import Archive
from support.document_rows import registered

RECEIPT = "CORNER BAKERY LLC\nReceipt number: 7\nDate: 05 March 2024\nTotal $12.50\nCash $20.00\nChange $7.50"
TYPES = [(shipped.name, shipped.description) for shipped in shipped_types()]
FIELDS = next(shipped.fields_schema for shipped in shipped_types() if shipped.name == "receipt")
CLASSIFIED = {"document_type": "receipt", "confidence": 0.9, "reasoning": "", "tags": [], "suggested_type": None}
RECORD: dict[str, Any] = {
    "entity": "Corner Bakery",
    "document_date": "2024-03-05",
    "total_amount": 12.5,
    "currency": "USD",
    "summary": "Bread.",
    "structured_data": {},
    "evidence": {},
}
FACTS = {"entity": "Corner Bakery", "document_type": "receipt", "document_date": "2024-03-05", "summary": "Bread."}
STATISTICS = {
    "count": 1, "amounts": 1, "first_date": "2024-03-05", "last_date": "2024-03-05", "currency": "USD",
    "total": 12.5, "minimum": 12.5, "maximum": 12.5, "mean": 12.5,
}  # fmt: skip
DOCUMENTS = [{"document_date": "2024-03-05", "total_amount": 12.5, "currency": "USD", "summary": "Bread."}]
QUESTIONS = [
    questions.classify("Sort.", [RECEIPT], TYPES, ["home"]),
    questions.score_classification("Score.", [RECEIPT], TYPES, CLASSIFIED),
    questions.summarize("Record.", [RECEIPT], "receipt", FIELDS),
    questions.score_summary("Score.", [RECEIPT], "receipt", FIELDS, RECORD),
    questions.judge_answers("Judge.", questions.classify("", [RECEIPT], TYPES), CLASSIFIED, {"document_type": "other"}),
    questions.propose_prompt("Propose.", {"kind": "classifier", "instructions": "Sort."}, "bill taken for receipt", []),
    questions.file("File.", {**FACTS, "structured_data": {}}, []),
    questions.summarize_file("Note.", "Corner Bakery receipts", STATISTICS, DOCUMENTS),
]
PAID = ("bedrock", "openai_compatible")


@dataclass
class Bench:
    """An engine, and books to ask it with."""

    engine: LanguageEngine
    books: Books


@pytest.fixture
def made(archive: Archive, aws: StandIn) -> Callable[[str], Bench]:
    """Makes the engine of a name, as the settings would, against the stand-in."""

    def make(name: str) -> Bench:
        archive.configure(
            bedrock_model_id="anthropic.claude-haiku-4-5-20251001-v1:0",
            openai_url=f"{aws.url}/v1",
            openai_model="llama3",
            backoff_seconds=0,
            call_seconds=2,
        )
        runs.hold(database(), "run")
        document = registered(database().session())
        documents.claim_one(database().session(), "run", document)
        return Bench(engine(name), Books(database(), Subject("run", "classify", document=document)))

    return make


def test_the_engines_that_there_are() -> None:
    assert names() == sorted(["offline", *PAID])


@pytest.mark.parametrize("name", ["offline", *PAID])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.operation)
def test_an_answer_fits_its_schema(made: Callable[[str], Bench], name: str, question: Question) -> None:
    bench = made(name)
    answer = ask(bench.engine, question, bench.books).answer
    validate(answer, question.schema)
    assert answer == engine("offline").answer(question).content  # the stand-in answers by the question alone


@pytest.mark.parametrize("name", ["offline", *PAID])
def test_threads_share_an_engine(made: Callable[[str], Bench], name: str) -> None:
    bench = made(name)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: bench.engine.answer(QUESTIONS[0]).content["document_type"], range(8)))
    assert answers == ["receipt"] * 8


@pytest.mark.parametrize("name", ["offline", *PAID])
def test_an_engine_says_what_it_is(made: Callable[[str], Bench], name: str) -> None:
    made_engine = made(name).engine
    assert made_engine.name == name
    assert made_engine.model
    assert (made_engine.service and made_engine.service.name) == (name if name in PAID else None)
    assert (made_engine.most(QUESTIONS[0]).output_tokens > 0) == (name in PAID)


@pytest.mark.parametrize("name", PAID)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.operation)
def test_no_call_uses_more_than_its_worst_case(made: Callable[[str], Bench], name: str, question: Question) -> None:
    made_engine = made(name).engine
    used, most = made_engine.answer(question).usage, made_engine.most(question)
    assert 0 < used.input_tokens <= most.input_tokens
    assert 0 < used.output_tokens <= most.output_tokens


@pytest.mark.parametrize("name", PAID)
@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("throttle", "throttled"),
        ("server_error", "server_error"),
        ("unavailable", "server_error"),
        ("hang", "timeout"),
        ("cut", "connection"),
        ("broken", "connection"),
    ],
)
def test_what_may_pass_is_a_service_error(
    made: Callable[[str], Bench], aws: StandIn, name: str, fault: Fault, outcome: str
) -> None:
    bench = made(name)
    aws.behaviour = Behaviour(script=[fault])
    with pytest.raises(ServiceError) as caught:
        bench.engine.answer(QUESTIONS[0])
    assert caught.value.outcome == outcome
    assert len(aws.calls) == 1


@pytest.mark.parametrize("name", PAID)
def test_a_refused_account_is_a_wrong_setting(made: Callable[[str], Bench], aws: StandIn, name: str) -> None:
    bench = made(name)
    aws.behaviour = Behaviour(script=["access_denied"])
    with pytest.raises(SettingsError):
        bench.engine.answer(QUESTIONS[0])


@pytest.mark.parametrize("name", PAID)
@pytest.mark.parametrize("fault", ["prose", "wrong_type", "extra_field", "max_tokens"])
def test_nonsense_is_asked_once_more(made: Callable[[str], Bench], aws: StandIn, name: str, fault: Fault) -> None:
    bench = made(name)
    aws.behaviour = Behaviour(script=[fault])
    assert ask(bench.engine, QUESTIONS[0], bench.books).answer["document_type"] == "receipt"
    assert len(aws.calls) == 2


@pytest.mark.parametrize("name", PAID)
@pytest.mark.parametrize("fault", ["fence", "think"])
def test_an_answer_among_other_words_is_an_answer(
    made: Callable[[str], Bench], aws: StandIn, name: str, fault: Fault
) -> None:
    bench = made(name)
    aws.behaviour = Behaviour(script=[fault])
    assert ask(bench.engine, QUESTIONS[0], bench.books).answer["document_type"] == "receipt"
    assert len(aws.calls) == 1


@pytest.mark.parametrize(("name", "said"), [("bedrock", "guardrail"), ("openai_compatible", "content filter")])
def test_a_filter_that_stops_an_answer_is_told_and_paid(
    made: Callable[[str], Bench], aws: StandIn, name: str, said: str
) -> None:
    bench = made(name)
    aws.behaviour = Behaviour(script=["filtered", "filtered"])
    with pytest.raises(PermanentError, match=said):
        ask(bench.engine, QUESTIONS[0], bench.books)
    assert len(aws.calls) == 1
    (row,) = calls.cost(database().session(), "day", None)
    assert row.input_tokens == aws.calls[0].input_tokens


@pytest.mark.parametrize("name", PAID)
@pytest.mark.parametrize(("fault", "said"), [("drip", "in time"), ("large", "more than 16 MB")])
def test_an_answer_without_end_is_not_waited_for(
    made: Callable[[str], Bench], aws: StandIn, name: str, fault: Fault, said: str
) -> None:
    bench = made(name)
    aws.behaviour = Behaviour(script=[fault])
    with pytest.raises(ServiceError, match=said):
        bench.engine.answer(QUESTIONS[0])


@pytest.mark.parametrize("name", PAID)
def test_hints_do_not_make_it_another_question(made: Callable[[str], Bench], name: str) -> None:
    made_engine = made(name).engine
    other_tags = questions.classify("Sort.", [RECEIPT], TYPES, ["work", "car"])
    other_types = questions.classify("Sort.", [RECEIPT], TYPES[:3], ["home"])
    assert question_key(made_engine, other_tags) == question_key(made_engine, QUESTIONS[0])
    assert question_key(made_engine, other_types) != question_key(made_engine, QUESTIONS[0])


@pytest.mark.parametrize(
    ("name", "missing"), [("bedrock", "bedrock_model_id"), ("openai_compatible", "openai_url and openai_model")]
)
def test_an_engine_without_its_settings_says_so(archive: Archive, name: str, missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        engine(name)


def test_a_model_that_does_not_exist_is_a_wrong_setting(archive: Archive, aws: StandIn) -> None:
    archive.configure(bedrock_model_id="no-such-model")
    with pytest.raises(SettingsError, match="model identifier") as caught:
        engine("bedrock").answer(QUESTIONS[0])
    assert "bedrock_model_id" in caught.value.hint


@pytest.mark.parametrize(("setting", "sent"), [("0", {"temperature": 0.0}), ("0.5", {"temperature": 0.5}), ("", {})])
def test_a_model_can_be_left_its_own_temperature(archive: Archive, setting: str, sent: dict[str, float]) -> None:
    archive.configure(temperature=setting)
    assert messages.temperature() == sent
