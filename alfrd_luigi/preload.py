"""Loads in a thread what will be needed soon, while the calling thread waits for something else (see startup.py)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from alfrd_luigi.errors import AlfrdError

_while_waiting: list[Callable[[], object]] = []


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
