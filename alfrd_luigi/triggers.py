"""Named points where a test can end, freeze or hold the process, or raise an error. Without a trigger, nothing happens.

    ALFRD_TRIGGER="POINT[/STAGE][@PASSAGE]=ACTION"

arms one point of a process: the trigger fires when the point is reached for the PASSAGE-th time (default: the first),
by that stage or by any. The actions are `kill` (like `kill -9`), `terminate` (SIGTERM, then continue), `freeze`
(SIGSTOP, until SIGCONT), `hold:FILE` (create FILE and wait until it is removed), `enospc` (a full file system) and
`disk-full` (a full disk in PostgreSQL).
"""

from __future__ import annotations

import errno
import os
import re
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

VARIABLE = "ALFRD_TRIGGER"
_SECONDS_BETWEEN_LOOKS = 0.01
# A process stops when each of its threads next returns from the kernel.
_SECONDS_UNTIL_STOPPED = 0.05
_ARMED = re.compile(r"(?P<point>\w+)(?:/(?P<stage>\w+))?(?:@(?P<passage>\d+))?=(?P<action>[\w-]+)(?::(?P<file>.+))?")


class Point(StrEnum):
    """A step that has just been done. `WRITTEN` means inside a transaction that is not committed yet."""

    # `alfrd add`
    ADD_COPIED = "add_copied"
    ADD_PLACED = "add_placed"
    # the inbox
    ENTRY_STAGED = "entry_staged"
    PAGES_READY = "pages_ready"
    PAGES_STORED = "pages_stored"
    DOCUMENT_WRITTEN = "document_written"
    DOCUMENT_REGISTERED = "document_registered"
    ENTRY_SET_ASIDE = "entry_set_aside"
    ENTRY_CLEARED = "entry_cleared"
    REJECTION_EXPLAINED = "rejection_explained"
    REJECTION_RECORDED = "rejection_recorded"
    INBOX_SCANNED = "inbox_scanned"
    # a run
    RUN_STARTED = "run_started"
    DOCUMENTS_CLAIMED = "documents_claimed"
    RUN_ENDING = "run_ending"
    RUN_FINISHED = "run_finished"
    # the report
    REPORT_FILE_READY = "report_file_ready"
    REPORT_DRAWN = "report_drawn"
    # a stage, or the summary of a file
    STAGE_BEGUN = "stage_begun"
    CALL_RESERVED = "call_reserved"
    CALL_FAILED = "call_failed"
    CALL_ANSWERED = "call_answered"
    ANSWER_ACCEPTED = "answer_accepted"
    ANSWER_SAVED = "answer_saved"
    RESULT_FOUND = "result_found"
    RESULT_WRITTEN = "result_written"
    RESULT_COMMITTED = "result_committed"
    FAILURE_WRITTEN = "failure_written"
    FAILURE_COMMITTED = "failure_committed"
    # a series whose members are read again
    REQUEST_WRITTEN = "request_written"
    REQUEST_COMMITTED = "request_committed"
    REGENERATION_WRITTEN = "regeneration_written"
    REGENERATION_ENDED = "regeneration_ended"
    # prompts: a new version, the month's check of the model, the audit of a compared document, which version is active
    PROMPT_WRITTEN = "prompt_written"
    PROMPT_COMMITTED = "prompt_committed"
    MODEL_CHECK_WRITTEN = "model_check_written"
    MODEL_CHECK_COMMITTED = "model_check_committed"
    AUDIT_WRITTEN = "audit_written"
    AUDIT_COMMITTED = "audit_committed"
    DECISION_WRITTEN = "decision_written"
    DECISION_COMMITTED = "decision_committed"
    # changes by a person
    TAKEN_BACK_WRITTEN = "taken_back_written"
    TAKEN_BACK = "taken_back"
    CORRECTION_WRITTEN = "correction_written"
    CORRECTED = "corrected"
    # the bin
    PURGE_WRITTEN = "purge_written"
    PURGED = "purged"
    FILES_REMOVED = "files_removed"


@dataclass
class Trigger:
    """An armed point. It fires once."""

    point: Point
    stage: str | None
    passage: int
    action: Callable[[], None]
    _left: int = field(init=False)

    def __post_init__(self) -> None:
        self._left = self.passage
        self._lock = threading.Lock()

    def pass_by(self, point: Point, stage: str) -> None:
        """Fire, if this is the passage."""
        if point is not self.point or self.stage not in (None, stage):
            return
        with self._lock:
            self._left -= 1
            goes_off = self._left == 0
        if goes_off:
            self.action()


def armed(text: str) -> Trigger | None:
    """The trigger for a value of ALFRD_TRIGGER; None for an empty one. Raises ValueError for an invalid one."""
    if not text:
        return None
    parts = _ARMED.fullmatch(text)
    if parts is None:
        raise ValueError(f"{VARIABLE}={text!r} is not of the form POINT[/STAGE][@PASSAGE]=ACTION")
    return Trigger(
        Point(parts["point"]), parts["stage"], int(parts["passage"] or 1), _action(parts["action"], parts["file"] or "")
    )


def _action(name: str, file: str) -> Callable[[], None]:
    actions: dict[str, Callable[[], None]] = {
        "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "terminate": lambda: os.kill(os.getpid(), signal.SIGTERM),
        "freeze": _freeze,
        "hold": lambda: _hold(Path(file)),
        "enospc": _file_system_full,
        "disk-full": _database_full,
    }
    if name not in actions or (name == "hold") != bool(file):
        raise ValueError(f"{VARIABLE} names no action {name!r}: {', '.join(actions)}, and FILE with hold alone")
    return actions[name]


def _freeze() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(_SECONDS_UNTIL_STOPPED)


def _hold(file: Path) -> None:
    file.touch()
    while file.exists():
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def _file_system_full() -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _database_full() -> NoReturn:
    from alfrd_luigi.errors import DatabaseAwayError

    raise DatabaseAwayError("the database was lost: could not extend file: No space left on device")


_trigger: Trigger | None = None


def arm(text: str) -> None:
    """Arm the point of a value of ALFRD_TRIGGER, in place of any other; "" arms none."""
    global _trigger
    _trigger = armed(text)


def reached(point: Point, stage: str = "") -> None:
    """Report that the point is reached, by this stage if it belongs to one."""
    if _trigger is not None:
        _trigger.pass_by(point, stage)


arm(os.environ.get(VARIABLE, ""))
