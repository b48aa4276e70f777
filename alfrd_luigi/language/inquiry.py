"""Asks an engine: shortens a long text, validates the answer against the schema, and records paid calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from hashlib import sha256
from typing import Any

from alfrd_luigi.errors import (
    AlfrdError,
    InvalidAnswerError,
    PermanentError,
    RefusedRequestError,
    RefusedTierError,
    SettingsError,
)
from alfrd_luigi.language.messages import private_texts
from alfrd_luigi.language.port import Answer, LanguageEngine, Question, TieredEngine
from alfrd_luigi.language.text_limit import fitted
from alfrd_luigi.language.validation import validate
from alfrd_luigi.language.values import cut, told
from alfrd_luigi.services import refusals
from alfrd_luigi.services.books import Books, CallRequest, Reply
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage, exceeds

ATTEMPTS = 2
# The text of a document that no service refuses.
_BLANK = ("This page is left blank.",)
# The parts that are not in the key: they change from day to day or from attempt to attempt, or no model is told them.
_NOT_ASKED = ("hints", "complaint", "rules")


@dataclass(frozen=True)
class FittedAnswer:
    """A valid answer, and the parts of the text that were omitted from the question (see `text_limit`)."""

    answer: dict[str, Any]
    omitted: dict[str, Any]


def ask(engine: LanguageEngine, question: Question, books: Books, occasion: str = "") -> FittedAnswer:
    """The engine's valid answer. After an invalid answer the question is asked once more, with the fault.

    An `occasion` makes the same question another one, which only answers of that occasion are saved for.

    Raises PermanentError if both answers are invalid, and the errors of the engine and the books.
    """
    if isinstance(engine, TieredEngine) and books.is_for_trial:
        engine = engine.for_trials()
    question = fitted(question, engine.characters)
    service = engine.service
    answer = _asked(_free(engine) if service is None else _paid(engine, service, question, books, occasion), question)
    return FittedAnswer(answer, dict(question.omitted))


def _asked(attempt: Callable[[Question], Any], question: Question) -> Any:
    fault = ""
    for _ in range(ATTEMPTS):
        try:
            return attempt(replace(question, complaint=fault))
        except _NoAnswerError as error:
            raise PermanentError(error.message, "Choose another model, then retry") from error
        except InvalidAnswerError as error:
            fault = error.message
    raise PermanentError(
        f"{question.operation} got {ATTEMPTS} invalid answers ({fault})",
        "Run the stage again, or choose another model",
    )


def _free(engine: LanguageEngine) -> Callable[[Question], Any]:
    def attempt(question: Question) -> Any:
        content = cut(engine.answer(question).content, question.schema)
        validate(content, question.schema)
        return content

    return attempt


def _paid(
    engine: LanguageEngine, service: PaidService, question: Question, books: Books, occasion: str
) -> Callable[[Question], Any]:
    key = question_key(engine, question, occasion)

    def attempt(question: Question) -> Any:
        request, check = _request(engine, service, question, key), partial(validate, schema=question.schema)
        try:
            return _booked(books, request, partial(_reply, engine, question, request.most), check)
        except RefusedRequestError as refusal:
            raise _explained(refusal, engine, service, question, books) from refusal
        except _UntrueUsageError as error:
            raise SettingsError(
                error.message, "Check the address of the service. To see what it reported: alfrd cost"
            ) from error

    return attempt


def _booked(books: Books, request: CallRequest, send: Callable[[], Reply], check: Callable[[Any], None]) -> Any:
    """The answer from the books. If the service refuses the tier, the engine asks for the default one from then on."""
    try:
        return books.answer(request, send, check)
    except RefusedTierError:
        return books.answer(request, send, check)


def _request(engine: LanguageEngine, service: PaidService, question: Question, key: str) -> CallRequest:
    return CallRequest(service, question.operation, engine.model, key, engine.most(question))


def _explained(
    refusal: RefusedRequestError, engine: LanguageEngine, service: PaidService, question: Question, books: Books
) -> AlfrdError:
    """The error for a refused question. The question is asked again without the document, to find the cause.

    If the service accepts that, the document is the cause: PermanentError. Otherwise SettingsError with the service's
    second message, which cannot quote the document.
    """
    blank = replace(question, pages=_BLANK if question.pages else (), facts={}, hints={}, omitted={}, complaint="")
    request = _request(engine, service, blank, question_key(engine, blank))
    try:
        _booked(books, request, partial(_reply, engine, blank, request.most), _not_of_use)
    except InvalidAnswerError:
        return refusals.of_document(refusal.message)
    except RefusedRequestError as again:
        return SettingsError(refusals.told(again.message, private_texts(question)), again.hint)
    raise AssertionError("no answer is of use here")


def _not_of_use(_content: Any) -> None:
    """Reject every answer to a question without its document, so that none is saved."""
    raise InvalidAnswerError("the question holds no document")


def _reply(engine: LanguageEngine, question: Question, most: Usage) -> Reply:
    answer = engine.answer(question)
    flaw = _flaw_of(answer, engine, most)
    return Reply(None if flaw else cut(answer.content, question.schema), answer.usage, flaw, answer.tier)


def _flaw_of(answer: Answer, engine: LanguageEngine, most: Usage) -> InvalidAnswerError | None:
    if exceeds(answer.usage, most):
        told, possible = sum(answer.usage), sum(most)
        return _UntrueUsageError(
            f"{engine.name} reports {told:,} tokens for a question that can use at most {possible:,}"
        )
    if answer.flaw:
        return _NoAnswerError(answer.flaw) if answer.is_final else InvalidAnswerError(answer.flaw)
    return None


class _NoAnswerError(InvalidAnswerError):
    """The engine will never answer this question, so it is not asked again."""


class _UntrueUsageError(InvalidAnswerError):
    """The reported usage exceeds the possible usage. No price, limit or answer of this service is reliable then."""


def question_key(engine: LanguageEngine, question: Question, occasion: str = "") -> str:
    """SHA-256 (hex) of the engine, the model, the prompt, the text, the facts, the schema and the occasion, if any."""
    asked = {part.name: getattr(question, part.name) for part in fields(question) if part.name not in _NOT_ASKED}
    asked["schema"] = told(question.schema)
    if occasion:
        asked["occasion"] = occasion
    written = json.dumps([engine.service and engine.service.name, engine.model, asked], sort_keys=True, default=str)
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
