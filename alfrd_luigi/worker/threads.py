"""Tasks in threads: what Luigi takes for their processes, and its worker with those."""

from __future__ import annotations

import logging
import queue
from collections import defaultdict, deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import luigi
import luigi.retcodes
import luigi.worker
from luigi.scheduler import WORKER_STATE_ACTIVE
from luigi.task_register import Register
from luigi.task_status import DONE

from alfrd_luigi.errors import AlfrdError, Fault, HeldError, StoppingError
from alfrd_luigi.interrupts import interruptible
from alfrd_luigi.secrecy import log_unforeseen, redacted
from alfrd_luigi.worker import garbage
from alfrd_luigi.worker.scheduler import LocalScheduler

logger = logging.getLogger("luigi-interface")

# What the scheduler said of late; Luigi keeps all of it for its summary, which only looks for what others still run.
_ANSWERS_KEPT = 100


# A worker that was killed keeps its slots until luigid notices, which takes a minute or two; a call ends sooner.
_LONGEST_WAIT = timedelta(minutes=10)
# What every task of a run meets is said once.
_MET_BY_ALL = frozenset({Fault.DATABASE, Fault.MACHINE, Fault.SETTINGS})
# Luigi keeps every instance of a task; so often, in groups that ended, they are let go.
_GROUPS_BETWEEN_CLEARINGS = 50


_NO_WORK_YET = luigi.worker.GetWorkResponse(
    task_id=None,
    running_tasks=[],
    n_pending_tasks=0,
    n_unique_pending=0,
    n_pending_last_scheduled=0,
    worker_state=WORKER_STATE_ACTIVE,
)


class ResultQueue(queue.SimpleQueue[Any]):
    """The queue of results, with the `close` that Luigi calls, and with a way to let the worker ask for work.

    Luigi's time limit lets a worker look again for what the tasks of others gave back; `is_alone` says that there are
    none.
    """

    is_alone = False
    # What the errors of tasks were: held, where others have what a task needs, and all others.
    was_held = has_failed = False

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def is_news(self, line: str) -> bool:
        """Whether no task has said this before."""
        is_news = line not in self._said
        self._said.add(line)
        return is_news

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next result; raises queue.Empty when there is none in time, or the worker is to look for work."""
        result = super().get(block, None if self.is_alone else timeout)
        if result is None:
            raise queue.Empty
        return result

    def wake(self) -> None:
        """Let the worker, which waits for a result, look for work now."""
        self.put(None)

    def close(self) -> None:
        """Nothing is to be closed in a queue between threads."""


class StatusReporter(luigi.worker.TaskStatusReporter):
    """Luigi's, which lets the worker look at once for a task that takes the slots which another gave back.

    The scheduler of one worker has none to give back: it begins more tasks than there are slots.
    """

    def __init__(self, scheduler: Any, task_id: str, worker_id: str, results: ResultQueue) -> None:
        super().__init__(scheduler, task_id, worker_id, None)
        self._results = results

    def decrease_running_resources(self, decrease_resources: Mapping[str, int]) -> None:
        """Give back slots of luigid's while the task goes on."""
        if not isinstance(self._scheduler, LocalScheduler):
            super().decrease_running_resources(decrease_resources)
            self._results.wake()


class ThreadTaskProcess(luigi.worker.TaskProcess):
    """What Luigi takes for the process of a task, run by a thread of the worker's pool."""

    pool: ThreadPoolExecutor
    _future: Future[None] | None = None

    def start(self) -> None:
        """Run the task in a thread."""
        self._future = self.pool.submit(self.run)

    def is_alive(self) -> bool:
        """Whether the task is still running."""
        return self._future is not None and not self._future.done()

    @property
    def exitcode(self) -> int | None:
        """A thread has no exit code, and cannot die without reporting its result."""
        return None

    def terminate(self) -> None:
        """A thread cannot be ended from outside: every call that it makes has a time limit of its own."""

    def _handle_run_exception(self, ex: BaseException) -> Any:
        self.task.trigger_event(luigi.Event.FAILURE, self.task, ex)
        if isinstance(ex, HeldError):
            self.result_queue.was_held = True
        elif isinstance(ex, StoppingError):  # said once, by what asked for it
            return ex.line
        else:
            self.result_queue.has_failed = True
        if not isinstance(ex, AlfrdError):
            # Luigi would log, and give to the visualiser, whatever the exception says.
            return log_unforeseen(logger, self.task.task_family, ex)
        if ex.fault not in _MET_BY_ALL or self.result_queue.is_news(ex.line):
            logger.error("%s: %s", self.task.task_family, ex.line)
        return ex.line


class ThreadedWorker(luigi.worker.Worker):
    """Luigi's worker with threads in place of processes; an error of ours is one line, not a traceback.

    A task may have a `group`, a string, and one of a group may have `ends_group`: when that has run, all of the group
    is forgotten, so that a long run takes no more memory than a short one. It may have `scheduling`, which gives a
    context to be in while it is added.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._task_result_queue.close()
        self._task_result_queue: Any = ResultQueue()
        self._task_result_queue.is_alone = isinstance(self._scheduler, LocalScheduler)
        self._get_work_response_history: Any = deque(maxlen=_ANSWERS_KEPT)
        self._groups: dict[str, set[str]] = defaultdict(set)
        self._groups_ended = 0
        self._pool = ThreadPoolExecutor(max(1, self.worker_processes), thread_name_prefix="task")

    def add(self, task: luigi.Task, multiprocess: bool = False, processes: int = 0) -> bool:
        """Schedule a task; the one a person named says so when there is nothing to do, or why it cannot be done."""
        if self._first_task is None and hasattr(task, "announce"):
            task.announce()
        with getattr(task, "scheduling", nullcontext)():
            return bool(super().add(task, multiprocess, processes))

    def run(self) -> bool:
        """Run until nothing is left; SIGINT or SIGTERM ends it with the exit code that shells give to that.

        With the one of `not_run` it ends when a task was not run, since others hold what it needs.
        """
        with interruptible(self._take_no_more_work) as interruption:
            is_well = bool(super().run())
        if interruption.exit_code is not None:
            raise SystemExit(interruption.exit_code)
        if self._task_result_queue.was_held and not self._task_result_queue.has_failed:
            raise SystemExit(luigi.retcodes.retcode().not_run)
        return is_well

    def _get_work(self) -> Any:
        """Ask luigid only when all that has come is dealt with: its answer serves the whole of it."""
        if self._task_result_queue.is_alone or self._task_result_queue.empty():
            return super()._get_work()
        return _NO_WORK_YET

    def _keep_alive(self, response: luigi.worker.GetWorkResponse) -> bool:
        """With luigid, stay while tasks of this worker wait for slots that others hold.

        Luigi's own `keep_alive` would also stay for a task that failed, to run it again and again.
        """
        is_alone = isinstance(self._scheduler, LocalScheduler)
        if is_alone or not self.run_succeeded or response.n_unique_pending == 0:
            return bool(super()._keep_alive(response))
        return bool(datetime.now() - (self._idle_since or datetime.now()) < _LONGEST_WAIT)

    def _take_no_more_work(self) -> None:
        self._stop_requesting_work = True
        self._task_result_queue.wake()

    def _add_task(self, *args: Any, **kwargs: Any) -> None:
        super()._add_task(*args, **kwargs)
        id = kwargs["task_id"]
        task = self._scheduled_tasks.get(id)
        group = getattr(task, "group", None)
        if group is None:
            return
        self._groups[group].add(id)
        # One that was complete when it was added is still waited for by the task that is adding it.
        has_run = kwargs["status"] == DONE and id in self._running_tasks and id != self._first_task
        if has_run and getattr(task, "ends_group", False):
            self._forget(self._groups.pop(group))

    def _forget(self, ids: set[str]) -> None:
        for id in ids:
            self._scheduled_tasks.pop(id, None)
        self._add_task_history = [entry for entry in self._add_task_history if entry[0].task_id not in ids]
        if isinstance(self._scheduler, LocalScheduler):
            self._scheduler.forget(ids)
        self._groups_ended += 1
        if self._groups_ended == 1:
            garbage.once_loaded()
        if self._groups_ended % _GROUPS_BETWEEN_CLEARINGS == 0:
            Register.clear_instance_cache()

    def _purge_children(self) -> None:
        """Nothing: a thread reports its own end, and cannot be ended when it takes long."""

    def _create_task_process(self, task: luigi.Task) -> ThreadTaskProcess:
        process = ThreadTaskProcess(
            task,
            self._id,
            self._task_result_queue,
            StatusReporter(self._scheduler, task.task_id, self._id, self._task_result_queue),
            use_multiprocessing=True,
            check_unfulfilled_deps=self._config.check_unfulfilled_deps,
            check_complete_on_run=self._config.check_complete_on_run,
        )
        process.pool = self._pool
        return process

    def _log_complete_error(self, task: luigi.Task, tb: str) -> None:
        line = redacted(tb.strip().splitlines()[-1])
        if self._task_result_queue.is_news(line):
            logger.error("%s cannot be checked: %s", task.task_family, line)
