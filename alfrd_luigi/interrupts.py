"""SIGINT and SIGTERM: the first lets work in progress finish within a grace time; a second one ends it at once.

To end at once is safe: uncommitted work is rolled back, locks end with the process, and the next run continues.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from alfrd_luigi import logs
from alfrd_luigi.errors import StoppingError
from alfrd_luigi.settings import settings

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_asked = threading.Event()
_SHELLS_OFFSET = 128  # shells report a process that a signal ended as 128 + its number


class Interruption:
    """Whether the process was asked to stop, and by which signal."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self.exit_code: int | None = None

    def handle(self, number: int, _frame: FrameType | None) -> None:
        """Ask the process to stop; at the second signal, end it."""
        code = _SHELLS_OFFSET + number
        if self.exit_code is not None:
            os._exit(code)
        self.exit_code = code
        _asked.set()
        self._stop()
        grace = threading.Timer(settings().grace_seconds, os._exit, (code,))
        grace.daemon = True
        grace.start()
        logs.say("stopping after the work in progress; to stop at once, interrupt again")


@contextmanager
def interruptible(stop: Callable[[], None]) -> Iterator[Interruption]:
    """Call `stop` when the process is asked to stop inside the block, which should then end soon.

    Outside the main thread, signals are handled elsewhere, and nothing is changed.
    """
    interruption = Interruption(stop)
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    before: dict[signal.Signals, Any] = {number: signal.signal(number, interruption.handle) for number in _SIGNALS}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _asked.clear()


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM raise SystemExit in the block, as SIGINT raises KeyboardInterrupt, so that the block can clean up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(_SHELLS_OFFSET + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def is_interruption(code: int) -> bool:
    """Whether a process with this exit code was asked to stop."""
    return code - _SHELLS_OFFSET in _SIGNALS


def check_going_on() -> None:
    """Raise StoppingError if the process was asked to stop: it begins nothing new."""
    if _asked.is_set():
        raise StoppingError("this process was asked to stop", "The next run goes on")
