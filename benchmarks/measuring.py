"""A process over the stand-in, measured: how well it used the slots, and what it cost this machine."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

from alfrd_luigi.standin import StandIn


@dataclass(frozen=True)
class Figures:
    """What one process did.

    Seconds on the clock: `start` to its first call, `calling` from that to its last answer, `end` from that to its
    exit. `cpu` is in seconds, of it and of what it started and waited for; `memory` is its peak, in MB.
    """

    start: float
    calling: float
    end: float
    cpu: float
    memory: float
    calls: int


def measured(server: StandIn, begin: Callable[[], subprocess.Popen[str]]) -> Figures:
    """Run a process to its end; raises RuntimeError when that is not a good one."""
    server.reset()
    started = time.time()
    process = begin()
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
        memory=usage.ru_maxrss / 1024,
        calls=len(calls),
    )
