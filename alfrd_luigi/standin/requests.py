"""Parses a request: its service and operation, and how to answer it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from alfrd_luigi.standin import chat, converse, textract
from alfrd_luigi.standin.answers import Answered
from alfrd_luigi.standin.faults import Fault, Said
from alfrd_luigi.standin.refusals import NOT_FOUND, RefusedError, Service

_CONVERSE = re.compile(r"/model/([^/]+)/converse")

Answer = Callable[[Fault | None], Answered]


@dataclass(frozen=True)
class Request:
    """A request, parsed as far as possible. `answer` raises RefusedError as the service does."""

    service: Service
    operation: str
    answer: Answer
    model: str | None = None
    document_type: str | None = None
    tier: str | None = None


def parsed_request(path: str, headers: Mapping[str, str], body: bytes, answers: Mapping[str, Said]) -> Request:
    """Parse the request. Header names are in lower case. `answers` are those of the behaviour."""
    target, named = headers.get("x-amz-target", ""), _CONVERSE.fullmatch(path)
    if target == textract.TARGET:
        return Request("textract", "textract", lambda fault: textract.detect(_object(body), fault))
    if named is not None:
        return _of_a_model("bedrock", lambda _: unquote(named[1]), converse, body, answers)
    if path == "/v1/chat/completions":
        return _of_a_model("openai_compatible", lambda request: str(request.get("model", "")), chat, body, answers)
    unknown = RefusedError("UnknownOperationException", f"No such operation: {target or path}", NOT_FOUND)
    return Request("unknown", "unknown", _refusing(unknown))


def _of_a_model(
    service: Service, model_of: Callable[[dict[str, Any]], str], form: Any, body: bytes, answers: Mapping[str, Said]
) -> Request:
    """`form` is the module of the request's API."""
    try:
        request = _object(body)
        model, asked = model_of(request), form.asked(request)
        asked = replace(asked, said=answers.get(asked.operation))
    except RefusedError as error:
        return Request(service, "unknown", _refusing(error))

    def answer(fault: Fault | None) -> Answered:
        answered: Answered = form.response(model, asked, fault)
        return answered

    return Request(service, asked.operation, answer, model, asked.document_type, asked.tier)


def _object(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body)
    except ValueError:
        request = None
    if not isinstance(request, dict):
        raise RefusedError("SerializationException", "The request is not a JSON object.")
    return request


def _refusing(error: RefusedError) -> Answer:
    def answer(_fault: Fault | None) -> Answered:
        raise error

    return answer
