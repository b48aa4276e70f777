"""Luigi's scheduler for the single worker of this process. Each step takes the same time, however long the run is."""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import luigi.scheduler
from luigi.task_status import DONE, FAILED, PENDING, RUNNING

from alfrd_luigi.worker.checks import RESOURCES

# This many more tasks than slots are begun: they prepare a call, or store an answer, while the tasks with slots wait
# for answers. It is the only limit for tasks that need no service (local OCR, the offline rules).
_AHEAD = 3

# The position of a ready task: its priority (negative), its creation time, its id.
Place = tuple[float, float, str]


class LocalScheduler(luigi.scheduler.Scheduler):
    """Hands out the oldest task of the highest priority that waits for no task and whose resources are free.

    Luigi's own scheduler also reserves resources for a ready task that does not have enough of them, so that many small
    tasks of lower priority cannot starve a large one. Here every task needs one of each resource, and the reservation
    only kept slots idle. Luigi's scheduler also prunes, and examines every pending task, on each call. Here the ready
    tasks are in a sorted list, and each other task is examined when the task that it waits for is done.
    """

    def __init__(self, resources: dict[str, int] | None = None) -> None:
        super().__init__(
            resources=resources, prune_on_get_work=False, record_task_history=False, stable_done_cooldown_secs=0
        )
        # The slots limit these tasks at the time of their calls (services/slots.py).
        for name in RESOURCES.intersection(self._resources or {}):
            self._resources[name] += _AHEAD
        self._ready: list[Place] = []
        self._places: dict[str, Place] = {}
        self._waiting: dict[str, set[str]] = defaultdict(set)  # by one of the tasks for which they wait
        self._running: dict[str, Any] = {}

    def add_task(self, task_id: str, **task: Any) -> None:
        """See Luigi's method. The task, and the tasks that waited for it, get their positions."""
        super().add_task(task_id=task_id, **task)
        added = self._state.get_task(task_id)
        if added.status != RUNNING:
            self._running.pop(task_id, None)
        self._place(added)
        if added.status == DONE:
            self._place_those_waiting_for(task_id)

    def get_work(self, worker: str | None = None, **_: Any) -> dict[str, Any]:
        """The next task in the form of Luigi's answer. Its task_id is None if no task can run now."""
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
        """The number of tasks that may still run. With keep_alive, it decides whether the worker stays."""
        count = sum(self._state.get_active_task_count_for_status(status) for status in (PENDING, FAILED))
        return {
            "n_pending_tasks": count,
            "n_unique_pending": count,
            "n_pending_last_scheduled": count,
            "worker_state": luigi.scheduler.WORKER_STATE_ACTIVE,  # only this process could disable it
            "running_tasks": [],  # of other workers: there are none
        }

    def forget(self, ids: Iterable[str]) -> None:
        """Forget tasks that are done. Tasks that depended on them no longer do."""
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
        """Put a pending task among the ready ones, or among those that wait for another task."""
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
