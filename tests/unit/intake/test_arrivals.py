"""Threads that wait for the documents of a scan: each document wakes one of them, and the end of the scan wakes all."""

from __future__ import annotations

import threading
from queue import Empty, Queue
from uuid import uuid4

import pytest

from alfrd_luigi.intake import arrivals

LANES = 5


class Waiting:
    """Threads that wait for more than `after` documents of a scan, and put what they find into a queue."""

    def __init__(self, run: str, after: int) -> None:
        self._run, self._after = run, after
        self._woken: Queue[int | None] = Queue()
        self._threads = [threading.Thread(target=self._wait) for _ in range(LANES)]
        for thread in self._threads:
            thread.start()

    def _wait(self) -> None:
        arrivals.wait(self._run, self._after)
        self._woken.put(arrivals.count(self._run))

    def woken(self) -> int | None:
        """The number of documents that the next thread finds; None if the scan has ended."""
        return self._woken.get(timeout=20)

    def none_is_woken(self) -> bool:
        """Whether all others wait on."""
        try:
            self._woken.get(timeout=0.1)
        except Empty:
            return True
        return False

    def end(self) -> None:
        for thread in self._threads:
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture
def run() -> str:
    return str(uuid4())


def test_each_document_wakes_one_and_the_end_wakes_all(run: str) -> None:
    with arrivals.scanning(run):
        waiting = Waiting(run, 0)
        for number in (1, 2):
            arrivals.tell(run)
            assert waiting.woken() == number
            assert waiting.none_is_woken()
    assert [waiting.woken() for _ in range(LANES - 2)] == [None] * (LANES - 2)
    waiting.end()


def test_nobody_is_woken_for_what_it_has_looked_at(run: str) -> None:
    with arrivals.scanning(run):
        for _ in range(3):
            arrivals.tell(run)
        waiting = Waiting(run, 3)
        assert waiting.none_is_woken()
        arrivals.tell(run)
        assert waiting.woken() == 4
        assert waiting.none_is_woken()
    waiting.end()


def test_a_document_that_came_before_the_wait_is_not_missed(run: str) -> None:
    with arrivals.scanning(run):
        looked = arrivals.count(run)
        assert looked == 0
        arrivals.tell(run)
        waiting = Waiting(run, looked)
        assert waiting.woken() == 1
    waiting.end()
