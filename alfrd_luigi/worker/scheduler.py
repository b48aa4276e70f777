"""Luigi's scheduler for the one worker of this process, whose every step takes the same time in a long run."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import luigi.scheduler
from luigi.task_status import DONE, FAILED, PENDING, RUNNING

from alfrd_luigi.worker.checks import SERVICES

# So many tasks more than a service has slots are begun: they get ready while those with the slots wait for answers.
_AHEAD = 2


class LocalScheduler(luigi.scheduler.Scheduler):
    """Hands out the task of the highest priority, the oldest first, that waits for nothing and has its resources free.

    Luigi's own also keeps the resources of a task that is ready, and for which they do not suffice, from tasks of lower
    priority, lest many small ones starve a large one. Here every task needs one of each resource, and that only kept
    slots idle. It prunes on every call, and counts every pending task for an answer that nobody reads.
    """

    def __init__(self, resources: dict[str, int] | None = None) -> None:
        super().__init__(
            resources=resources, prune_on_get_work=False, record_task_history=False, stable_done_cooldown_secs=0
        )
        # What these tasks may do at once is decided where they call (services/slots.py).
        for name in SERVICES.intersection(self._resources or {}):
            self._resources[name] += _AHEAD

    def get_work(
        self,
        host: str | None = None,
        worker: str | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        """The next task in the form of Luigi's answer; its task_id is None when none can run now."""
        self._update_worker(worker, worker_reference={"host": host}, get_work=True)
        reply = self.count_pending(worker)
        task = self._next_task()
        reply["task_id"] = task.id if task is not None else None
        if task is not None:
            self.update_metrics_task_started(task)
            self._state.set_status(task, RUNNING, self._config)
            task.worker_running = worker
            task.resources_running = task.resources.copy()
            task.time_running = time.time()
            reply.update(task_family=task.family, task_module=task.module, task_params=task.params)
        return reply

    def count_pending(self, worker: str | None) -> dict[str, Any]:
        """How many tasks may still run, which decides with keep_alive whether the worker stays."""
        count = sum(self._state.get_active_task_count_for_status(status) for status in (PENDING, FAILED))
        return {
            "n_pending_tasks": count,
            "n_unique_pending": count,
            "n_pending_last_scheduled": count,
            "worker_state": self._state.get_worker(worker).state,
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
            task.awaited = None

    def _next_task(self) -> Any:
        used = self._used_resources()
        best = None
        for task in self._state.get_active_tasks_by_status(PENDING):
            # What is cheap to see comes first: this looks at every pending task, some three times for each that runs.
            if best is not None and (task.priority, -task.time) <= (best.priority, -best.time):
                continue
            if self._schedulable(task) and self._has_resources(task.resources, used):
                best = task
        return best

    def _schedulable(self, task: Any) -> bool:
        # The one that it was last seen to wait for is most likely the one that it still waits for.
        awaited = getattr(task, "awaited", None)
        if awaited is not None and not self._is_done(awaited):
            return False
        task.awaited = next((id for id in task.deps if not self._is_done(id)), None)
        return task.awaited is None

    def _is_done(self, id: str) -> bool:
        task = self._state.get_task(id)
        return task is not None and task.status == DONE
