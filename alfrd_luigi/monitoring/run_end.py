"""The end of a run, after its work: its exit code is recorded, and those who watch the archive learn of it.

It holds no lock and no slot, and whatever goes wrong here is one line and changes no exit code. Most runs of cron find
no work, so nothing is loaded here that only a set setting needs.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from typing import NamedTuple

from alfrd_luigi import logs
from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import AlfrdError, DatabaseError
from alfrd_luigi.settings import settings


class Ended(NamedTuple):
    """A run whose work is over. Its outcome is None if it did not come to its end."""

    run: str
    code: int
    seconds: float
    outcome: str | None


class _Watched:
    """The run of the whole archive in this process, if there is one."""

    run: str | None = None
    began = 0.0
    outcome: str | None = None
    reason: runs.Stop | None = None


def begin(run: str) -> None:
    """A run of the whole archive begins in this process."""
    _Watched.run, _Watched.began, _Watched.outcome, _Watched.reason = run, time.monotonic(), None, None
    logs.set_run(run)


def set_outcome(outcome: str | None) -> None:
    """The run of this process has come to its end, as idle, done, troubled or stopped."""
    _Watched.outcome = outcome


def set_reason(reason: runs.Stop) -> None:
    """The run of this process cannot come to its end for this reason, although its other tasks go on."""
    _Watched.reason = reason


def after(code: int) -> None:
    """Do what follows a run, with the exit code that its process will have. Does nothing in a process without one."""
    run, _Watched.run = _Watched.run, None
    if run is None:
        return
    ended = Ended(run, code, time.monotonic() - _Watched.began, _Watched.outcome)
    for what, act in _STEPS.items():
        try:
            act(ended)
        except DatabaseError as error:
            logs.say(f"{what}: {error.line}")
            return  # the other steps would fail as well
        except AlfrdError as error:
            logs.say(f"{what}: {error.line}")
        except Exception as error:  # a fault of ours: the run has done its work
            place = "".join(traceback.format_tb(error.__traceback__))
            logs.say(f"{what}: {type(error).__name__}\n{place}".rstrip())


def _record(ended: Ended) -> None:
    """Record the exit code and its reason. A run that found no work has no row: that is one statement less."""
    if _Watched.reason is not None:
        runs.stop(database().session(), ended.run, _Watched.reason)
    if ended.outcome != "idle":
        runs.set_exit_code(database().session(), ended.run, ended.code)


def _keep_signs(ended: Ended) -> None:
    """Leave what `alfrd status --health` reads while the embedded server does not run."""
    if not settings().database_url:
        from alfrd_luigi.health import vitals  # here, because an archive with a server of its own needs no such file

        vitals.keep(database().session(), ended.run)


def _measure(ended: Ended) -> None:
    if settings().has_metrics:
        from alfrd_luigi.monitoring import metrics  # here, because most archives are not watched

        metrics.write(database().session(), ended, settings().metrics_file)


def _tell(ended: Ended) -> None:
    """Tell a person what is new. A process that was asked to stop leaves this to the next run."""
    has_ways = settings().notify_command or settings().notify_url
    if not has_ways or ended.code >= runs.FIRST_OF_SIGNALS:
        return
    from alfrd_luigi.monitoring import notifications  # here, because most archives tell nobody

    for error in notifications.tell(database().session(), was_idle=ended.outcome == "idle"):
        logs.say(f"nobody was told: {error.line}")


_STEPS: dict[str, Callable[[Ended], None]] = {
    "the exit code of the run was not recorded": _record,
    "health.json was not written": _keep_signs,
    "the metrics were not written": _measure,
    "nobody was told": _tell,
}
