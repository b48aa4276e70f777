"""Each fault as the clients see it, and the frequency of faults."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import httpx
import pytest
from botocore import exceptions as failures

from alfrd_luigi.errors import InvalidAnswerError
from alfrd_luigi.language.engines.bedrock import BedrockEngine
from alfrd_luigi.language.validation import validate
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.standin.pictures import picture_of
from support.aws_clients import QUESTION, client, converse, read, tool

REFUSALS: dict[Fault, tuple[tuple[int, str], tuple[int, str], int]] = {
    "throttle": ((400, "ProvisionedThroughputExceededException"), (429, "ThrottlingException"), 429),
    "server_error": ((500, "InternalServerError"), (500, "InternalServerException"), 500),
    "unavailable": ((503, "ServiceUnavailable"), (503, "ServiceUnavailableException"), 503),
    "access_denied": ((400, "AccessDeniedException"), (403, "AccessDeniedException"), 401),
    "validation": ((400, "InvalidParameterException"), (400, "ValidationException"), 400),
}
SCHEMA = {
    "type": "object",
    "properties": {"kind": {"enum": ["x"]}, "note": {"type": "string"}, "why": {"type": "string"}},
    "required": ["kind", "note", "why"],
    "additionalProperties": False,
}


def chat(server: StandIn, timeout: float = 5) -> httpx.Response:
    form = {"type": "json_schema", "json_schema": {"name": "tool", "schema": SCHEMA}}
    request = {"model": "m", "messages": [{"role": "user", "content": "hello"}], "response_format": form}
    return httpx.post(f"{server.url}/v1/chat/completions", json=request, timeout=timeout)


def refused(call: Any) -> tuple[int, str]:
    with pytest.raises(failures.ClientError) as caught:
        call()
    response = caught.value.response
    assert response["Error"]["Message"]
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]


@pytest.mark.parametrize("fault", REFUSALS)
def test_services_refuse_with_their_own_names(aws: StandIn, fault: Fault) -> None:
    aws.behaviour = Behaviour(script=[fault] * 3)
    textract, bedrock, openai = REFUSALS[fault]
    assert refused(lambda: read(picture_of("x"))) == textract
    assert refused(converse) == bedrock
    response = chat(aws)
    assert response.status_code == openai
    assert response.json()["error"]["code"]
    assert [call.fault for call in aws.calls] == [fault] * 3
    assert [call.status for call in aws.calls] == [textract[0], bedrock[0], openai]


def test_a_hang_lasts_until_the_client_goes(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["hang"] * 2)
    with pytest.raises(failures.ReadTimeoutError):
        read(picture_of("x"), read_timeout=0.2)
    with pytest.raises(httpx.ReadTimeout):
        chat(aws, timeout=0.2)
    assert [(call.status, call.fault) for call in aws.calls] == [(0, "hang")] * 2


def test_an_answer_that_is_cut_short(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["cut"] * 3)
    for call in (lambda: read(picture_of("x")), converse):
        assert list(call()) == ["ResponseMetadata"]  # boto3 takes what came for all there is, and finds nothing in it
    with pytest.raises(httpx.RemoteProtocolError):
        chat(aws)


def test_an_answer_that_is_no_json(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["broken"] * 3)
    for call in (lambda: read(picture_of("x")), converse):
        assert list(call()) == ["ResponseMetadata"]
    with pytest.raises(json.JSONDecodeError):
        chat(aws).json()


def content() -> tuple[dict[str, Any], str]:
    response = converse(**tool(SCHEMA))
    (block,) = response["output"]["message"]["content"]
    return block, response["stopReason"]


def test_prose_is_a_text_in_place_of_the_tool(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["prose"] * 2)
    block, stop_reason = content()
    assert (list(block), stop_reason) == (["text"], "end_turn")
    assert "{" not in chat(aws).json()["choices"][0]["message"]["content"]


def test_a_fence_holds_the_right_answer(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["fence"] * 2)
    block, _ = content()
    assert block["text"].startswith("```json\n{")
    assert chat(aws).json()["choices"][0]["message"]["content"] == block["text"]


def test_an_answer_of_too_many_tokens_is_cut_off(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["max_tokens"] * 2)
    block, stop_reason = content()
    assert (block["toolUse"]["input"], stop_reason) == ({"kind": "x"}, "max_tokens")
    choice = chat(aws).json()["choices"][0]
    assert choice["finish_reason"] == "length"
    with pytest.raises(json.JSONDecodeError):
        json.loads(choice["message"]["content"])


@pytest.mark.parametrize("fault", ["wrong_type", "extra_field"])
def test_answers_that_break_the_schema(aws: StandIn, fault: Fault) -> None:
    aws.behaviour = Behaviour(script=[fault] * 2)
    with pytest.raises(InvalidAnswerError):
        validate(content()[0]["toolUse"]["input"], SCHEMA)
    with pytest.raises(InvalidAnswerError):
        validate(json.loads(chat(aws).json()["choices"][0]["message"]["content"]), SCHEMA)


@pytest.mark.parametrize("fault", ["wrong_type", "extra_field", "max_tokens", "prose"])
def test_a_fault_does_not_stay(aws: StandIn, fault: Fault) -> None:
    aws.behaviour = Behaviour(script=[fault, None])
    bedrock = BedrockEngine("m", 10_000)
    first, second = bedrock.answer(QUESTION), bedrock.answer(QUESTION)
    assert first.content != second.content
    validate(second.content, QUESTION.schema)


def test_blocks_of_a_wrong_type(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["wrong_type", "extra_field"])
    assert read(picture_of("x"))["Blocks"][1]["Confidence"] == "high"
    assert read(picture_of("x"))["Blocks"][1]["Confidence"] == 99


def test_a_script_can_be_kept_for_one_operation(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["throttle"], only="tool")
    read(picture_of("x"))
    assert refused(lambda: converse(**tool(SCHEMA))) == (429, "ThrottlingException")
    converse(**tool(SCHEMA))


def test_a_script_can_be_a_function(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=lambda operation: "throttle" if operation == "textract" else None, throttled=1)
    refused(lambda: read(picture_of("x")))
    converse()
    assert [call.fault for call in aws.calls] == ["throttle", None]


def test_an_answer_takes_the_seconds_that_it_is_told_to(aws: StandIn) -> None:
    aws.behaviour = Behaviour(seconds=0.2)
    with client("textract", read_timeout=0.1) as textract, pytest.raises(failures.ReadTimeoutError):
        textract.detect_document_text(Document={"Bytes": picture_of("x")})
    read(picture_of("x"))
    assert aws.calls[1].end - aws.calls[1].begin >= 0.2


def test_shares_are_drawn_by_the_seed() -> None:
    one, same, other = (
        Behaviour(throttled=0.3, failing=0.1, hanging=0.1, cut=0.1, nonsense=0.2, seed=seed) for seed in (5, 5, 6)
    )
    drawn = [one.draw("classify") for _ in range(2000)]
    assert drawn == [same.draw("classify") for _ in range(2000)]
    assert drawn != [other.draw("classify") for _ in range(2000)]
    met = Counter(drawn)
    assert 500 < met["throttle"] < 700
    assert 300 < met[None] < 500
    assert min(met[kind] for kind in ("prose", "wrong_type", "extra_field", "max_tokens", "unavailable")) > 50


def test_text_recognition_talks_no_nonsense() -> None:
    assert Behaviour(nonsense=1).draw("textract") == "broken"
