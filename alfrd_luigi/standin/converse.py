"""Bedrock's Converse: parses a request, and builds the response."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from alfrd_luigi.standin.answers import ABSURD, PLAIN, PROSE, SMALL_TALK, THOUGHT, Answered, ModelRequest, tokens
from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.standin.refusals import RefusedError

UNKNOWN_MODEL = "no-such-model"
TIERS = ("default", "flex", "priority")


def asked(request: Mapping[str, Any]) -> ModelRequest:
    """The question of the request. Raises RefusedError if it is not a Converse request."""
    try:
        system = "\n".join(block["text"] for block in request.get("system", []))
        blocks = [block for message in request["messages"] for block in message["content"]]
        texts = tuple(block["text"] for block in blocks if "text" in block)
        tool, tier = _tool(request), _tier(request)
        _check_roles([message["role"] for message in request["messages"]])
        if tool:
            return ModelRequest(tool["name"], system, texts, tool["inputSchema"]["json"], tier)
        return ModelRequest(PLAIN, system, texts, tier=tier)
    except (LookupError, TypeError, AttributeError) as error:
        raise RefusedError("ValidationException", f"The request is not one of Converse: {error!r}") from None


def response(model: str, question: ModelRequest, fault: Fault | None) -> Answered:
    """The response. Raises RefusedError like Bedrock."""
    if model == UNKNOWN_MODEL:
        raise RefusedError("ValidationException", "The provided model identifier is invalid.")
    started = time.perf_counter()
    content, stop_reason, said = _content(question, fault)
    taken, made = (ABSURD, ABSURD) if fault == "absurd_usage" else (question.tokens, tokens(said))
    body = {
        "metrics": {"latencyMs": int((time.perf_counter() - started) * 1000)},
        "output": {"message": {"content": [content], "role": "assistant"}},
        "stopReason": stop_reason,
        "usage": {"inputTokens": taken, "outputTokens": made, "totalTokens": taken + made},
    }
    if question.tier is not None:
        body["serviceTier"] = {"type": "default" if fault == "tier_ignored" else question.tier}
    return Answered(json.dumps(body), taken, made)


def _tool(request: Mapping[str, Any]) -> Any:
    """The forced tool, or the first one if none is forced; None without tools."""
    config = request.get("toolConfig") or {}
    tools = [tool["toolSpec"] for tool in config.get("tools", [])]
    wanted = config.get("toolChoice", {}).get("tool", {}).get("name")
    chosen = [tool for tool in tools if wanted in (None, tool["name"])]
    if tools and not chosen:
        raise LookupError(f"no tool {wanted}")
    return chosen[0] if chosen else None


def _tier(request: Mapping[str, Any]) -> str | None:
    """The tier of the service; None if the request names none. Raises RefusedError for one that there is not."""
    tier: str | None = request["serviceTier"]["type"] if "serviceTier" in request else None
    if tier not in (None, *TIERS):
        raise RefusedError("ValidationException", "The service tier provided is invalid.")
    return tier


def _check_roles(roles: Sequence[str]) -> None:
    if roles[0] != "user" or any(former == latter for former, latter in pairwise(roles)):
        raise LookupError("the user begins, and roles take turns")


def _content(question: ModelRequest, fault: Fault | None) -> tuple[dict[str, Any], str, str]:
    """The content block of the answer, its stop reason, and the text that is charged."""
    if fault == "prose" or question.operation == PLAIN:
        text = PROSE if fault == "prose" else SMALL_TALK
        return {"text": text}, "max_tokens" if fault == "max_tokens" else "end_turn", text
    if fault == "filtered":
        return {"text": "Sorry, the model cannot answer this question."}, "guardrail_intervened", ""
    answer = question.answer(fault)
    said = json.dumps(answer)
    if fault == "fence":
        return {"text": f"```json\n{said}\n```"}, "end_turn", said
    if fault == "think":
        return {"text": f"<thinking>{THOUGHT}</thinking>\n\n{said}"}, "end_turn", said
    use = {"toolUseId": "tooluse_standin", "name": question.operation, "input": answer}
    return {"toolUse": use}, "max_tokens" if fault == "max_tokens" else "tool_use", said
