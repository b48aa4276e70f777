"""What the threads of this process are at, for a person who watches a run. It is kept in memory: it costs nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID


@dataclass
class Work:
    """A stage of a document, or the summary of a file, in a thread since a moment (monotonic clock).

    `page` of `pages` is being read, if they are known. `waits_for` is what somebody else has: then nothing is done. A
    thread that only waits has no stage.
    """

    stage: str = ""
    subject: UUID | None = None
    page: int = 0
    pages: int = 0
    waits_for: str = ""
    since: float = field(default_factory=time.monotonic)


_works: dict[int, Work] = {}


@contextmanager
def working(stage: str, subject: UUID) -> Iterator[None]:
    """This thread works on a stage in the block."""
    with _shown(Work(stage, subject)):
        yield


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """This thread waits in the block."""
    with _shown(Work(waits_for=what)):
        yield


def expect_pages(pages: int) -> None:
    """This thread will read so many pages."""
    mine().pages = pages


def at_page(page: int) -> None:
    """This thread reads this page, counted from 1."""
    mine().page = page


def wait_for(what: str) -> None:
    """This thread waits until others release something, or works again if it is empty."""
    mine().waits_for = what


def now() -> list[Work]:
    """The work of all threads: what waits comes last, and what has lasted longest first."""
    return sorted(_works.copy().values(), key=lambda work: (bool(work.waits_for), work.since))


@contextmanager
def _shown(work: Work) -> Iterator[None]:
    thread = threading.get_ident()
    _works[thread] = work
    try:
        yield
    finally:
        _works.pop(thread, None)


def mine() -> Work:
    """The work of this thread; one that nobody sees outside a run, as in a test that reads a file."""
    return _works.get(threading.get_ident()) or Work()
