"""Real refusals of services: the cause of each, and the part that is shown."""

from __future__ import annotations

import json
import time

import pytest

from alfrd_luigi.errors import PermanentError, QuotaError, RefusedRequestError, ServiceError, SettingsError
from alfrd_luigi.services import openai_server, refusals

OF_THE_FORM = [
    (
        "Invocation of model ID anthropic.claude-haiku-4-5-20251001-v1:0 with on-demand throughput"
        " isn\u2019t supported."
        " Retry your request with the ID or ARN of an inference profile that contains this model.",
        "inference profile",
    ),
    ("The model returned the following errors: `temperature` is deprecated for this model.", "temperature"),
    ("`temperature` and `top_p` cannot both be specified for this model.", "temperature"),
    ("This model doesn't support the toolConfig.toolChoice.tool field. Remove it and try again.", "tool"),
    ("This model doesn't support tool use.", "tool"),
    ("The provided model identifier is invalid.", "bedrock_model_id"),
    ("The provided model doesn't support on-demand throughput.", "inference profile"),
    ("Operation not allowed", "account"),
    ("Your account is not authorized to invoke this API operation.", "account"),
    (
        "Model access is denied due to INVALID_PAYMENT_INSTRUMENT: A valid payment instrument must be provided.",
        "account",
    ),
    ("The maximum tokens you requested exceeds the model limit of 2048. Try again with a lower value.", "max_tokens"),
    ("max_tokens: 3000 > 2048, which is the maximum allowed number of output tokens for the model", "max_tokens"),
    ("input length and `max_tokens` exceed context limit: 190000 + 3000 > 192000", "max_tokens"),
    (
        "Malformed input request: extraneous key [inferenceConfig] is not permitted, please reformat your input.",
        "Check",
    ),
    ("Unsupported parameter: 'max_tokens' is not supported with this model.", "max_tokens"),
    ("'response_format.type' must be 'text'", "JSON-schema"),
    ("Invalid schema for response_format 'classify': 'required' is required to be supplied", "JSON-schema"),
    ("something that nobody has heard of", "Check"),
]
OF_THE_DOCUMENT = [
    "Input is too long for requested model.",
    "The model returned the following errors: prompt is too long: 200049 tokens > 200000 maximum",
    "Malformed input request: expected maxLength: 4000, actual: 5000, please reformat your input and try again.",
    "Too many input tokens. Max input tokens: 8192, request input token count: 9000",
    "Input Tokens Exceeded: Number of input tokens exceeds maximum length.",
    "the request exceeds the available context size, try increasing it",
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
    "The input token count (9000) exceeds the maximum number of tokens allowed (8192).",
    "Prompt contains 70000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
    "Trying to keep the first 9000 tokens when context the overflows; the context length is only 4096 tokens",
    "The response was filtered due to the prompt triggering the content management policy.",
]


@pytest.mark.parametrize(("said", "hint"), OF_THE_FORM)
def test_a_refusal_of_the_form_names_what_to_change(said: str, hint: str) -> None:
    error = refusals.refusal(said, "bedrock_model_id")
    assert isinstance(error, RefusedRequestError)
    assert hint in error.hint
    assert "{" not in error.hint


@pytest.mark.parametrize("said", OF_THE_DOCUMENT)
def test_a_refusal_of_length_or_content_is_the_documents(said: str) -> None:
    assert isinstance(refusals.refusal(said, "bedrock_model_id"), PermanentError)


def test_only_a_quota_of_a_longer_time_is_a_quota() -> None:
    assert refusals.is_of_quota("Too many tokens per day, please wait before trying again.")
    assert not refusals.is_of_quota("Too many requests, please wait before trying again.")


PAGE = "Invoice from ACME Power\nPLANTEDTEXT patient record of Maria Ellstrom\nAccount 4471-0098-22\nTotal 12.00 USD"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("PLANTEDTEXT patient record is not valid", "… is not valid"),
        ("the patient record of somebody is not valid", "the … somebody is not valid"),
        ("no patient by the name Ellstrom", "no patient by the name …"),
        ("bad value '4471-0098-22' at messages.0", "bad value '…' at messages.0"),
        ('"patient record" is not valid, use "text"', '"…" is not valid, use "text"'),
        ("`temperature` is deprecated for this model.", "`temperature` is deprecated for this model."),
        ("invoice from acme power\n\x1b[2J total 12", "… [2J total 12"),
    ],
)
def test_what_a_refusal_quotes_of_the_document_is_left_out(said: str, told: str) -> None:
    assert refusals.told(said, [PAGE]) == told


def test_a_long_document_leaves_a_reason_readable() -> None:
    page = " ".join(f"The {word} is not in this model of a letter, please retry it" for word in ("sum", "date", "tax"))
    said = "This model doesn't support the toolConfig.toolChoice.tool field."
    assert refusals.told(said, [page]) == said


def test_a_message_is_one_line_of_some_length() -> None:
    assert refusals.told("a\r\nb\tc " + "x " * 5000) == ("a b c " + "x " * 5000)[:300]


@pytest.mark.parametrize("unit", [' "a', "'", "a b c ", "…", "secret "])
def test_a_refusal_of_any_length_is_told_at_once(unit: str) -> None:
    said, started = unit * (8_000_000 // len(unit)), time.process_time()
    assert len(refusals.told(said, ["a b c d"] * 100)) <= 300
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (300, SettingsError), (302, SettingsError), (307, SettingsError),
        (400, RefusedRequestError), (401, SettingsError), (402, SettingsError), (403, SettingsError),
        (404, SettingsError), (405, SettingsError), (406, SettingsError), (410, SettingsError), (415, SettingsError),
        (422, RefusedRequestError), (413, PermanentError),
        (408, ServiceError), (409, ServiceError), (425, ServiceError), (429, ServiceError),
        (500, ServiceError), (502, ServiceError), (503, ServiceError), (504, ServiceError), (529, ServiceError),
    ],
)  # fmt: skip
def test_each_status_of_a_model_server_has_its_meaning(status: int, kind: type[Exception]) -> None:
    assert type(openai_server.refusal(status, b'{"error": {"message": "No."}}', ())) is kind


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"error": {"message": "model 'x' not found", "type": "api_error"}}, "model 'x' not found"),
        ({"error": "model 'x' not found"}, "model 'x' not found"),
        ({"object": "error", "message": "no such model"}, "no such model"),
        ({"detail": "Not Found"}, "Not Found"),
        ({"detail": [{"loc": ["body", "model"], "msg": "missing", "input": "PLANTED"}]}, "body model missing"),
    ],
)  # fmt: skip
def test_every_form_of_a_refusal_is_understood(body: object, said: str) -> None:
    error = openai_server.refusal(404, json.dumps(body).encode(), ())
    assert said in str(error)
    assert "PLANTED" not in str(error)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'"no"', b'{"error": [1]}', b"[" * 100_000, b'{"detail": [1]}']
)
def test_a_refusal_without_words_is_one_too(body: bytes) -> None:
    assert str(openai_server.refusal(404, body, ())) == "the language model refused (404)"


def test_a_quota_says_so() -> None:
    body = b'{"error": {"message": "You exceeded your current quota.", "code": "insufficient_quota"}}'
    error = openai_server.refusal(429, body, ())
    assert isinstance(error, QuotaError)
    assert "exceeded your current quota" in str(error)
