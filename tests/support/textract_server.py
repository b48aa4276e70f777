"""A server on loopback that answers like Textract (JSON 1.1), with the answers of a test."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


@dataclass
class Canned:
    """The answers, and the received requests.

    `sent` is the part (0 to 1) of an answer that is sent before the connection is cut. `pictures` are the received
    documents.
    """

    status: int = 200
    body: Any = field(default_factory=lambda: answer())
    seconds: float = 0.0
    sent: float = 1.0
    pictures: list[bytes] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)

    def refuse(self, code: str, message: str = "No.", status: int = 400) -> None:
        """Answer with this error code."""
        self.status, self.body = status, {"__type": code, "message": message}


def answer(*words: dict[str, Any]) -> dict[str, Any]:
    """The answer for a page of these words."""
    page = {"BlockType": "PAGE", "Id": "page", "Geometry": geometry(0, 0, 1, 1)}
    lines = [{**each, "BlockType": "LINE", "Id": "line"} for each in words]
    return {
        "DetectDocumentTextModelVersion": "1.0",
        "DocumentMetadata": {"Pages": 1},
        "Blocks": [page, *lines, *words],
    }


def word(text: str, left: float, top: float, right: float, bottom: float, first_corner: int = 0) -> dict[str, Any]:
    """A word. Its text begins at this corner of its box, counted clockwise from the top left."""
    return {
        "BlockType": "WORD",
        "Id": f"word {text}",
        "Text": text,
        "TextType": "PRINTED",
        "Confidence": 98.5,
        "Geometry": geometry(left, top, right, bottom, first_corner),
    }


def geometry(left: float, top: float, right: float, bottom: float, first_corner: int = 0) -> dict[str, Any]:
    corners = [{"X": left + x * (right - left), "Y": top + y * (bottom - top)} for x, y in CORNERS]
    return {
        "BoundingBox": {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top},
        "Polygon": corners[first_corner:] + corners[:first_corner],
    }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a client that closed its connection."""


@contextmanager
def serving() -> Iterator[tuple[str, Canned]]:
    """The server's address and its answers, until the block ends."""
    canned = Canned()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            canned.pictures.append(base64.b64decode(request["Document"]["Bytes"]))
            canned.targets.append(self.headers["X-Amz-Target"])
            time.sleep(canned.seconds)
            body = canned.body if isinstance(canned.body, bytes) else json.dumps(canned.body).encode()
            self.close_connection = canned.sent < 1
            if not canned.sent:
                return
            self.send_response(canned.status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: int(len(body) * canned.sent)])

    server = _Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", canned
    finally:
        server.shutdown()
        server.server_close()
