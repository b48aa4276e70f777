"""Models behind a `/v1/chat/completions` with JSON-schema output, such as Ollama's, llama.cpp's and vLLM's."""

from __future__ import annotations

import json
from typing import Any

import httpx

from alfrd_luigi.errors import ServiceError, SettingsError
from alfrd_luigi.language import messages
from alfrd_luigi.language.port import Answer, LanguageEngine, Question
from alfrd_luigi.language.questions import MOST_TOKENS
from alfrd_luigi.language.text_limit import CHARACTERS_PER_TOKEN
from alfrd_luigi.language.values import told
from alfrd_luigi.secrecy import without_login
from alfrd_luigi.services import openai_server
from alfrd_luigi.services.bounds import bounded
from alfrd_luigi.services.paid_service import PRICED_BY_TOKEN, PaidService
from alfrd_luigi.services.usage import Usage, count_in
from alfrd_luigi.settings import settings

SERVICE = PaidService("openai_compatible", "bedrock", PRICED_BY_TOKEN)
_SECONDS_TO_REACH = 5
_LONGEST_NAME = 200


class OpenAICompatibleEngine:
    """One model of one server. Thread-safe, because its client is. An API key comes only from OPENAI_API_KEY."""

    name = "openai_compatible"
    service: PaidService | None = SERVICE

    def __init__(self, url: str, model: str, characters: int) -> None:
        self.model = model
        self.characters: int | None = characters
        self.address: str | None = without_login(url)
        self.reported: str | None = None
        self._client = openai_server.client(url, settings().call_seconds)

    def answer(self, question: Question) -> Answer:
        """See LanguageEngine."""
        try:
            with bounded(openai_server.NAME, settings().call_seconds):
                status, content = self._sent(_request(self.model, question))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise ServiceError(
                "the language model cannot be reached", "unreached", "Check openai_url and its server"
            ) from error
        except httpx.TimeoutException as error:
            raise ServiceError("the language model gave no answer in time", "timeout") from error
        except httpx.RequestError as error:
            raise ServiceError("the connection to the language model was cut", "connection") from error
        if status != httpx.codes.OK:
            raise openai_server.refusal(status, content, messages.private_texts(question))
        answer = _answer(content, question)
        self.reported = _reported(content)
        return answer

    def _sent(self, request: dict[str, Any]) -> tuple[int, bytes]:
        """The status and the body of the answer, which was requested without compression."""
        with self._client.stream("POST", "/chat/completions", json=request) as response:
            return response.status_code, b"".join(response.iter_raw())

    def most(self, question: Question) -> Usage:
        """See LanguageEngine."""
        return messages.most_usage(question)

    def reach(self) -> None:
        """See LanguageEngine."""
        try:
            self._client.get("/models", timeout=_SECONDS_TO_REACH).raise_for_status()
        except httpx.HTTPError as error:
            raise SettingsError(f"{self.address} does not answer ({error})", "Start it, or correct it") from error

    def close(self) -> None:
        """See LanguageEngine."""
        self._client.close()


def create(model: str = "") -> LanguageEngine:
    """The engine for the server in the settings and a model; by default, the one there. Raises SettingsError if either
    is missing.
    """
    model = model or settings().openai_model
    if not settings().openai_url or not model:
        hint = "For Ollama: openai_url = http://localhost:11434/v1 and openai_model = the model's name"
        raise SettingsError("language_engine = openai_compatible needs openai_url and openai_model", hint)
    characters = settings().max_text_tokens * CHARACTERS_PER_TOKEN
    return OpenAICompatibleEngine(settings().openai_url, model, characters)


def _request(model: str, question: Question) -> dict[str, Any]:
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": messages.system_text(question)},
            {"role": "user", "content": "\n\n".join(messages.user_blocks(question))},
        ],
        **messages.temperature(),
        "max_tokens": MOST_TOKENS[question.operation],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": question.operation, "schema": told(question.schema)},
        },
    }


def _answer(content: bytes, question: Question) -> Answer:
    try:
        body = json.loads(content)
        used = body.get("usage") or {}
        usage = Usage(
            input_tokens=count_in(used.get("prompt_tokens")), output_tokens=count_in(used.get("completion_tokens"))
        )
        choice = body["choices"][0]
        message, reason = choice["message"], choice.get("finish_reason")
        if reason == "content_filter" or (message.get("refusal") and not message.get("content")):
            said = messages.FILTER if reason == "content_filter" else messages.REFUSAL
            return Answer(None, usage, said, is_final=True)
        if reason == "length":
            return Answer(None, usage, messages.CUT_OFF)
        return messages.answer_in(_text(message), usage, "the answer was no JSON", question.schema)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ServiceError("the language model sent a broken answer", "connection") from error


def _reported(content: bytes) -> str | None:
    """The model that the server names in a valid answer, if its name is one."""
    named = json.loads(content).get("model")
    return named if isinstance(named, str) and named.isprintable() and len(named) <= _LONGEST_NAME else None


def _text(message: dict[str, Any]) -> str:
    """The model's text: its content, whole or in parts, the arguments of a tool call, or only its thoughts."""
    content = message.get("content")
    if isinstance(content, list):
        content = "".join(part["text"] for part in content if part.get("type", "text") in ("text", "output_text"))
    calls = message.get("tool_calls") or []
    written = [content, *(call["function"]["arguments"] for call in calls[:1]), message.get("reasoning_content")]
    return next((text for text in written if text), "")
