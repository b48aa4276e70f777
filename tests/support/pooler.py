"""A connection pooler with one connection to the server, which its clients share by transaction."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from psycopg2.extensions import make_dsn, parse_dsn

_ENCRYPTION_REQUESTS = {80877103, 80877104}  # TLS and GSSAPI
_PROTOCOL_3 = 3 << 16
_READY, _QUERY, _LEAVE, _BACKEND_KEY = b"Z", b"Q", b"X", b"K"
_NO_TRANSACTION = b"I"

Message = tuple[bytes, bytes]


class _Pooler(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Client)
        parts = parse_dsn(url)
        self._link = socket.socket(socket.AF_UNIX)
        self._link.connect(str(Path(parts["host"]) / f".s.PGSQL.{parts.get('port', 5432)}"))
        self.server = self._link.makefile("rwb")
        parameters = f"user\0{parts['user']}\0database\0{parts['dbname']}\0client_encoding\0UTF8\0\0".encode()
        self.server.write(struct.pack("!II", 8 + len(parameters), _PROTOCOL_3) + parameters)
        self.server.flush()
        self.greeting = list(_until_ready(self.server))
        self.turn = threading.Lock()

    def server_close(self) -> None:
        self.server.close()
        self._link.close()
        super().server_close()


class _Client(StreamRequestHandler):
    server: _Pooler

    def handle(self) -> None:
        while struct.unpack("!I", self._startup())[0] in _ENCRYPTION_REQUESTS:
            self.wfile.write(b"N")
        for kind, body in self.server.greeting:
            # Like real poolers, this one sends its own backend id.
            _write(self.wfile, kind, struct.pack("!II", 1, 1) if kind == _BACKEND_KEY else body)
        with suppress(ConnectionError, EOFError):
            self._work()

    def _startup(self) -> bytes:
        (length,) = struct.unpack("!I", self.rfile.read(4))
        return self.rfile.read(length - 4)[:4]

    def _work(self) -> None:
        is_in_transaction = False
        while (message := _read(self.rfile))[0] != _LEAVE:
            if not is_in_transaction:
                self.server.turn.acquire()
            _write(self.server.server, *message)
            for kind, body in _until_ready(self.server.server):
                _write(self.wfile, kind, body)
                is_in_transaction = body != _NO_TRANSACTION
            if not is_in_transaction:
                self.server.turn.release()


def _read(stream: Any) -> Message:
    head: bytes = stream.read(5)
    if not head:
        raise EOFError
    body: bytes = stream.read(struct.unpack("!I", head[1:])[0] - 4)
    return head[:1], body


def _write(stream: Any, kind: bytes, body: bytes) -> None:
    stream.write(kind + struct.pack("!I", len(body) + 4) + body)
    stream.flush()


def _until_ready(stream: Any) -> Iterator[Message]:
    while True:
        message = _read(stream)
        yield message
        if message[0] == _READY:
            return


@contextmanager
def sharing(url: str) -> Iterator[str]:
    """The URL of a pooler in front of this database, which it reaches by the socket."""
    with _Pooler(url) as pooler:
        thread = threading.Thread(target=pooler.serve_forever)
        thread.start()
        yield make_dsn(url, host="127.0.0.1", port=pooler.server_address[1])
        pooler.shutdown()
        thread.join()
