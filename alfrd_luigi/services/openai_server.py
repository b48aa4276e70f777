"""A server with OpenAI's API: connections to it, and the meaning of its refusals."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Any

import httpcore
import httpx
from httpcore._backends.sync import SyncStream

from alfrd_luigi.errors import QuotaError, ServiceError, SettingsError
from alfrd_luigi.secrecy import keep_secret, login_of, without_login
from alfrd_luigi.services import refusals
from alfrd_luigi.services.bounds import BoundedSocket, BoundedTLSSocket, seconds_to_connect

NAME = "the language model"

_CONNECT_SECONDS = 5.0
_KEY_VARIABLE = "OPENAI_API_KEY"
# A timeout, a conflict, too early, too many requests: another attempt may succeed.
_LATER = {408, 409, 425, 429}
# The server understood the request and does not accept it.
_OF_THE_REQUEST = {400, 422}


def client(url: str, seconds: float) -> httpx.Client:
    """A client of the server. httpx logs URLs, so it gets the URL without its login."""
    key = os.environ.get(_KEY_VARIABLE)
    keep_secret(key)
    context = httpx.create_ssl_context()
    context.sslsocket_class = BoundedTLSSocket
    made = httpx.Client(
        base_url=without_login(url).rstrip("/"),
        auth=_login(url),
        headers={"Accept-Encoding": "identity", **({"Authorization": f"Bearer {key}"} if key else {})},
        timeout=httpx.Timeout(seconds, connect=_CONNECT_SECONDS),
        verify=context,
    )
    for transport in (made._transport, *made._mounts.values()):
        if isinstance(transport, httpx.HTTPTransport):
            transport._pool._network_backend = _Backend()
    return made


class _Backend(httpcore.SyncBackend):
    """Makes connections that enforce the bounds of a call. httpx has no parameter for this."""

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *arguments: Any, **options: Any
    ) -> httpcore.NetworkStream:
        seconds = seconds_to_connect(_CONNECT_SECONDS if timeout is None else timeout)
        stream = super().connect_tcp(host, port, seconds, *arguments, **options)
        return SyncStream(BoundedSocket.of(stream.get_extra_info("socket")))


def _login(url: str) -> tuple[str, str] | None:
    login = login_of(url)
    if login is not None:
        keep_secret(b64encode(":".join(login).encode()).decode())  # as in the Authorization header
    return login


def refusal(status: int, content: bytes, private: Sequence[str]) -> Exception:
    """The error for an answer with this status, without quotations of the `private` texts.

    ServiceError if another attempt may succeed, PermanentError if the document is at fault, otherwise SettingsError.
    """
    said = _said(content)
    reason = refusals.told(f"({status}): {said}" if said else f"({status})", private)
    if status == httpx.codes.TOO_MANY_REQUESTS and refusals.is_of_quota(said):
        return QuotaError(f"{NAME} refused the request {reason}", "throttled", "Wait, or raise the quota")
    if status in _LATER:
        return ServiceError(f"{NAME} is throttling ({status})", "throttled")
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return ServiceError(f"{NAME} failed ({status})", "server_error")
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        return refusals.of_document(f"{NAME} refused the request {reason}")
    if status in _OF_THE_REQUEST:
        return refusals.refusal(f"{NAME} refused the request {reason}", "openai_model")
    return SettingsError(f"{NAME} refused {reason}", _hint(status))


def _hint(status: int) -> str:
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.PAYMENT_REQUIRED):
        return f"Check {_KEY_VARIABLE}, and the account that it belongs to"
    if status < httpx.codes.BAD_REQUEST:
        return "The server refers to another address: set openai_url to that"
    return f"Check openai_url, openai_model and {_KEY_VARIABLE}"


def _said(content: bytes) -> str:
    """The message of a refusal, in any of the formats that servers use; empty for other formats."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    error = body.get("error", body) if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return error if isinstance(error, str) else ""
    return " ".join(reason for name in ("message", "detail", "code") for reason in _reasons(error.get(name)))


def _reasons(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    # FastAPI's format: one item for each parameter, which contains the value that was sent.
    for each in told if isinstance(told, list) else []:
        if isinstance(each, dict) and isinstance(each.get("loc"), list):
            yield " ".join(map(str, [*each["loc"], each.get("msg", "")]))
