"""Loads in a thread what will be needed soon, while the calling thread waits for something else (see startup.py)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from alfrd_luigi.errors import AlfrdError

# Two threads that import modules of one package at once can fail with a deadlock of import locks.
_importing = threading.RLock()
_while_waiting: list[Callable[[], object]] = []


@contextmanager
def importing() -> Iterator[None]:
    """Import in the block what was not loaded at the start of the process: one thread at a time."""
    with _importing:
        yield


def begin(load: Callable[[], object]) -> None:
    """Begin to load, and return at once. Errors are dropped here; the later call raises them."""

    def run() -> None:
        with suppress(AlfrdError):
            load()

    threading.Thread(target=run, daemon=True).start()


def while_waiting(load: Callable[[], object]) -> None:
    """Begin to load when a request is sent to a service for the first time."""
    _while_waiting.append(load)


def waiting() -> None:
    """A request is being sent. Begin to load what was to be loaded then, and return at once."""
    while _while_waiting:
        begin(_while_waiting.pop())
