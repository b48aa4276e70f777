"""The active processes and what they hold: advisory locks, and lock files of this machine."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from alfrd_luigi.database import file_locks
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session

# A run records a sign of life every 15 seconds (link.SECONDS_BETWEEN_PINGS).
_SILENCE = timedelta(seconds=45)
# A process that is stopped or traced, has ended, or does not exist.
_LIFELESS_STATES = frozenset("TtZX")
# By the number of the class. Locks that every run holds are omitted, because they carry no information.
_KINDS = {str(int(kind)): kind.kind for kind in LockClass if kind not in (LockClass.RUN, LockClass.SCHEMA)}


class Holder(NamedTuple):
    """A process that holds locks. `holds` is their number by kind; `since` is the start of its run or session.

    `seen_at` is the last sign of life of its run. `lives` is false if it gives none, or is stopped on this machine.
    """

    run: str | None
    host: str
    pid: int
    since: datetime
    seen_at: datetime | None
    lives: bool
    holds: Mapping[str, int]

    @property
    def line(self) -> str:
        """The process, described in words."""
        who = f"run {self.run} ({self.host}, pid {self.pid})" if self.run else f"process {self.pid} on {self.host}"
        since = f"at work since {self.since.astimezone():%Y-%m-%d %H:%M:%S}"
        return f"{who}, {since}" if self.lives else f"{who}, {since}, which shows no sign of life"


class _Process(NamedTuple):
    """`holds` is the number of locks by the number of their class. `is_seen` is None if no run is known."""

    host: str
    pid: int
    holds: Mapping[str, int]
    run: str | None
    since: datetime
    seen_at: datetime | None
    is_seen: bool | None


def at_work(session: Session) -> list[Holder]:
    """Every other process that holds a lock, the one that has been active longest first."""
    here = _with_files_of_this_machine()
    processes = session.all("holders.all", _Process, silence=_SILENCE)
    found = [_holder(each, here.pop(each.pid, {}) if _is_here(each.host) else {}) for each in processes]
    # A process that was frozen for long has lost its sessions, but still holds its lock files on this machine.
    found += [_without_session(session, pid, holds) for pid, holds in here.items()]
    return [holder for holder in found if not (holder.pid == os.getpid() and _is_here(holder.host))]


def of(session: Session, lock_class: LockClass) -> list[Holder]:
    """The other processes that hold locks of this class."""
    return [holder for holder in at_work(session) if lock_class.kind in holder.holds]


def _with_files_of_this_machine() -> dict[int, dict[str, int]]:
    """By process id: the number of locks of each kind that it holds on this machine."""
    found: dict[int, dict[str, int]] = {}
    for name, pid in file_locks.holders():
        holds = found.setdefault(pid, {})
        kind = name.rpartition("-")[0]
        holds[kind] = holds.get(kind, 0) + 1
    return found


def _without_session(session: Session, pid: int, holds: Mapping[str, int]) -> Holder:
    host = socket.gethostname()
    known = session.one("holders.process", _Process, host=host, pid=pid)
    return _holder(known or _Process(host, pid, {}, None, _began(pid), None, None), holds)


def _holder(process: _Process, on_this_machine: Mapping[str, int]) -> Holder:
    in_database = {_KINDS[number]: count for number, count in process.holds.items() if number in _KINDS}
    host, pid, _, run, since, seen_at, _ = process
    return Holder(run, host, pid, since, seen_at, _lives(process), {**on_this_machine, **in_database})


def _lives(process: _Process) -> bool:
    if _is_here(process.host) and _state(process.pid) in _LIFELESS_STATES:
        return False
    return process.is_seen is not False


def _is_here(host: str) -> bool:
    """Whether this is the host. A session's name may contain only the beginning of a long host name."""
    return socket.gethostname().startswith(host)


def _state(pid: int) -> str:
    """The state of a process of this machine, as the kernel reports it; X if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()[0]
    except OSError:
        return "X"


def _began(pid: int) -> datetime:
    try:
        return datetime.fromtimestamp(Path(f"/proc/{pid}").stat().st_mtime, UTC)
    except OSError:
        return datetime.now(UTC)
