"""What a running task tells luigid: the slots that it releases, and what the visualiser shows of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Generic, TypeVar

import luigi.worker

from alfrd_luigi.worker.luigid import Luigid

_SECONDS_BETWEEN_MESSAGES = 1.0
_Shown = TypeVar("_Shown")


class StatusReporter(luigi.worker.TaskStatusReporter):
    """Luigi's reporter, for threads. The scheduler of a single worker has no visualiser, and is told nothing.

    It has no slots to release either: it begins more tasks than there are slots. When a task releases slots of luigid,
    `wake` lets the worker ask at once for a task that can use them.
    """

    def __init__(self, scheduler: Any, task_id: str, worker_id: str, wake: Callable[[], None]) -> None:
        super().__init__(scheduler, task_id, worker_id, None)
        self._luigid = scheduler if isinstance(scheduler, Luigid) else None
        self.if_shown = None if self._luigid is None else self
        """Itself, if there is a visualiser that shows the task. The running task has it as its `reporter`."""
        self._wake = wake
        self._message = _Limited(super().update_status_message)
        self._percentage = _Limited(super().update_progress_percentage)

    def decrease_running_resources(self, decrease_resources: Mapping[str, int]) -> None:
        """Release luigid's slots while the task continues."""
        if self._luigid is not None:
            super().decrease_running_resources(decrease_resources)
            self._wake()

    def update_status_message(self, message: str) -> None:
        """Show a message, of a second at least. It is escaped, because the visualiser inserts it as HTML."""
        if self._luigid is not None:
            self._message.show(escape(message))

    def update_progress_percentage(self, percentage: int) -> None:
        """Show how much is done."""
        if self._luigid is not None:
            self._percentage.show(percentage)

    def show_failed(self, task_id: str, reason: str) -> None:
        """Show a task that has ended as failed. No task that is still to run may depend on it."""
        if self._luigid is not None:
            self._luigid.show_failed(task_id, self._worker_id, reason)


class _Limited(Generic[_Shown]):
    """Shows what has changed, at most once a second: each is a call to luigid."""

    def __init__(self, show: Callable[[_Shown], None]) -> None:
        self._show = show
        self._last: _Shown | None = None
        self._at = -_SECONDS_BETWEEN_MESSAGES

    def show(self, what: _Shown) -> None:
        now = time.monotonic()
        if what != self._last and now - self._at >= _SECONDS_BETWEEN_MESSAGES:
            self._show(what)
            self._last, self._at = what, now
