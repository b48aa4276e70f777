"""The stand-in's model: questions, and answers in the forms of Converse and of chat completions."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import httpx
import pytest
from botocore import exceptions as failures
from jsonschema import Draft202012Validator

from alfrd_luigi.language import messages
from alfrd_luigi.language.engines import engine
from alfrd_luigi.language.engines.bedrock import BedrockEngine
from alfrd_luigi.language.engines.openai_compatible import OpenAICompatibleEngine
from alfrd_luigi.standin import StandIn
from alfrd_luigi.standin.answers import question_in
from alfrd_luigi.standin.minimal_value import least
from support.aws_clients import HELLO, QUESTION, TRICKY, converse, only_call, tool

ARN = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0"
SCHEMAS: list[dict[str, Any]] = [
    {"type": "object", "properties": {"a": {"type": "string", "minLength": 2}}, "required": ["a"]},
    {"type": "object", "properties": {"a": {"enum": ["x", "y"]}, "b": {"const": 3}}, "required": ["a", "b"]},
    {"type": "object", "properties": {"a": {"anyOf": [{"type": "null"}, {"type": "string"}]}}, "required": ["a"]},
    {"type": "object", "properties": {"a": {"type": ["string", "null"], "format": "date"}}, "required": ["a"]},
    {"type": "object", "properties": {"a": {"type": "string", "format": "date"}}, "required": ["a"]},
    {"type": "array", "items": {"type": "integer", "minimum": 4}, "minItems": 2},
    {"properties": {"a": {"type": "boolean"}, "b": {}}, "required": ["a", "b"]},
]


def test_the_answer_is_that_of_the_offline_engine(aws: StandIn) -> None:
    answer = BedrockEngine(ARN, 10_000).answer(QUESTION)
    assert answer.content == engine("offline").answer(QUESTION).content
    call = only_call(aws)
    assert (call.service, call.operation, call.model, call.signed) == ("bedrock", "classify", ARN, True)
    assert (call.input_tokens, call.output_tokens) == (answer.usage.input_tokens, answer.usage.output_tokens)
    assert call.input_tokens > call.output_tokens > 0


def test_a_chat_is_answered_alike(aws: StandIn) -> None:
    chat = OpenAICompatibleEngine(f"{aws.url}/v1", "llama", 10_000)
    with closing(chat._client):
        answer = chat.answer(QUESTION)
    assert answer.content == engine("offline").answer(QUESTION).content
    call = only_call(aws)
    assert (call.service, call.operation, call.model) == ("openai_compatible", "classify", "llama")
    assert (call.input_tokens, call.output_tokens) == (answer.usage.input_tokens, answer.usage.output_tokens)


def test_a_question_arrives_as_it_was() -> None:
    read = question_in("classify", "told", messages.user_blocks(QUESTION), dict(QUESTION.schema))
    assert read is not None
    assert read.pages == QUESTION.pages
    assert TRICKY in read.pages
    assert (read.facts, read.hints) == (QUESTION.facts, QUESTION.hints)


def test_a_response_has_the_shape_of_converse(aws: StandIn) -> None:
    response = converse(**tool(SCHEMAS[0]))
    assert response["stopReason"] == "tool_use"
    assert response["output"]["message"]["role"] == "assistant"
    (block,) = response["output"]["message"]["content"]
    assert block["toolUse"]["name"] == "tool"
    assert block["toolUse"]["toolUseId"]
    assert block["toolUse"]["input"] == {"a": "xx"}
    assert response["usage"]["totalTokens"] == response["usage"]["inputTokens"] + response["usage"]["outputTokens"]
    assert response["metrics"]["latencyMs"] >= 0


def test_a_plain_conversation_is_answered_with_a_text(aws: StandIn) -> None:
    response = converse(messages=[*HELLO, {"role": "assistant", "content": [{"text": "Hi."}]}, *HELLO])
    assert response["stopReason"] == "end_turn"
    assert response["output"]["message"]["content"][0]["text"]
    assert only_call(aws).operation == "text"


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_stranger_is_given_the_least_that_the_schema_allows(schema: dict[str, Any]) -> None:
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(least(schema))


@pytest.mark.parametrize(
    "request_", [{"messages": []}, {"messages": [{"role": "assistant", "content": [{"text": "x"}]}]}]
)
def test_what_converse_does_not_take(aws: StandIn, request_: dict[str, Any]) -> None:
    with pytest.raises(failures.ClientError, match="ValidationException"):
        converse(**request_)
    assert only_call(aws).status == 400


def test_a_model_that_does_not_exist(aws: StandIn) -> None:
    with pytest.raises(failures.ClientError, match=r"ValidationException.*model identifier is invalid"):
        converse("no-such-model")


def test_a_chat_without_a_schema_and_the_models(aws: StandIn) -> None:
    chat = {"model": "m", "messages": [{"role": "user", "content": "hello"}]}
    response = httpx.post(f"{aws.url}/v1/chat/completions", json=chat).json()
    assert response["choices"][0]["message"]["content"]
    assert response["choices"][0]["finish_reason"] == "stop"
    assert response["usage"]["total_tokens"] >= 2
    assert httpx.get(f"{aws.url}/v1/models").json()["data"][0]["id"] == "standin"


@pytest.mark.parametrize("body", [b"no JSON", b"[]", b"{}", b'{"messages": []}'])
def test_what_is_no_chat_is_refused_as_openai_does(aws: StandIn, body: bytes) -> None:
    response = httpx.post(f"{aws.url}/v1/chat/completions", content=body)
    assert response.status_code == 400
    assert response.json()["error"]["message"]
