"""A call ends within its time limit for any answer of the server, and an answer has a limited size in memory."""

from __future__ import annotations

import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.errors import ServiceError
from alfrd_luigi.language import questions
from alfrd_luigi.language.engines import engine
from alfrd_luigi.ocr.engines import engine as ocr_engine
from alfrd_luigi.ocr.port import EncodedPage
from alfrd_luigi.services import aws as clients
from alfrd_luigi.services.bounds import MOST_BYTES, bounded, seconds_to_connect
from alfrd_luigi.standin import StandIn
from support import caches
from support.slow_server import LARGE, SLOW, Answering, certify, serving, unread

SECONDS = 1.0
QUESTION = questions.classify("Sort.", ["Total 5.00"], [("receipt", "Proof of payment."), ("other", "The rest.")])
CALLS: dict[str, Callable[[], Any]] = {
    "textract": lambda: ocr_engine("textract").read(EncodedPage("image/png", b"a picture", 400, 300)),
    "bedrock": lambda: engine("bedrock").answer(QUESTION),
    "openai_compatible": lambda: engine("openai_compatible").answer(QUESTION),
}

Point = Callable[..., AbstractContextManager[None]]
MAKING: dict[str, Callable[[], Any]] = {
    "textract": lambda: clients.client("textract"),
    "bedrock": lambda: clients.client("bedrock-runtime"),
    "openai_compatible": lambda: engine("openai_compatible"),
}


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    certify(path)
    return path


@pytest.fixture(params=[False, True], ids=["http", "https"])
def point(
    request: pytest.FixtureRequest, aws: StandIn, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Point]:
    """Points a service to a server that answers in these ways."""

    @contextmanager
    def to(service: str, ways: Sequence[Answering], seconds: float, elsewhere: str = "") -> Iterator[None]:
        with serving(ways, certificate if request.param else None) as served:
            url = elsewhere or served
            for name in ("AWS_ENDPOINT_URL_TEXTRACT", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"):
                monkeypatch.setenv(name, url)
            for name in ("AWS_CA_BUNDLE", "SSL_CERT_FILE"):
                monkeypatch.setenv(name, str(certificate))
            own = {"CALL_SECONDS": seconds, "BEDROCK_MODEL_ID": "any", "OPENAI_MODEL": "any", "OPENAI_URL": f"{url}/v1"}
            for name, value in own.items():
                monkeypatch.setenv(f"ALFRD_{name}", str(value))
            caches.clear()
            MAKING[service]()  # which takes longer than a call
            yield

    yield to
    caches.clear()


@pytest.mark.parametrize("service", CALLS)
def test_a_call_ends_however_slowly_a_server_answers(point: Point, service: str) -> None:
    def call(_: int) -> tuple[str, float]:
        started = time.monotonic()
        with pytest.raises(ServiceError, match="no answer in time") as caught:
            CALLS[service]()
        return caught.value.outcome, time.monotonic() - started

    with point(service, list(SLOW.values()), SECONDS), ThreadPoolExecutor(len(SLOW)) as threads:
        ended = list(threads.map(call, range(len(SLOW))))
    assert {outcome for outcome, _ in ended} == {"timeout"}
    assert all(SECONDS <= seconds < SECONDS + 1 for _, seconds in ended)


def test_a_call_ends_when_a_server_does_not_take_it(point: Point) -> None:
    picture = EncodedPage("image/png", bytes(9_000_000), 400, 300)
    with point("textract", [unread], SECONDS), pytest.raises(ServiceError, match="no answer in time"):
        ocr_engine("textract").read(picture)


@pytest.mark.parametrize("service", ["textract", "openai_compatible"])
def test_an_address_that_does_not_answer_is_not_reached_in_time(point: Point, service: str) -> None:
    """A queue of connections that is full; the call ends in its time, and is known not to have been sent."""
    with closing(socket.socket()) as full, closing(socket.socket()) as first:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        first.connect(full.getsockname())
        with point(service, [], SECONDS, f"http://127.0.0.1:{full.getsockname()[1]}"):
            started = time.monotonic()
            with pytest.raises(ServiceError) as caught:
                CALLS[service]()
    assert caught.value.outcome == "unreached"
    assert time.monotonic() - started < SECONDS + 1


@pytest.mark.parametrize("service", CALLS)
def test_an_answer_that_is_too_large_is_not_read(point: Point, service: str) -> None:
    with point(service, list(LARGE.values()), 30):
        for _ in LARGE:
            tracemalloc.start()
            try:
                with pytest.raises(ServiceError, match="more than 16 MB"):
                    CALLS[service]()
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
            assert peak < 4 * MOST_BYTES


def test_a_call_without_time_left_still_tries_to_connect_for_a_moment() -> None:
    """The library that connects then says that the address was not reached, as it does for any other reason."""
    with bounded("a service", 0):
        assert 0 < seconds_to_connect(5) < 0.1
    with bounded("a service", 60):
        assert seconds_to_connect(5) == 5
