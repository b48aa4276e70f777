"""Luigi's scheduler for the one worker of this process, whose every step takes the same time in a long run."""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import luigi.scheduler
from luigi.task_status import DONE, FAILED, PENDING, RUNNING

from alfrd_luigi.worker.checks import RESOURCES

# So many tasks more than there are slots are begun: they get ready, or store what was answered, while those with the
# slots wait for answers. What needs no service (local OCR, the offline rules) is limited by this alone.
_AHEAD = 3

# Where a task stands among those that are ready: its priority (negative), its age, its id.
Place = tuple[float, float, str]


class LocalScheduler(luigi.scheduler.Scheduler):
    """Hands out the task of the highest priority, the oldest first, that waits for nothing and has its resources free.

    Luigi's own also keeps the resources of a task that is ready, and for which they do not suffice, from tasks of lower
    priority, lest many small ones starve a large one. Here every task needs one of each resource, and that only kept
    slots idle. It prunes on every call, and looks at every pending task; here those that are ready stand in a row, and
    each of the others is looked at when what it waits for is done.
    """

    def __init__(self, resources: dict[str, int] | None = None) -> None:
        super().__init__(
            resources=resources, prune_on_get_work=False, record_task_history=False, stable_done_cooldown_secs=0
        )
        # What these tasks may do at once is decided where they call (services/slots.py).
        for name in RESOURCES.intersection(self._resources or {}):
            self._resources[name] += _AHEAD
        self._ready: list[Place] = []
        self._places: dict[str, Place] = {}
        self._waiting: dict[str, set[str]] = defaultdict(set)  # by one of the tasks that they wait for
        self._running: dict[str, Any] = {}

    def add_task(self, task_id: str, **task: Any) -> None:
        """See Luigi's; the task, and what waited for it, find their places."""
        super().add_task(task_id=task_id, **task)
        added = self._state.get_task(task_id)
        if added.status != RUNNING:
            self._running.pop(task_id, None)
        self._place(added)
        if added.status == DONE:
            self._place_those_waiting_for(task_id)

    def get_work(self, worker: str | None = None, **_: Any) -> dict[str, Any]:
        """The next task in the form of Luigi's answer; its task_id is None when none can run now."""
        reply = self.count_pending()
        task = self._next_task()
        reply["task_id"] = task.id if task is not None else None
        if task is not None:
            self._remove(task.id)
            self.update_metrics_task_started(task)
            self._state.set_status(task, RUNNING, self._config)
            task.worker_running = worker
            task.resources_running = task.resources.copy()
            task.time_running = time.time()
            self._running[task.id] = task
            reply.update(task_family=task.family, task_module=task.module, task_params=task.params)
        return reply

    def count_pending(self, **_: Any) -> dict[str, Any]:
        """How many tasks may still run, which decides with keep_alive whether the worker stays."""
        count = sum(self._state.get_active_task_count_for_status(status) for status in (PENDING, FAILED))
        return {
            "n_pending_tasks": count,
            "n_unique_pending": count,
            "n_pending_last_scheduled": count,
            "worker_state": luigi.scheduler.WORKER_STATE_ACTIVE,  # nobody but the process itself can disable it
            "running_tasks": [],  # of other workers: there are none
        }

    def forget(self, ids: Iterable[str]) -> None:
        """Let go of tasks that are done; those that depended on them no longer do."""
        gone = {id for id in ids if self._state.has_task(id)}
        tasks = {self._state.get_task(id) for id in gone}
        self._state.inactivate_tasks(gone)
        for worker in self._state.get_active_workers():
            worker.tasks -= tasks
        for task in self._state.get_active_tasks_by_status(PENDING, RUNNING):
            task.deps -= gone
        for id in gone:
            self._remove(id)
            self._place_those_waiting_for(id)

    def _update_priority(self, task: Any, prio: float, worker: str) -> None:
        super()._update_priority(task, prio, worker)
        if task.id in self._places:
            self._place(task)

    def _place(self, task: Any) -> None:
        """Put a task that is pending among the ready ones, or among those that wait for another."""
        self._remove(task.id)
        if task.status != PENDING:
            return
        awaited = next((id for id in task.deps if not self._is_done(id)), None)
        if awaited is not None:
            self._waiting[awaited].add(task.id)
            return
        place = self._places[task.id] = (-task.priority, task.time, task.id)
        insort(self._ready, place)

    def _remove(self, id: str) -> None:
        place = self._places.pop(id, None)
        if place is not None:
            del self._ready[bisect_left(self._ready, place)]

    def _place_those_waiting_for(self, id: str) -> None:
        for waiting in self._waiting.pop(id, ()):
            if self._state.has_task(waiting):
                self._place(self._state.get_task(waiting))

    def _next_task(self) -> Any:
        used: dict[str, int] = defaultdict(int)
        for task in self._running.values():
            for name, count in task.resources_running.items():
                used[name] += count
        tasks = (self._state.get_task(id) for _, _, id in self._ready)
        return next((task for task in tasks if self._has_resources(task.resources, used)), None)

    def _is_done(self, id: str) -> bool:
        task = self._state.get_task(id)
        return task is not None and task.status == DONE
