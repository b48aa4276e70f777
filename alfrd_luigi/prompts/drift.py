"""Whether a model still answers as it did. A service may replace a model under its name, and then earlier answers are
no longer those of the model that answers now: no trial may compare the two.

Once a month, before a step of a trial, the model answers three fixed questions about invented papers. Only values with
one right form are compared: a type, dates, amounts, codes, and the normalised name of an issuer. One value that differs
makes an answer another one. A model that samples may do that by chance. So it has drifted only if two of the three
answers are others than in the first month, and are the same again when it is asked once more.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple

from alfrd_luigi.assessment.field_names import value_of
from alfrd_luigi.database import events, locks, model_checks, trials
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.model_checks import ModelCheck
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import PermanentError
from alfrd_luigi.extraction.entity_names import normalise_entity
from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.language import engines, messages, questions
from alfrd_luigi.language.inquiry import ask, question_key
from alfrd_luigi.language.port import LanguageEngine, Question, ReportingEngine
from alfrd_luigi.services.books import Books
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.triggers import Point, reached

# So many of the answers have to be others.
_DRIFT = 2
Values = Mapping[str, Any] | None
"""The compared values of an answer by their names; None without a valid answer."""


class Fixed(NamedTuple):
    """A fixed question, and the names of the values that are compared."""

    name: str
    question: Question
    compared: list[str]


@cache
def fixed_questions() -> list[Fixed]:
    """The questions that every model is asked."""
    listed = tomllib.loads((files(__package__) / "drift_questions.toml").read_text("utf-8"))["question"]
    return [Fixed(each["name"], _question(each), each["compared"]) for each in listed]


def _question(listed: Mapping[str, Any]) -> Question:
    prompt, pages = listed["prompt"].strip(), [listed["page"].strip()]
    if "types" in listed:
        return questions.classify(prompt, pages, list(listed["types"].items()))
    schema = {"type": "object", "additionalProperties": False, "required": [], "properties": listed["fields"]}
    return questions.summarize(prompt, pages, listed["document_type"], schema)


def check(session: Session, run: str, books: Books) -> bool:
    """Check the selected model, unless it was checked this month. Returns whether trials may go on now.

    They may not while another process checks the model, and not in this step if it has drifted: that is recorded, and
    the open trials are withdrawn. `books` are those of a trial that the run holds. Raises the errors of `ask`, except
    that no valid answer is an answer, too.
    """
    engine = engines.selected()
    if engine.service is None or model_checks.is_done(session, engine.service.name, engine.model):
        return True
    with locks.held_if_free(session, LockClass.DRIFT, 0) as is_held:
        if not is_held or model_checks.is_done(session, engine.service.name, engine.model):
            return is_held
        found = _checked(session, engine, engine.service, books)
        with session.transaction():
            model_checks.keep(session, found)
            if found.is_drift:
                _begin_again(session, run, found)
            reached(Point.MODEL_CHECK_WRITTEN)
        reached(Point.MODEL_CHECK_COMMITTED)
    return not found.is_drift


def _checked(session: Session, engine: LanguageEngine, service: PaidService, books: Books) -> ModelCheck:
    month, asked = model_checks.this_month(session), fixed_questions()
    now = {each.name: _values(engine, each, books, f"{month:%Y-%m}") for each in asked}
    before = model_checks.baseline(session, service.name, engine.model, _digest_of_questions(engine, asked))
    changed = [each for each in asked if before is not None and now[each.name] != before.answers.get(each.name)]
    if len(changed) >= _DRIFT:
        again = {each.name: _values(engine, each, books, f"{month:%Y-%m} again") for each in changed}
        changed = [each for each in changed if again[each.name] == now[each.name]]
    return ModelCheck(
        service.name,
        engine.model,
        month,
        _digest_of_questions(engine, asked),
        engine.reported if isinstance(engine, ReportingEngine) else None,
        now,
        _digest(now),
        before.month if before is not None else None,
        [each.name for each in changed],
        is_drift=len(changed) >= _DRIFT,
    )


def _values(engine: LanguageEngine, fixed: Fixed, books: Books, occasion: str) -> Values:
    try:
        answer = ask(engine, fixed.question, books, occasion).answer
    except PermanentError:
        return None
    return {name: _canonical(name, value_of(answer, name)) for name in fixed.compared}


def _canonical(name: str, value: Any) -> str | float | None:
    """The value in the form in which it is compared; None for a blank one."""
    if isinstance(value, int | float):
        return round(float(value), 2)
    return (normalise_entity(value) if name == "entity" else fold(value).replace(" ", "")) or None if value else None


def _digest_of_questions(engine: LanguageEngine, asked: Sequence[Fixed]) -> str:
    """Of all that is sent, so that only answers to the same messages are compared."""
    sent = [[messages.system_text(each.question), messages.user_blocks(each.question)] for each in asked]
    return _digest([sent, [question_key(engine, each.question) for each in asked], messages.temperature()])


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _begin_again(session: Session, run: str, found: ModelCheck) -> None:
    """Withdraw the open trials, whose answers no longer pair."""
    assert found.than is not None
    told = {"service": found.service, "model": found.model, "than": f"{found.than:%Y-%m}", "changed": found.changed}
    events.record(session, run, "run", run, "model drifted", **told)
    reason = _reason(found.model, found.than)
    for trial in trials.all_open(session):
        trials.close(session, trial.id, "withdrawn", reason)
        versions = {"version": trial.candidate, "against": trial.incumbent}
        events.record(session, run, "prompt", str(trial.key), "withdrawn", **versions, reason=reason)


def _reason(model: str, than: date) -> str:
    return f"model {model} answers otherwise than in {than:%Y-%m}"
