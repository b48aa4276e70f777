"""The server of the stand-in. It listens only on loopback, and closes every connection when it ends."""

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
from alfrd_luigi.standin.record import Record, RecordedCall

_SECONDS_BETWEEN_LOOKS = 0.05


class StandIn(ThreadingHTTPServer):
    """The server. Its `behaviour` may be changed while it runs."""

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
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that direct boto3 to it."""
        return {
            "AWS_ENDPOINT_URL_TEXTRACT": self.url,
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": self.url,
            "AWS_ACCESS_KEY_ID": signatures.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": signatures.SECRET_KEY,
            "AWS_REGION": signatures.REGION,
            "AWS_DEFAULT_REGION": signatures.REGION,
        }

    @property
    def calls(self) -> list[RecordedCall]:
        """The requests that have arrived."""
        return self.record.calls

    @property
    def peaks(self) -> dict[str, int]:
        """The maximum number of requests at once, by service, operation and type of the summarised document."""
        return self.record.peaks

    @property
    def counts(self) -> dict[str, int]:
        """The number of requests, by the same groups as the peaks."""
        return self.record.counts

    def reset(self) -> None:
        """Clear the record."""
        self.record.reset()

    def end(self) -> None:
        """Stop listening, and close all connections: hanging requests end, and no client connects to a dead server."""
        self.shutdown()
        self.server_close()
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection."""
        connection, address = super().get_request()
        self._connections.add(connection)
        self.connections += 1
        return connection, address

    def close_request(self, request: Any) -> None:
        """Close a connection."""
        self._connections.discard(request)
        super().close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that disconnects is not an error here."""


@contextmanager
def serving(behaviour: Behaviour | None = None, port: int = 0) -> Iterator[StandIn]:
    """A stand-in that runs in threads of this process until the block ends. Raises OSError for a port in use."""
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
