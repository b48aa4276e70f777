"""The forms in which model servers and Converse send an answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from alfrd_luigi.errors import ServiceError
from alfrd_luigi.language import questions
from alfrd_luigi.language.engines import engine
from alfrd_luigi.language.port import Answer
from support import caches

QUESTION = questions.summarize_file("Note.", "title", {"count": 0}, [])
ANSWER = {"summary": "Bread."}
WRITTEN = json.dumps(ANSWER)
USED = {"prompt_tokens": 5, "completion_tokens": 3, "inputTokens": 5, "outputTokens": 3, "totalTokens": 8}


class _Canned(HTTPServer):
    body: Any = None


class _Handler(BaseHTTPRequestHandler):
    server: _Canned

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(self.server.body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def canned() -> Iterator[_Canned]:
    """A server whose answer to everything is its `body`, as the service of both engines."""
    with pytest.MonkeyPatch.context() as environment, _Canned(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        named = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "any-secret", "AWS_DEFAULT_REGION": "us-east-1"}
        models = {"ALFRD_BEDROCK_MODEL_ID": "any", "ALFRD_OPENAI_MODEL": "any", "ALFRD_OPENAI_URL": f"{url}/v1"}
        for name, value in {**named, **models, "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": url}.items():
            environment.setenv(name, value)
        caches.clear()
        yield server
        server.shutdown()
    caches.clear()


def _chat(canned: _Canned, message: dict[str, Any], reason: str = "stop") -> Answer:
    canned.body = {"choices": [{"message": message, "finish_reason": reason}], "usage": USED}
    return engine("openai_compatible").answer(QUESTION)


def _converse(canned: _Canned, blocks: list[dict[str, Any]], reason: str = "end_turn") -> Answer:
    message = {"role": "assistant", "content": blocks}
    canned.body = {"output": {"message": message}, "stopReason": reason, "usage": USED, "metrics": {"latencyMs": 1}}
    return engine("bedrock").answer(QUESTION)


@pytest.mark.parametrize(
    "message",
    [
        {"content": WRITTEN},
        {"content": f"<think>hm</think>{WRITTEN}", "reasoning_content": "{}"},
        {"content": [{"type": "text", "text": WRITTEN}]},
        {"content": [{"type": "thinking", "thinking": "{}"}, {"type": "text", "text": WRITTEN}]},
        {"content": None, "tool_calls": [{"function": {"name": "summarize_file", "arguments": WRITTEN}}]},
        {"content": "", "reasoning_content": f"So it is {WRITTEN}"},
        {"content": WRITTEN, "refusal": None},
    ],
)
def test_a_model_server_may_answer_in_any_of_these_forms(canned: _Canned, message: dict[str, Any]) -> None:
    answer = _chat(canned, message)
    assert (answer.content, answer.flaw) == (ANSWER, "")


@pytest.mark.parametrize(
    "blocks",
    [
        [{"toolUse": {"toolUseId": "1", "name": "summarize_file", "input": ANSWER}}],
        [{"text": "I use the tool."}, {"toolUse": {"toolUseId": "1", "name": "summarize_file", "input": ANSWER}}],
        [{"reasoningContent": {"reasoningText": {"text": "{}"}}}, {"text": f"Sure!\n```JSON\n{WRITTEN}\n```"}],
        [{"text": f"<thinking>{{maybe}}</thinking>{WRITTEN}"}],
    ],
)
def test_converse_may_answer_in_any_of_these_forms(canned: _Canned, blocks: list[dict[str, Any]]) -> None:
    answer = _converse(canned, blocks, "tool_use")
    assert (answer.content, answer.flaw) == (ANSWER, "")


@pytest.mark.parametrize(
    ("message", "reason", "said"),
    [
        ({"content": None}, "content_filter", "filter"),
        ({"content": "", "refusal": "I cannot speak of Maria."}, "stop", "refuses"),
        ({"content": None, "refusal": "I cannot speak of Maria."}, "stop", "refuses"),
    ],
)
def test_a_model_server_that_will_never_answer_says_so(
    canned: _Canned, message: dict[str, Any], reason: str, said: str
) -> None:
    answer = _chat(canned, message, reason)
    assert answer.is_final
    assert said in answer.flaw
    assert "Maria" not in answer.flaw
    assert answer.usage.input_tokens == 5


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("guardrail_intervened", "guardrail"),
        ("content_filtered", "filter"),
        ("refusal", "refuses"),
        ("model_context_window_exceeded", "context"),
    ],
)
def test_converse_that_will_never_answer_says_so(canned: _Canned, reason: str, said: str) -> None:
    answer = _converse(canned, [{"text": "Sorry."}], reason)
    assert answer.is_final
    assert said in answer.flaw
    assert answer.usage.input_tokens == 5


@pytest.mark.parametrize("reason", ["max_tokens", "malformed_tool_use", "malformed_model_output"])
def test_what_converse_did_not_manage_is_asked_again(canned: _Canned, reason: str) -> None:
    answer = _converse(canned, [{"text": WRITTEN}], reason)
    assert answer.flaw
    assert not answer.is_final


@pytest.mark.parametrize(
    "message", ["text", [], {"content": [1]}, {"content": {"text": 1}}, {"content": None, "tool_calls": [{}]}, None]
)
def test_a_message_of_no_form_is_a_fault_of_the_server(canned: _Canned, message: Any) -> None:
    with pytest.raises(ServiceError, match="broken answer"):
        _chat(canned, message)
