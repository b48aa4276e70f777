"""A service that refuses every request and repeats secrets and document text in its answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Hostile(ThreadingHTTPServer):
    """Answers with `status` and an error `code`, whose message repeats the request and the texts `known`."""

    def __init__(self, known: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.known = known
        self.status = 400
        self.code = "ValidationException"
        self.requests: list[dict[str, str]] = []

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    server: Hostile

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        self.server.requests.append(dict(self.headers))
        # Each text alone and all together, because a stored message may be cut.
        message = " ".join([*self.server.known, str(dict(self.headers)), _spoken(asked)])
        body = json.dumps({"__type": self.server.code, "message": message, "error": {"message": message}}).encode()
        self.send_response(self.server.status)
        self.send_header("x-amzn-ErrorType", self.server.code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _spoken(request: str) -> str:
    return " ".join(text for block in json.loads(request).get("messages", []) for text in map(str, block["content"]))


@contextmanager
def serving(known: list[str]) -> Iterator[Hostile]:
    """The service, until the block ends."""
    server = Hostile(known)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
