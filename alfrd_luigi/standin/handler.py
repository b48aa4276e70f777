"""The stand-in's HTTP: one client connection, with answers that are late, truncated or missing."""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

from alfrd_luigi.standin import chat, signatures
from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.standin.record import RecordedCall
from alfrd_luigi.standin.refusals import NOT_FOUND, SERVER_ERROR, RefusedError, Service, body_of, refuse
from alfrd_luigi.standin.requests import Request, parsed_request

if TYPE_CHECKING:
    from alfrd_luigi.standin.server import StandIn

_OK = 200
_NO_JSON = b"<html>what is this?</html>"
_TOO_LARGE = 20_000_000
_SECONDS_BETWEEN_BYTES = 1.0
# The names of the services in signatures.
_SIGNED: dict[Service, str] = {"textract": "textract", "bedrock": "bedrock"}


class Handler(BaseHTTPRequestHandler):
    """Serves one connection, request by request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body are sent together
    server: StandIn

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: logging would take longer than an answer."""

    def do_GET(self) -> None:
        """Answer another process's question about the record."""
        record = self.server.record
        pages: dict[str, Any] = {
            "/requests": lambda: [asdict(call) for call in record.calls],
            "/peaks": lambda: record.peaks,
            "/counts": lambda: record.counts,
            "/v1/models": lambda: chat.MODELS,
        }
        page = pages.get(self.path)
        self._send(_OK, json.dumps(page())) if page else self._send(NOT_FOUND, "{}")

    def do_POST(self) -> None:
        """Answer a call of a service."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/reset":
            self.server.record.reset()
            self._send(_OK, "{}")
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = parsed_request(self.path, headers, body, self.server.behaviour.answers)
        key = sha256(body).hexdigest()
        call = RecordedCall(
            asked.service, asked.operation, asked.model, asked.document_type, key, len(body), asked.tier
        )
        if self.server.behaviour.keeps_bodies:
            call.body = body.decode()
        self.server.record.arrive(call)
        try:
            reply = self._reply(call, asked, headers, body)
        finally:
            self.server.record.leave(call)
        if reply is not None:
            self._send(*reply, call)

    def _reply(
        self, call: RecordedCall, asked: Request, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, str, str] | None:
        """Status, body and the name of an error, if it is one; None if there is to be no answer."""
        began = time.monotonic()
        try:
            self._check_signature(call, headers, body)
            call.fault = self.server.behaviour.draw(call.operation, call.tier)
            is_gone = call.fault == "hang" and self._client_goes_within(None)
            # Made before the waiting time, so that the call takes exactly that long, however long making the answer
            # takes.
            answered = None if is_gone else asked.answer(call.fault)
            left = self.server.behaviour.seconds - (time.monotonic() - began)
            if answered is None or self._client_goes_within(max(0.0, left)):
                self.close_connection = True
                return None
            refuse(call.service, call.fault)
        except RefusedError as error:
            call.status = error.status
            return error.status, json.dumps(body_of(call.service, error)), error.code
        except Exception as error:  # a bug of the stand-in, which must be visible
            call.status = SERVER_ERROR
            return SERVER_ERROR, json.dumps({"message": f"The stand-in itself failed: {error!r}"}), "StandInFailed"
        call.status = _OK
        call.input_tokens, call.output_tokens = answered.input_tokens, answered.output_tokens
        return _OK, answered.body, ""

    def _check_signature(self, call: RecordedCall, headers: Mapping[str, str], body: bytes) -> None:
        service = _SIGNED.get(call.service)
        if service is not None:
            signatures.check("POST", self.path, headers, body, service)
            call.signed = True

    def _client_goes_within(self, seconds: float | None) -> bool:
        """Wait (None: for ever). Returns whether the client has disconnected before. When the server ends, all do."""
        waiting = select.poll()  # select.select supports only 1024 files
        waiting.register(self.connection, select.POLLRDHUP)
        return bool(waiting.poll(None if seconds is None else seconds * 1000))

    def _send(self, status: int, answer: str, error: str = "", call: RecordedCall | None = None) -> None:
        fault = call.fault if call is not None else None
        body = _body(answer, fault)
        is_textract = call is not None and call.service == "textract"
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1" if is_textract else "application/json")
        self.send_header("Content-Length", str(len(body)))
        if call is not None:
            self.send_header("x-amzn-RequestId", f"{call.key[:8]}-0000-4000-8000-{id(call) % 10**12:012}")
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        if fault == "drip":
            self._drip(body)
        else:
            self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)
            self.wfile.flush()
        if fault == "cut":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def _drip(self, body: bytes) -> None:
        """Send the body byte by byte, until it is sent or the client disconnects."""
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            if self._client_goes_within(_SECONDS_BETWEEN_BYTES):
                self.close_connection = True
                return


def _body(answer: str, fault: Fault | None) -> bytes:
    match fault:
        case "broken":
            return _NO_JSON
        case "large":
            return b" " * _TOO_LARGE
        case _:
            return answer.encode()
