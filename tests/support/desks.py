"""A desk of the test's archive, served over HTTP in this process or in one of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from typing import NamedTuple, cast
from urllib.parse import urlsplit

from waitress.server import TcpWSGIServer, create_server
from waitress.trigger import trigger

from alfrd_luigi.desk.application import application
from alfrd_luigi.desk.keys import Keys
from alfrd_luigi.desk.place import Place


class Answer(NamedTuple):
    """An answer: its status, headers (names in lower case) and body."""

    status: int
    headers: Mapping[str, str]
    body: str


class ServedDesk:
    """A desk that listens, and a client that has opened it."""

    def __init__(self, place: Place, keys: Keys) -> None:
        self.place = place
        self.keys = keys
        self.cookie = ""

    def open(self, address: str = "") -> Answer:
        """Open the desk as its owner does, and keep the cookie. `address` is the one that a process printed."""
        url = urlsplit(address or self.place.address(self.keys.cut()))
        answer = self.ask("GET", f"{url.path}?{url.query}")
        self.cookie = answer.headers["set-cookie"].split(";")[0]
        return answer

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        """Send a request as the desk's own page does. `headers` replace its own, with `_` for `-`; "" omits one."""
        sent = {
            "Host": self.place.hosts[0],
            "Cookie": self.cookie,
            "Sec-Fetch-Site": "same-origin",
            "Connection": "close",
        }
        if method != "GET":
            sent |= {"Origin": self.place.url, "Content-Type": "application/x-www-form-urlencoded"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.place.port, timeout=20)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value:
                connection.putheader(name, value)
        data = (body or "").encode()
        if data or method != "GET":
            connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data)
        found = connection.getresponse()
        answer = Answer(
            found.status, {k.lower(): v for k, v in found.getheaders()}, found.read().decode("utf-8", "replace")
        )
        connection.close()
        return answer


@contextmanager
def served() -> Iterator[ServedDesk]:
    """A desk on a free port of loopback, for the archive of whichever test asks it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place, keys = Place(listening.getsockname()[1]), Keys()
        app = application(place, keys, "en")
        server = cast(TcpWSGIServer, create_server(app, sockets=[listening], threads=2, ident=""))
        thread = threading.Thread(target=server.run, name="desk", daemon=True)
        thread.start()
        yield ServedDesk(place, keys)
        # Its own thread closes what it waits for: another one would close files under it.
        cast(trigger, server.trigger).pull_trigger(partial(_stop, server))
        thread.join(10)


def _stop(server: TcpWSGIServer) -> None:
    server.maintenance(sys.maxsize)  # closes every connection
    server.task_dispatcher.shutdown()
    server.close()


class DeskProcess(NamedTuple):
    """A process of `alfrd desk`, and a client that has opened it."""

    process: subprocess.Popen[str]
    desk: ServedDesk

    def interrupt(self) -> int:
        """Press Ctrl-C in its terminal, which reaches all processes of its group. Returns its exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(20)


@contextmanager
def started(**environment: str) -> Iterator[DeskProcess]:
    """A desk in a process of its own, at the test's archive."""
    with subprocess.Popen(
        [sys.executable, "-m", "alfrd_luigi.cli", "desk"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            desk = ServedDesk(Place(urlsplit(address).port or 0), Keys())
            desk.open(address)
            yield DeskProcess(process, desk)
        finally:
            process.kill()
