"""The stand-in's HTTP: routes, AWS's forms of errors, and answers that come late, cut short or never."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from alfrd_luigi.standin import model, signatures, textract
from alfrd_luigi.standin.answers import RefusedError
from alfrd_luigi.standin.faults import Behaviour, Fault
from alfrd_luigi.standin.record import Call, Record

_SECONDS_BETWEEN_LOOKS = 0.05
# status and name of the errors, for Textract and for Bedrock
_ERRORS: dict[Fault, tuple[tuple[int, str], tuple[int, str]]] = {
    "throttle": ((400, "ProvisionedThroughputExceededException"), (429, "ThrottlingException")),
    "server_error": ((500, "InternalServerError"), (500, "InternalServerException")),
    "unavailable": ((503, "ServiceUnavailable"), (503, "ServiceUnavailableException")),
    "access_denied": ((400, "AccessDeniedException"), (403, "AccessDeniedException")),
    "validation": ((400, "InvalidParameterException"), (400, "ValidationException")),
}


class StandIn(ThreadingHTTPServer):
    """The server; its `behaviour` may be changed while it runs."""

    daemon_threads = True
    request_queue_size = 256
    block_on_close = False

    def __init__(self, behaviour: Behaviour, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.behaviour = behaviour
        self.record = Record()
        self.is_ending = threading.Event()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """What lets boto3 find it."""
        return {
            "AWS_ENDPOINT_URL_TEXTRACT": self.url,
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": self.url,
            "AWS_ACCESS_KEY_ID": signatures.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": signatures.SECRET_KEY,
            "AWS_REGION": signatures.REGION,
            "AWS_DEFAULT_REGION": signatures.REGION,
        }

    @property
    def calls(self) -> list[Call]:
        """What has arrived."""
        return list(self.record.calls)

    @property
    def peaks(self) -> dict[str, int]:
        """The most that was under way at once, by service, by operation and by type of what was summarised."""
        return dict(self.record.peaks)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is nothing to speak of here."""


@contextmanager
def serving(behaviour: Behaviour | None = None, port: int = 0) -> Iterator[StandIn]:
    """A stand-in that serves in threads of this process until the block ends."""
    server = StandIn(behaviour or Behaviour(), port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_ending.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one piece
    server: StandIn

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        record = self.server.record
        pages: dict[str, Any] = {
            "/requests": lambda: [asdict(call) for call in record.calls],
            "/peaks": lambda: dict(record.peaks),
            "/counts": lambda: dict(record.counts),
            "/v1/models": lambda: {"object": "list", "data": [{"id": "standin", "object": "model"}]},
        }
        page = pages.get(self.path)
        self._send(200, page()) if page else self._send(404, {"message": "no such page"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/reset":
            self.server.record.reset()
            self._send(200, {})
            return
        try:
            request = json.loads(body)
            call = self._call(request, body)
        except (ValueError, LookupError, TypeError):
            self._send(400, {"message": "no such operation"})
            return
        self.server.record.arrive(call)
        call.fault = self.server.behaviour.draw(call.operation)
        if call.fault == "hang":
            self._wait_until_the_client_goes()
            self.server.record.leave(call)
            self.close_connection = True
            return
        time.sleep(self.server.behaviour.seconds)
        status, answer, error = self._answer(call, request)
        call.status = status
        self.server.record.leave(call)
        self._send(status, answer, error, call.fault)

    def _call(self, request: dict[str, Any], body: bytes) -> Call:
        headers = {name.lower(): value for name, value in self.headers.items()}
        signed = signatures.is_signed("POST", self.path, headers, body)
        key, size = sha256(body).hexdigest(), len(body)
        if self.headers.get("X-Amz-Target") == "Textract.DetectDocumentText":
            return Call("textract", "textract", None, None, key, size, signed)
        operation, document_type = model.operation_of(request), model.document_type_of(request)
        if self.path == "/v1/chat/completions":
            return Call("openai_compatible", operation, str(request["model"]), document_type, key, size, signed)
        _, root, name, verb = self.path.split("/")
        if (root, verb) != ("model", "converse"):
            raise LookupError(self.path)
        return Call("bedrock", operation, unquote(name), document_type, key, size, signed)

    def _answer(self, call: Call, request: dict[str, Any]) -> tuple[int, dict[str, Any], str]:
        """Status, body, and the name of the error if it is one."""
        is_textract = call.service == "textract"
        if not call.signed and call.service != "openai_compatible":
            return 403, {"message": "The request signature does not match."}, "InvalidSignatureException"
        if call.fault in _ERRORS:
            status, error = _ERRORS[call.fault][0 if is_textract else 1]
            return status, {"message": f"The stand-in was told to do this: {call.fault}"}, error
        try:
            if is_textract:
                return 200, textract.detect(request), ""
            if call.service == "bedrock":
                answer = model.converse(str(call.model), request, call.fault)
                call.input_tokens, call.output_tokens = answer["usage"]["inputTokens"], answer["usage"]["outputTokens"]
                return 200, answer, ""
            return 200, model.complete(request, call.fault), ""
        except RefusedError as refusal:
            return 400, {"message": str(refusal)}, refusal.code

    def _send(self, status: int, answer: Any, error: str = "", fault: Fault | None = None) -> None:
        said = {"__type": error, **answer} if error else answer
        body = b"<html>what is this?</html>" if fault == "broken" else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)
        self.wfile.flush()
        if fault == "cut":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def _wait_until_the_client_goes(self) -> None:
        while not self.server.is_ending.is_set():
            readable, _, _ = select.select([self.connection], [], [], _SECONDS_BETWEEN_LOOKS)
            if readable:
                return
