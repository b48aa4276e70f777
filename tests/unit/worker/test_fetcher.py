"""Requests to luigid: they arrive as a form with the login of the URL, and Luigi retries their errors."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import urllib3
from tornado.escape import parse_qs_bytes

from alfrd_luigi.worker.luigid import Fetcher, Luigid
from support.canned_server import answering


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        form = parse_qs_bytes(body, strict_parsing=True)  # as luigid does
        said = f"{self.path} {form['data'][0].decode()} {self.headers.get('Authorization')}".encode()
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_form_is_sent_with_the_login_of_the_address(address: str) -> None:
    fetcher = Fetcher()
    assert fetcher.fetch(f"http://{address}/api/ping", {"data": "{}"}, 5) == "/api/ping {} None"
    said = fetcher.fetch(f"http://me:secret@{address}/api/ping", {"data": "{}"}, 5)
    assert said == "/api/ping {} Basic bWU6c2VjcmV0"
    fetcher.close()


@pytest.mark.parametrize("name", ["a & b", "a+b", "50%25", "a=b;c#d", "\u00fc \U0001f600", "\"{[\\n]}'", "a\nb\x00c"])
def test_whatever_a_task_is_given_arrives_as_it_is(address: str, name: str) -> None:
    fetcher = Fetcher()
    call = json.dumps({"params": {"name": name}})
    assert fetcher.fetch(f"http://{address}/api/add_task", {"data": call}, 5) == f"/api/add_task {call} None"
    fetcher.close()


def test_a_call_after_the_end_connects_again(address: str) -> None:
    fetcher = Fetcher()
    for _ in range(2):
        assert fetcher.fetch(f"http://{address}/api/ping", {"data": "{}"}, 5) == "/api/ping {} None"
        fetcher.close()


def test_an_answer_that_is_an_error_and_none_at_all_are_raised(address: str) -> None:
    fetcher = Fetcher()
    with pytest.raises(urllib3.exceptions.HTTPError, match="500"):
        fetcher.fetch(f"http://{address}/broken", {"data": "{}"}, 5)
    with pytest.raises(fetcher.raises):
        fetcher.fetch("http://127.0.0.1:9/api/ping", {"data": "{}"}, 0.5)
    fetcher.close()


@pytest.mark.parametrize("body", [b"{}", b"[1]", b"null", b"<html>", b"\xff"])
def test_what_no_luigid_answers_ends_the_run_in_one_line(body: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with answering() as server:
        server.body = body
        luigid: Any = Luigid(server.url)
        assert luigid.ping(worker="w") is None  # from another thread than the main one: it says nothing
        with pytest.raises(SystemExit):
            luigid.get_work(worker="w")
    said = capsys.readouterr().err
    assert said.startswith("error: luigid at http://127.0.0.1:")
    assert said.count("\n") == 1
