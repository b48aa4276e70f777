"""OpenAI's chat completions, as Ollama, llama.cpp and vLLM serve them: parses a request, and builds the response."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from alfrd_luigi.standin.answers import ABSURD, PLAIN, PROSE, SMALL_TALK, THOUGHT, Answered, ModelRequest, tokens
from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.standin.refusals import RefusedError

MODELS = {"object": "list", "data": [{"id": "standin", "object": "model", "created": 0, "owned_by": "alfrd"}]}


def asked(request: Mapping[str, Any]) -> ModelRequest:
    """The question of the request. Raises RefusedError if it is not a chat request."""
    try:
        said = {message["role"]: message["content"] for message in request["messages"]}
        form = (request.get("response_format") or {}).get("json_schema")
        texts = _parted(said["user"])
        system = str(said.get("system", ""))
        return ModelRequest(form["name"], system, texts, form["schema"]) if form else ModelRequest(PLAIN, system, texts)
    except (LookupError, TypeError, AttributeError) as error:
        raise RefusedError("invalid_request_error", f"The request is not one of a chat: {error!r}") from None


def response(model: str, question: ModelRequest, fault: Fault | None) -> Answered:
    """The response."""
    text, finish_reason = _text(question, fault)
    taken, made = (ABSURD, ABSURD) if fault == "absurd_usage" else (question.tokens, tokens(text))
    message = {"role": "assistant", "content": text}
    body = {
        "id": "chatcmpl-standin",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": taken, "completion_tokens": made, "total_tokens": taken + made},
    }
    return Answered(json.dumps(body), taken, made)


def _text(question: ModelRequest, fault: Fault | None) -> tuple[str, str]:
    if fault == "prose":
        return PROSE, "stop"
    whole = SMALL_TALK if question.operation == PLAIN else json.dumps(question.answer(fault))
    if fault == "filtered":
        return "", "content_filter"
    if fault == "think":
        return f"<think>\n{THOUGHT}\n</think>\n\n{whole}", "stop"
    if fault == "max_tokens":
        return whole[: len(whole) // 2], "length"
    return f"```json\n{whole}\n```" if fault == "fence" else whole, "stop"


def _parted(text: str) -> tuple[str, ...]:
    """The blocks that were joined into one message."""
    facts, mark, rest = text.partition("</facts>")
    return (facts + mark, rest.lstrip("\n")) if rest.strip() else (text,)
