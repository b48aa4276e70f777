"""The stand-in's server: connections, peaks, its report to other processes, and its end."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import httpx
import pytest
from botocore import exceptions as failures
from click.testing import CliRunner

from alfrd_luigi.cli import main
from alfrd_luigi.language import questions
from alfrd_luigi.language.engines.bedrock import BedrockEngine
from alfrd_luigi.standin import Behaviour, StandIn, serving
from alfrd_luigi.standin.pictures import picture_of
from support.aws_clients import QUESTION, client, read

FIELDS = {"type": "object", "properties": {}}
NOTE = questions.summarize_file("Note.", "Bakery", {"count": 1}, [])


def ask_at_once(*asked: Any) -> None:
    bedrock = BedrockEngine("m", 10_000)
    with ThreadPoolExecutor(len(asked)) as threads:
        list(threads.map(bedrock.answer, asked))


def test_what_is_under_way_at_once_is_counted(aws: StandIn) -> None:
    aws.behaviour = Behaviour(seconds=0.2)
    with client("textract", max_pool_connections=4) as textract, ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: textract.detect_document_text(Document={"Bytes": picture_of("x")}), range(8)))
    assert aws.peaks == {"textract": 4}
    assert aws.counts == {"textract": 8}


def test_peaks_are_those_of_an_operation_and_of_a_type_too(aws: StandIn) -> None:
    aws.behaviour = Behaviour(seconds=0.3)
    bills = [questions.summarize("Record.", [f"Bill {number}"], "bill", FIELDS) for number in range(2)]
    ask_at_once(*bills, questions.summarize("Record.", ["Tax"], "tax", FIELDS), QUESTION)
    assert aws.peaks == {"bedrock": 4, "classify": 1, "summarize": 3, "summarize.bill": 2, "summarize.tax": 1}


def test_a_connection_is_used_again(aws: StandIn) -> None:
    with client("textract") as textract:
        for _ in range(5):
            textract.detect_document_text(Document={"Bytes": picture_of("x")})
    aws.behaviour = Behaviour(script=["throttle", None, "validation"])
    with client("textract") as textract:
        for _ in range(2):
            with pytest.raises(failures.ClientError):
                textract.detect_document_text(Document={"Bytes": picture_of("x")})
            textract.detect_document_text(Document={"Bytes": picture_of("x")})
    assert aws.connections == 2


def test_what_arrived_is_recorded(aws: StandIn) -> None:
    before = time.time()
    body = b'{"model": "m", "messages": [{"role": "user", "content": "x"}]}'
    httpx.post(f"{aws.url}/v1/chat/completions", content=body)
    (call,) = aws.calls
    assert call.key == sha256(body).hexdigest()
    assert (call.bytes, call.status, call.fault, call.document_type) == (len(body), 200, None, None)
    assert before <= call.begin <= call.end <= time.time()


def test_what_nobody_knows_is_recorded_too(aws: StandIn) -> None:
    assert httpx.post(f"{aws.url}/", content=b"{}", headers={"X-Amz-Target": "Textract.Other"}).status_code == 404
    assert httpx.get(f"{aws.url}/nothing").status_code == 404
    assert [(call.service, call.status) for call in aws.calls] == [("unknown", 404)]


def test_its_own_fault_is_said(aws: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: Any) -> Any:
        raise KeyError("oh")

    monkeypatch.setattr("alfrd_luigi.standin.textract.detect", break_down)
    with pytest.raises(failures.ClientError, match="stand-in itself failed: KeyError"):
        read(picture_of("x"))


def test_another_process_can_look(aws: StandIn) -> None:
    read(picture_of("x"))
    (call,) = httpx.get(f"{aws.url}/requests").json()
    assert (call["service"], call["signed"], call["status"]) == ("textract", True, 200)
    assert httpx.get(f"{aws.url}/peaks").json() == httpx.get(f"{aws.url}/counts").json() == {"textract": 1}
    assert httpx.post(f"{aws.url}/reset").status_code == 200
    assert (aws.calls, aws.peaks) == ([], {})


def test_a_reset_forgets_no_call_that_is_under_way(aws: StandIn) -> None:
    aws.behaviour = Behaviour(seconds=0.3)
    reader = threading.Thread(target=read, args=(picture_of("x"),))
    reader.start()
    while not aws.peaks:
        time.sleep(0.005)
    aws.reset()
    assert aws.peaks == {"textract": 1}
    reader.join()
    aws.reset()
    assert aws.peaks == {}


def test_its_end_ends_what_hangs_and_what_is_kept_alive() -> None:
    with serving(Behaviour(script=[None, "hang"])) as server:
        kept, hung = (http.client.HTTPConnection("127.0.0.1", server.server_address[1]) for _ in range(2))
        kept.request("POST", "/v1/chat/completions", b"{}")
        assert kept.getresponse().read()
        hung.request("POST", "/v1/chat/completions", b"{}")
        while len(server.calls) < 2 or server.calls[1].fault is None:
            time.sleep(0.005)
    for connection in (kept, hung):
        assert connection.sock.recv(1) == b""
        connection.close()


def test_a_hundred_clients_at_once_are_all_served(aws: StandIn) -> None:
    def greet(_: int) -> int:
        with urllib.request.urlopen(f"{aws.url}/v1/models") as response:
            return int(response.status)

    with ThreadPoolExecutor(100) as threads:
        assert list(threads.map(greet, range(200))) == [200] * 200


def test_the_command_serves_until_it_is_ended() -> None:
    command = [sys.executable, "-m", "alfrd_luigi.cli", "standin", "--seed", "7", "--throttled", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(6)]
        exports = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
        url = exports["AWS_ENDPOINT_URL_TEXTRACT"]
        assert exports["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] == url
        assert {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"} <= set(exports)
        chat = {"model": "m", "messages": [{"role": "user", "content": "hello"}]}
        assert httpx.post(f"{url}/v1/chat/completions", json=chat).status_code == 429
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=10)
    assert process.returncode == 0, said
    assert "Seed 7" in said
    assert "1 requests" in said
    assert "throttle 1" in said


def test_a_port_in_use_is_wrong_usage() -> None:
    with serving() as server:
        done = CliRunner().invoke(main, ["standin", "--port", str(server.server_address[1])])
    assert done.exit_code == 2
    assert "cannot be used" in done.output


def test_the_requests_are_json(aws: StandIn) -> None:
    assert json.dumps(httpx.get(f"{aws.url}/requests").json()) == "[]"
