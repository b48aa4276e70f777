"""The server of the stand-in: it listens on loopback alone, and its end is the end of every connection."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import ThreadingHTTPServer
from typing import Any

from alfrd_luigi.standin import signatures
from alfrd_luigi.standin.faults import Behaviour
from alfrd_luigi.standin.handler import Handler
from alfrd_luigi.standin.record import Call, Record

_SECONDS_BETWEEN_LOOKS = 0.05


class StandIn(ThreadingHTTPServer):
    """The server; its `behaviour` may be changed while it runs."""

    daemon_threads = True
    request_queue_size = 1024
    block_on_close = False

    def __init__(self, behaviour: Behaviour, port: int) -> None:
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Handler)
        self.behaviour = behaviour
        self.record = Record()
        self.connections = 0

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
        return self.record.calls

    @property
    def peaks(self) -> dict[str, int]:
        """The most that was under way at once, by service, by operation and by type of what was summarised."""
        return self.record.peaks

    @property
    def counts(self) -> dict[str, int]:
        """How many requests have arrived, grouped as the peaks are."""
        return self.record.counts

    def reset(self) -> None:
        """Forget what has arrived."""
        self.record.reset()

    def end(self) -> None:
        """Stop listening, and close what is open: hung requests end, and no client finds a server that is gone."""
        self.shutdown()
        self.server_close()
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def get_request(self) -> tuple[socket.socket, Any]:
        """A new connection."""
        connection, address = super().get_request()
        self._connections.add(connection)
        self.connections += 1
        return connection, address

    def close_request(self, request: Any) -> None:
        """The end of a connection."""
        self._connections.discard(request)
        super().close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is nothing to speak of here."""


@contextmanager
def serving(behaviour: Behaviour | None = None, port: int = 0) -> Iterator[StandIn]:
    """A stand-in that serves in threads of this process until the block ends; raises OSError for a port in use."""
    server = StandIn(behaviour or Behaviour(), port)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": _SECONDS_BETWEEN_LOOKS}, name="stand-in", daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join()
