from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from alfrd_luigi.errors import InvalidAnswerError, PermanentError, SettingsError, TransientError
from alfrd_luigi.language import questions
from alfrd_luigi.language.engines import engine, names
from alfrd_luigi.language.port import Answer, Question
from alfrd_luigi.language.validation import validate
from support.local_engines import LocalModel, ask

QUESTION = questions.summarize_file("p", "title", {"count": 0}, [])
SECRET = "account 12-345 of a person"


class Scripted(LocalModel):
    """Answers what it was given, one after the other; an exception is raised."""

    name = "scripted"
    model = "none"

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def answer(self, question: Question) -> Answer:
        assert replace(question, complaint="") == QUESTION
        given: Any = self.answers.pop(0)
        if isinstance(given, Exception):
            raise given
        return Answer(dict(given))


def test_a_valid_answer_is_asked_for_once() -> None:
    scripted = Scripted({"summary": "Fine."}, {"summary": "Never asked."})

    assert ask(scripted, QUESTION) == {"summary": "Fine."}
    assert len(scripted.answers) == 1


def test_an_invalid_answer_is_asked_for_again() -> None:
    assert ask(Scripted({"text": "x"}, {"summary": "Fine."}), QUESTION) == {"summary": "Fine."}


def test_two_invalid_answers_are_permanent() -> None:
    with pytest.raises(PermanentError, match=r"summarize_file got 2 invalid answers"):
        ask(Scripted({"text": "x"}, {"summary": ""}), QUESTION)


def test_the_error_does_not_repeat_the_answer() -> None:
    wrong = {"summary": [SECRET], SECRET: SECRET}

    with pytest.raises(PermanentError) as raised:
        ask(Scripted(wrong, wrong), QUESTION)

    assert SECRET not in raised.value.line
    assert "12-345" not in raised.value.line


@pytest.mark.parametrize("error", [TransientError("later"), PermanentError("never")])
def test_what_the_engine_raises_passes(error: Exception) -> None:
    with pytest.raises(type(error)):
        ask(Scripted(error), QUESTION)


@pytest.mark.parametrize(
    "text",
    ["a\u0000b", "a\ud800b"],
    ids=["nul", "lone surrogate"],
)
def test_what_postgresql_cannot_store_is_not_valid(text: str) -> None:
    with pytest.raises(InvalidAnswerError):
        validate({"summary": text}, QUESTION.schema)


def test_a_written_out_escape_is_only_text() -> None:
    validate({"summary": r"the characters \u0000 and \\u0000"}, QUESTION.schema)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_json_does_not_have_are_not_valid(value: float) -> None:
    with pytest.raises(InvalidAnswerError):
        validate({"score": value}, {"type": "object"})


@pytest.mark.parametrize("answer", [None, [], "text", {"summary": {1, 2}}])
def test_what_is_not_an_object_is_not_valid(answer: Any) -> None:
    with pytest.raises(InvalidAnswerError):
        validate(answer, QUESTION.schema)


def test_the_engine_is_one_a_process() -> None:
    assert engine("offline") is engine("offline")
    assert engine("offline").name == "offline"
    assert engine("offline").model == "rules-1"


def test_offline_is_known() -> None:
    assert "offline" in names()


@pytest.mark.parametrize("name", ["ofline", "", "../offline", "offline.classification"])
def test_an_unknown_engine_is_a_settings_error(name: str) -> None:
    with pytest.raises(SettingsError) as raised:
        engine(name)

    assert "offline" in raised.value.hint
