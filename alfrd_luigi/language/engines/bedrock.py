"""Models on AWS Bedrock, called through Converse: each question forces one tool, whose input is the answer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from alfrd_luigi.errors import ServiceError, SettingsError
from alfrd_luigi.language import messages
from alfrd_luigi.language.port import Answer, LanguageEngine, Question
from alfrd_luigi.language.questions import MOST_TOKENS
from alfrd_luigi.language.text_limit import CHARACTERS_PER_TOKEN
from alfrd_luigi.language.values import told
from alfrd_luigi.services import aws
from alfrd_luigi.services.aws_errors import translated
from alfrd_luigi.services.paid_service import PRICED_BY_TOKEN, PaidService
from alfrd_luigi.services.tiers import FLEX, FlexTier, Tier, served
from alfrd_luigi.services.usage import Usage, count_in
from alfrd_luigi.settings import settings

# By stop reason; see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
_NO_ANSWER = {
    "content_filtered": messages.FILTER,
    "guardrail_intervened": messages.GUARDRAIL,
    "model_context_window_exceeded": messages.FULL,
    "refusal": messages.REFUSAL,
}
_FLAWS = {
    "max_tokens": messages.CUT_OFF,
    "malformed_model_output": "the answer was malformed",
    "malformed_tool_use": "the answer was malformed",
}


_CLIENT = "bedrock-runtime"
SERVICE = PaidService("bedrock", "bedrock", PRICED_BY_TOKEN, aws_client=_CLIENT)


class BedrockEngine:
    """One model. Thread-safe, because its client is."""

    name = "bedrock"
    service: PaidService | None = SERVICE
    address: str | None = None

    def __init__(
        self, model: str, characters: int | None, tier: Tier = "default", flex: FlexTier | None = None
    ) -> None:
        self.model = model
        self.characters = characters
        self._tier = tier
        self._flex = flex or FlexTier()

    def for_trials(self) -> LanguageEngine:
        """See TieredEngine. What is known of the tier is shared."""
        is_other = settings().bedrock_tier == "trials"
        return BedrockEngine(self.model, self.characters, FLEX, self._flex) if is_other else self

    def answer(self, question: Question) -> Answer:
        """See TieredEngine."""
        client = aws.client(_CLIENT)
        asking = self._flex.asking() if self._tier == FLEX else nullcontext(False)
        with asking as is_flex, translated(_CLIENT, messages.private_texts(question)):
            tier = {"serviceTier": {"type": FLEX}} if is_flex else {}
            response = client.converse(modelId=self.model, **_request(question), **tier)
        return _answer(response, question)

    def most(self, question: Question) -> Usage:
        """See LanguageEngine."""
        return messages.most_usage(question)

    def reach(self) -> None:
        """Do nothing: health/services.py checks the account with AWS."""

    def close(self) -> None:
        """Do nothing: the process owns the client; see services/aws.py."""


def create(model: str = "") -> LanguageEngine:
    """The engine for a model; by default, the one in the settings. Raises SettingsError if none is set."""
    if not (model or settings().bedrock_model_id):
        hint = "Set it to a model or inference profile that your account may use; docs/aws.md names some"
        raise SettingsError("language_engine = bedrock needs bedrock_model_id", hint)
    characters, tier = settings().max_text_tokens * CHARACTERS_PER_TOKEN, settings().bedrock_tier
    return BedrockEngine(model or settings().bedrock_model_id, characters, FLEX if tier == FLEX else "default")


def _request(question: Question) -> dict[str, Any]:
    tool = {
        "name": question.operation,
        "description": "Gives the answer.",
        "inputSchema": {"json": told(question.schema)},
    }
    return {
        "system": [{"text": messages.system_text(question)}],
        "messages": [{"role": "user", "content": [{"text": text} for text in messages.user_blocks(question)]}],
        "inferenceConfig": {"maxTokens": MOST_TOKENS[question.operation], **messages.temperature()},
        "toolConfig": {"tools": [{"toolSpec": tool}], "toolChoice": {"tool": {"name": question.operation}}},
    }


def _answer(response: Mapping[str, Any], question: Question) -> Answer:
    # botocore passes on the remains of an answer that was cut off or garbled.
    try:
        tier = served((response.get("serviceTier") or {}).get("type"))
        return replace(_untiered(response, question), tier=tier)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise ServiceError("bedrock-runtime sent a broken answer", "connection") from error


def _untiered(response: Mapping[str, Any], question: Question) -> Answer:
    used = response.get("usage", {})
    usage = Usage(input_tokens=count_in(used.get("inputTokens")), output_tokens=count_in(used.get("outputTokens")))
    reason = response.get("stopReason")
    if reason in _NO_ANSWER:
        return Answer(None, usage, _NO_ANSWER[reason], is_final=True)
    if reason in _FLAWS:
        return Answer(None, usage, _FLAWS[reason])
    return _said(response["output"].get("message", {}).get("content", []), usage, question)


def _said(blocks: list[Mapping[str, Any]], usage: Usage, question: Question) -> Answer:
    for block in blocks:
        if "toolUse" in block:
            return Answer(block["toolUse"].get("input"), usage)
    # A model that ignores the tool may still have answered by its schema.
    text = "".join(block.get("text", "") for block in blocks)
    return messages.answer_in(text, usage, f"the tool {question.operation} was not used", question.schema)
