"""Models behind any `/v1/chat/completions` with JSON-schema output, as Ollama, llama.cpp and vLLM serve it."""

from __future__ import annotations

import json
import os
from typing import Any

import httpx

from alfrd_luigi.errors import PermanentError, ServiceError, SettingsError
from alfrd_luigi.language import messages
from alfrd_luigi.language.fitting import CHARACTERS_PER_TOKEN
from alfrd_luigi.language.port import Answer, LanguageEngine, Question
from alfrd_luigi.secrecy import keep_secret, login_of, without_login
from alfrd_luigi.services.usage import Usage, count_in
from alfrd_luigi.settings import settings

_CONNECT_SECONDS = 5.0
_MOST_BYTES = 16 * 1024 * 1024  # of an answer; a long one has some tens of thousands
_KEY_VARIABLE = "OPENAI_API_KEY"


class OpenAICompatibleEngine:
    """One model of one server; thread-safe, as its client is. A key comes from OPENAI_API_KEY and is nowhere else."""

    name = "openai_compatible"
    service: str | None = "openai_compatible"

    def __init__(self, url: str, model: str, characters: int) -> None:
        self.model = model
        self.characters: int | None = characters
        self._client = client(url, settings().call_seconds)

    def answer(self, question: Question) -> Answer:
        """See LanguageEngine."""
        try:
            with self._client.stream("POST", "/chat/completions", json=_request(self.model, question)) as response:
                _check_status(response)
                return _answer(_content(response))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise ServiceError(
                "the language model cannot be reached", "unreached", "Check openai_url and its server"
            ) from error
        except httpx.TimeoutException as error:
            raise ServiceError("the language model gave no answer in time", "timeout") from error
        except httpx.RequestError as error:
            raise ServiceError("the connection to the language model was cut", "connection") from error

    def most(self, question: Question) -> Usage:
        """See LanguageEngine."""
        return messages.most_usage(question)

    def close(self) -> None:
        """See LanguageEngine."""
        self._client.close()


def client(url: str, seconds: float) -> httpx.Client:
    """A client of the server; httpx writes URLs into its log, so that it is given the one without its login."""
    key = os.environ.get(_KEY_VARIABLE)
    keep_secret(key)
    return httpx.Client(
        base_url=without_login(url).rstrip("/"),
        auth=login_of(url),
        headers={"Authorization": f"Bearer {key}"} if key else {},
        timeout=httpx.Timeout(seconds, connect=_CONNECT_SECONDS),
    )


def create() -> LanguageEngine:
    """The engine of the settings; raises SettingsError without a server or a model."""
    if not settings().openai_url or not settings().openai_model:
        hint = "For Ollama: openai_url = http://localhost:11434/v1 and openai_model = the model's name"
        raise SettingsError("language_engine = openai_compatible needs openai_url and openai_model", hint)
    characters = settings().max_text_tokens * CHARACTERS_PER_TOKEN
    return OpenAICompatibleEngine(settings().openai_url, settings().openai_model, characters)


def _request(model: str, question: Question) -> dict[str, Any]:
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": messages.system_text(question)},
            {"role": "user", "content": "\n\n".join(messages.user_blocks(question))},
        ],
        **messages.temperature(),
        "max_tokens": messages.MOST_TOKENS[question.operation],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": question.operation, "schema": dict(question.schema)},
        },
    }


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise ServiceError("the language model is throttling (429)", "throttled")
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise ServiceError(f"the language model failed ({status})", "server_error")
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND):
        hint = f"Check openai_url, openai_model and {_KEY_VARIABLE}"
        raise SettingsError(f"the language model refused ({status})", hint)
    if status != httpx.codes.OK:
        raise PermanentError(f"the language model refused the request ({status})", "Look at the document")


def _content(response: httpx.Response) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > _MOST_BYTES:
            raise ServiceError("the language model sent an answer without end", "connection")
    return bytes(content)


def _answer(content: bytes) -> Answer:
    try:
        body = json.loads(content)
        used = body.get("usage") or {}
        usage = Usage(
            input_tokens=count_in(used.get("prompt_tokens")), output_tokens=count_in(used.get("completion_tokens"))
        )
        choice = body["choices"][0]
        if choice.get("finish_reason") == "length":
            return Answer(None, usage, "the answer was cut off, being too long")
        return messages.answer_in(choice["message"]["content"] or "", usage, "the answer was no JSON")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ServiceError("the language model sent a broken answer", "connection") from error
