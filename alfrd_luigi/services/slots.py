"""Slots of services, held across processes: as many advisory locks as `[resources]` allows, which die with a process.

Luigi's own resources hold within one scheduler; several processes with a scheduler each would have as many slots each.
Within a process threads wait for each other, so that a slot that is given back is taken at once; each first tries one
that no other thread of its process has.
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

from alfrd_luigi import settings
from alfrd_luigi.configuration import config_file
from alfrd_luigi.database import locks
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.interrupts import check_going_on

# Whoever finds all slots taken looks again after about so many seconds: a small part of any call.
_SECONDS_BETWEEN_LOOKS = 0.02
_OCR_SERVICE = "textract"

_left: dict[str, queue.SimpleQueue[int]] = {}
_one_at_a_time = threading.Lock()


@contextmanager
def held(session: Session, service: str, *, for_file: bool) -> Iterator[None]:
    """Hold a slot of the service in the block, and one of file summaries before it where it is for one.

    Raises StoppingError in place of a slot once the process was asked to stop.
    """
    resource = ("textract", LockClass.TEXTRACT_SLOT) if service == _OCR_SERVICE else ("bedrock", LockClass.BEDROCK_SLOT)
    with ExitStack() as stack:
        if for_file:
            stack.enter_context(_slot(session, "file_generation", LockClass.FILE_GENERATION_SLOT))
        stack.enter_context(_slot(session, *resource))
        yield


@contextmanager
def _slot(session: Session, resource: str, lock_class: LockClass) -> Iterator[None]:
    count = _limits()[resource]
    left = _left_in_this_process(resource)
    slot = left.get()
    try:
        while True:
            check_going_on()
            with locks.any_held_if_free(session, lock_class, count, slot) as taken:
                if taken:
                    yield
                    return
            time.sleep(_SECONDS_BETWEEN_LOOKS * (0.5 + random.random()))
    finally:
        left.put(slot)


def _left_in_this_process(resource: str) -> queue.SimpleQueue[int]:
    with _one_at_a_time:  # two that come first would get a queue each
        if resource not in _left:
            _left[resource] = queue.SimpleQueue()
            for slot in range(_limits()[resource]):
                _left[resource].put(slot)
        return _left[resource]


@cache
def _limits() -> dict[str, int]:
    return settings.slots(config_file(os.environ))
