"""A process over the stand-in, measured: how well it used the slots, and what it cost this machine."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from workload import rounds

from alfrd_luigi.standin import StandIn

_PEAK = re.compile(r"VmHWM:\s*(\d+) kB")


@dataclass(frozen=True)
class Figures:
    """What one process did.

    Seconds on the clock: `start` to its first call, `calling` from that to its last answer, `end` from that to its
    exit. `cpu` is in seconds, of it and of what it started and waited for; `memory` is its peak, in MB. `rounds` is how
    many of its calls had to come one after the other.
    """

    start: float
    calling: float
    end: float
    cpu: float
    memory: float
    calls: int
    rounds: float

    def utilisation(self, seconds: float) -> float:
        """The time that the slots alone need, where a call takes so many seconds, as a part of the time taken."""
        return self.rounds * seconds / self.calling


@contextmanager
def peak(megabytes: Callable[[], float], seconds_between_looks: float = 0.1) -> Iterator[list[float]]:
    """The most that `megabytes` found in the block, in a list of one number."""
    most, is_over = [0.0], threading.Event()

    def watch() -> None:
        while not is_over.wait(seconds_between_looks):
            most[0] = max(most[0], megabytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        is_over.set()
        watcher.join()


def _peak_of(pid: int) -> float:
    """The peak of a process's memory, in MB; what wait4 says of it begins with that of who started it."""
    with suppress(OSError):
        if (found := _PEAK.search(Path(f"/proc/{pid}/status").read_text())) is not None:
            return int(found[1]) / 1024
    return 0.0


def measured(server: StandIn, begin: Callable[[], subprocess.Popen[str]]) -> Figures:
    """Run a process to its end; raises RuntimeError when that is not a good one."""
    server.reset()
    started = time.time()
    process = begin()
    with peak(lambda: _peak_of(process.pid)) as memory:
        _, status, usage = os.wait4(process.pid, 0)
    ended = time.time()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = process.stderr.read()[-2000:] if process.stderr else ""
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}: {said}")
    calls = server.calls
    first, last = min(call.begin for call in calls), max(call.end for call in calls)
    return Figures(
        start=first - started,
        calling=last - first,
        end=ended - last,
        cpu=usage.ru_utime + usage.ru_stime,
        memory=memory[0],
        calls=len(calls),
        rounds=rounds(calls),
    )
