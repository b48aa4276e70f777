"""Judges the vital signs, as the plugins of Nagios and Icinga do: a state, a line, and numbers behind a bar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from alfrd_luigi.database.vitals import Vitals
from alfrd_luigi.errors import AlfrdError, DatabaseError
from alfrd_luigi.health import vitals
from alfrd_luigi.health.machine import SCARCE_BYTES, TOO_FEW_BYTES, free_bytes
from alfrd_luigi.intake import rejections
from alfrd_luigi.plurals import counted
from alfrd_luigi.settings import settings


class State(IntEnum):
    """The exit codes of a plugin."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


class Verdict(NamedTuple):
    """The state, and what is said about it. `numbers` are those that a plugin may plot."""

    state: State
    said: str
    numbers: str = ""

    @property
    def line(self) -> str:
        """The line of a plugin."""
        line = f"ALFRD {self.state.name} - {self.said}"
        return f"{line} | {self.numbers}" if self.numbers else line


_Fault = tuple[State, str]


def judge(hours: float) -> Verdict:
    """The verdict on the archive. Without a run that succeeded for `hours`, it is critical."""
    try:
        found = vitals.read()
        free, rejected = free_bytes(settings().data_dir), rejections.count(settings().inbox_dir)
    except DatabaseError as error:
        return Verdict(State.CRITICAL, error.line)
    except (AlfrdError, OSError) as error:
        return Verdict(State.UNKNOWN, error.line if isinstance(error, AlfrdError) else str(error))
    now = datetime.now(UTC)
    found_faults = [*_of_runs(found, now, timedelta(hours=hours)), *_of_disk(free), *_of_work(found, rejected)]
    faults = sorted(found_faults, key=lambda fault: -fault[0])
    said = "; ".join(said for _, said in faults) or _well(found)
    return Verdict(faults[0][0] if faults else State.OK, said, _numbers(found, free, rejected, now, hours))


def _of_runs(found: Vitals, now: datetime, most: timedelta) -> Iterator[_Fault]:
    if found.at_work_since is not None:
        if now - found.at_work_since > most:
            yield State.WARNING, f"a run has been at work since {_moment(found.at_work_since)}"
    elif found.succeeded_at is None:
        yield State.CRITICAL, "no run has succeeded yet"
    elif now - found.succeeded_at > most:
        yield State.CRITICAL, f"no run has succeeded since {_moment(found.succeeded_at)}"


def _of_disk(free: int) -> Iterator[_Fault]:
    if free < SCARCE_BYTES:
        state = State.CRITICAL if free < TOO_FEW_BYTES else State.WARNING
        yield state, f"{free / 1e9:.1f} GB are free in data_dir"


def _of_work(found: Vitals, rejected: int) -> Iterator[_Fault]:
    if found.failed:
        yield State.WARNING, f"{counted(found.failed, 'document')} failed"
    if found.files_failed:
        yield State.WARNING, f"{counted(found.files_failed, 'file summary')} failed"
    if rejected:
        yield State.WARNING, f"{counted(rejected, 'rejected entry')} in inbox/rejected"
    if found.outages is not None and found.outage_since is not None:
        yield State.WARNING, f"no answer from {found.outages} since {_moment(found.outage_since)}"
    if found.is_budget_spent:
        yield State.WARNING, "the budget stopped a run today"


def _well(found: Vitals) -> str:
    if found.at_work_since is not None:
        return f"a run is at work since {_moment(found.at_work_since)}"
    return f"the last run ended at {_moment(found.ended_at or found.at)}"


def _numbers(found: Vitals, free: int, rejected: int, now: datetime, hours: float) -> str:
    numbers = [f"failed={found.failed};0", f"rejected={rejected};0", f"free={free}B"]
    if found.succeeded_at is not None:
        seconds = max((now - found.succeeded_at).total_seconds(), 0)
        numbers.append(f"since_success={seconds:.0f}s;;{hours * 3600:.0f}")
    return " ".join(numbers)


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
