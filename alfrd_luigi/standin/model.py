"""The forms in which language models are asked: Bedrock's Converse and OpenAI's chat completions."""

from __future__ import annotations

import json
import time
from typing import Any

from alfrd_luigi.standin.answers import RefusedError, answer_to, question_in, spoilt
from alfrd_luigi.standin.faults import Fault

_CHARACTERS_PER_TOKEN = 4
_PROSE = "Of course! This looks like a letter from somebody's grandmother."
UNKNOWN_MODEL = "no-such-model"


def operation_of(request: dict[str, Any]) -> str:
    """What is asked: the name of the tool, or of the schema; "text" for a plain conversation."""
    tools = request.get("toolConfig", {}).get("tools") or [{}]
    named: str = tools[0].get("toolSpec", {}).get("name") or _schema_of_chat(request).get("name", "text")
    return named


def document_type_of(request: dict[str, Any]) -> str | None:
    """The type of the document that a summary is asked for."""
    question = _question(request)
    return question.facts.get("document_type") if question is not None else None


def converse(model: str, request: dict[str, Any], fault: Fault | None) -> dict[str, Any]:
    """The response of Converse; raises RefusedError as Bedrock refuses."""
    if model == UNKNOWN_MODEL:
        raise RefusedError("ValidationException", "The provided model identifier is invalid.")
    started = time.perf_counter()
    content, stop_reason = _content(request, fault)
    used = {"inputTokens": _tokens(request), "outputTokens": _tokens(content)}
    return {
        "output": {"message": {"role": "assistant", "content": [content]}},
        "stopReason": stop_reason,
        "usage": {**used, "totalTokens": sum(used.values())},
        "metrics": {"latencyMs": int((time.perf_counter() - started) * 1000)},
    }


def _content(request: dict[str, Any], fault: Fault | None) -> tuple[dict[str, Any], str]:
    if fault == "prose":
        return {"text": _PROSE}, "end_turn"
    tool = {"toolUseId": "tooluse_standin", "name": operation_of(request)}
    if fault == "max_tokens":
        return {"toolUse": {**tool, "input": {}}}, "max_tokens"
    answer = spoilt(answer_to(_question(request), _schema(request)), fault)
    if fault == "fence" or "toolConfig" not in request:
        return {"text": _fenced(answer)}, "end_turn"
    return {"toolUse": {**tool, "input": answer}}, "tool_use"


def complete(request: dict[str, Any], fault: Fault | None) -> dict[str, Any]:
    """The response of /v1/chat/completions."""
    text, finish_reason = _text(request, fault)
    used = {"prompt_tokens": _tokens(request), "completion_tokens": _tokens(text)}
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-standin",
        "object": "chat.completion",
        "model": request.get("model"),
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {**used, "total_tokens": sum(used.values())},
    }


def _text(request: dict[str, Any], fault: Fault | None) -> tuple[str, str]:
    if fault == "prose":
        return _PROSE, "stop"
    answer = spoilt(answer_to(_question(request), _schema(request)), fault)
    if fault == "max_tokens":
        return json.dumps(answer)[:10], "length"
    return _fenced(answer) if fault == "fence" else json.dumps(answer), "stop"


def _fenced(answer: Any) -> str:
    return f"```json\n{json.dumps(answer)}\n```"


def _question(request: dict[str, Any]) -> Any:
    *_, user = request["messages"]
    if isinstance(user["content"], str):
        return question_in(operation_of(request), "", _parted(user["content"]), _schema(request))
    system = "".join(block.get("text", "") for block in request.get("system", []))
    texts = [block.get("text", "") for block in user["content"]]
    return question_in(operation_of(request), system, texts, _schema(request))


def _parted(text: str) -> list[str]:
    """The blocks that a chat completion's one message was joined from."""
    end = text.find("</facts>") + len("</facts>")
    return [part for part in (text[:end], text[end:].lstrip("\n")) if part]


def _schema(request: dict[str, Any]) -> dict[str, Any]:
    if "toolConfig" in request:
        return dict(request["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"])
    schema: dict[str, Any] = _schema_of_chat(request).get("schema", {"type": "string"})
    return schema


def _schema_of_chat(request: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = request.get("response_format", {}).get("json_schema", {})
    return schema


def _tokens(said: Any) -> int:
    return max(1, len(json.dumps(said)) // _CHARACTERS_PER_TOKEN)
