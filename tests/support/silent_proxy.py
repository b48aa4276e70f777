"""A proxy in front of a database server that can go silent: it accepts and keeps connections, but passes no data."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from psycopg2.extensions import make_dsn, parse_dsn


class SilentProxy:
    """A proxy in front of the server of this database. While `silent` is set, no data passes in any direction."""

    def __init__(self, url: str) -> None:
        parts = parse_dsn(url)
        self._server = str(Path(parts["host"]) / f".s.PGSQL.{parts.get('port', 5432)}")
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = make_dsn(url, host="127.0.0.1", port=self._listener.getsockname()[1])
        self.silent = threading.Event()
        self._sockets = [self._listener]
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                self._sockets += [client, server]
                for pair in ((client, server), (server, client)):
                    self._threads.append(threading.Thread(target=self._pass_on, args=pair))
                    self._threads[-1].start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while (data := source.recv(65536)) and not self.silent.is_set():
                target.sendall(data)
            if not self.silent.is_set():
                target.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End every connection."""
        for end in self._sockets:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for end in self._sockets:
            end.close()


@contextmanager
def proxy(url: str) -> Iterator[SilentProxy]:
    """A proxy in front of the server of this database."""
    made = SilentProxy(url)
    try:
        yield made
    finally:
        made.close()
