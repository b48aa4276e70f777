"""Slots of services, held across processes: as many advisory locks as `[resources]` allows. They end with a process.

Luigi's own resources hold within one scheduler: several processes with their own schedulers would each have all slots.
Within a process, threads wait for each other, so that a released slot is taken at once. Each thread first tries a slot
that no other thread of its process holds.
"""

from __future__ import annotations

import os
import queue
import random
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

from alfrd_luigi import current_work, settings
from alfrd_luigi.configuration import config_file
from alfrd_luigi.database import locks
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.patience import Patience
from alfrd_luigi.database.session import Session
from alfrd_luigi.interrupts import check_going_on
from alfrd_luigi.services.paid_service import PaidService

# A process that finds all slots taken tries again after about this many seconds: a small part of any call.
_SECONDS_BETWEEN_LOOKS = 0.02

_resources: dict[str, _Resource] = {}
_one_at_a_time = threading.Lock()


class _Resource:
    """The slots of a service in this process: those that none of its threads holds, and since when it has none."""

    def __init__(self, count: int) -> None:
        self.left: queue.SimpleQueue[int] = queue.SimpleQueue()
        for slot in range(count):
            self.left.put(slot)
        self._lock = threading.Lock()
        self._held = self._waiting = 0
        self._without_since = 0.0
        self.had_one = False

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count a waiting thread."""
        self._change(waiting=1)
        try:
            yield
        finally:
            self._change(waiting=-1)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Count a slot that this process holds."""
        self.had_one = True
        self._change(held=1)
        try:
            yield
        finally:
            self._change(held=-1)

    def _change(self, *, waiting: int = 0, held: int = 0) -> None:
        with self._lock:
            if held or not self._waiting:
                self._without_since = time.monotonic()
            self._waiting += waiting
            self._held += held

    @property
    def without_since(self) -> float:
        """Since when (monotonic clock) threads of this process have waited while it holds no slot."""
        return time.monotonic() if self._held else self._without_since


@contextmanager
def held(session: Session, service: PaidService, run: str, *, for_file: bool) -> Iterator[None]:
    """Hold a slot of the service for a run in the block. With `for_file`, hold a slot for file summaries first.

    Raises StoppingError when the process was asked to stop, and HeldError when the wait has to end
    (database/patience.py).
    """
    with ExitStack() as stack:
        if for_file:
            stack.enter_context(_slot(session, run, "file_generation"))
        stack.enter_context(_slot(session, run, service.resource))
        yield


@contextmanager
def _slot(session: Session, run: str, resource: str) -> Iterator[None]:
    lock_class = LockClass[f"{resource.upper()}_SLOT"]
    count = _limits()[resource]
    here = _of_this_process(resource)
    with ExitStack() as wait:
        wait.enter_context(here.waiting())
        current_work.wait_for(f"every slot of {resource} is taken")
        slot = here.left.get()
        wait.callback(here.left.put, slot)
        patience = Patience(lock_class, f"every slot of {resource}", run)
        while True:
            check_going_on()
            with locks.any_held_if_free(session, lock_class, count, slot) as taken:
                if taken:
                    current_work.wait_for("")
                    with here.holding():
                        yield
                    return
            patience.check(session, here.without_since, had_one=here.had_one)
            time.sleep(_SECONDS_BETWEEN_LOOKS * (0.5 + random.random()))


def _of_this_process(resource: str) -> _Resource:
    with _one_at_a_time:  # two threads that start at once would otherwise get one each
        if resource not in _resources:
            _resources[resource] = _Resource(_limits()[resource])
        return _resources[resource]


@cache
def _limits() -> dict[str, int]:
    return settings.slots(config_file(os.environ))
