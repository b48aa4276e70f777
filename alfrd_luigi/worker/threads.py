"""Tasks in threads: replacements for Luigi's task processes, and a worker that uses them."""

from __future__ import annotations

import logging
import queue
from collections import defaultdict, deque
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

from alfrd_luigi import startup
from alfrd_luigi.errors import AlfrdError, Fault, HeldError, StoppingError
from alfrd_luigi.interrupts import interruptible
from alfrd_luigi.secrecy import log_unforeseen, redacted
from alfrd_luigi.worker.reporter import StatusReporter
from alfrd_luigi.worker.scheduler import LocalScheduler

logger = logging.getLogger("luigi-interface")

# Recent answers of the scheduler. Luigi keeps all of them for its summary, which only needs the tasks that others still
# run.
_ANSWERS_KEPT = 100


# The slots of a killed worker stay taken until luigid notices, which takes a minute or two. A call ends sooner.
_LONGEST_WAIT = timedelta(minutes=10)
# An error that every task of a run meets is logged once.
_MET_BY_ALL = frozenset({Fault.DATABASE, Fault.MACHINE, Fault.SETTINGS})
# Luigi keeps every instance of a task. After this many ended groups, the instances are released.
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
    """The queue of results, with the `close` that Luigi calls, and with `wake`, which lets the worker ask for work.

    Luigi's timeout lets a worker check again for resources that other workers released. `is_alone` means that there are
    no other workers.
    """

    is_alone = False
    # The errors of tasks so far: of locks that others hold, and all others.
    was_held = has_failed = False

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def is_news(self, line: str) -> bool:
        """Whether no task has logged this line before."""
        is_news = line not in self._said
        self._said.add(line)
        return is_news

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next result. Raises queue.Empty on a timeout, or if the worker should ask for work."""
        result = super().get(block, None if self.is_alone else timeout)
        if result is None:
            raise queue.Empty
        return result

    def wake(self) -> None:
        """Make a worker that waits for a result ask for work now."""
        self.put(None)

    def close(self) -> None:
        """Does nothing: a queue between threads needs no closing."""


class ThreadTaskProcess(luigi.worker.TaskProcess):
    """Luigi's process of a task, run by a thread of the worker's pool."""

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
        """A thread has no exit code, and always reports its result."""
        return None

    def terminate(self) -> None:
        """A thread cannot be ended from outside: each of its calls has its own time limit."""

    def _handle_run_exception(self, ex: BaseException) -> Any:
        self.task.trigger_event(luigi.Event.FAILURE, self.task, ex)
        if isinstance(ex, HeldError):
            self.result_queue.was_held = True
        elif isinstance(ex, StoppingError):  # reported once, by the code that asked for it
            return ex.line
        else:
            self.result_queue.has_failed = True
        if not isinstance(ex, AlfrdError):
            # Luigi would log the full message, and send it to the visualiser.
            return log_unforeseen(logger, self.task.task_family, ex)
        if ex.fault not in _MET_BY_ALL or self.result_queue.is_news(ex.line):
            logger.error("%s: %s", self.task.task_family, ex.line)
        return ex.line


class ThreadedWorker(luigi.worker.Worker):
    """Luigi's worker with threads instead of processes. An error of ours is logged as one line, without a traceback.

    A task may have these members:

    - `group`, a string. The tasks of a group are forgotten together.
    - `ends_group`: after this task has run, its group is forgotten, so that a long run needs no more memory than a
      short one.
    - `tracking_url`, the page that the visualiser links to.
    - `scheduling`, a context manager that is entered while the task is added.
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
        """Schedule a task. The task that a person named reports when there is nothing to do, or why it cannot run."""
        if self._first_task is None and hasattr(task, "announce"):
            task.announce()
        with getattr(task, "scheduling", nullcontext)():
            return bool(super().add(task, multiprocess, processes))

    def run(self) -> bool:
        """Run until no work is left. SIGINT or SIGTERM ends it with the exit code that shells use for the signal.

        It ends with the exit code `not_run` if a task was not run because others hold what it needs.
        """
        with interruptible(self._take_no_more_work) as interruption:
            is_well = bool(super().run())
        if interruption.exit_code is not None:
            raise SystemExit(interruption.exit_code)
        if self._task_result_queue.was_held and not self._task_result_queue.has_failed:
            raise SystemExit(luigi.retcodes.retcode().not_run)
        return is_well

    def _get_work(self) -> Any:
        """Ask luigid only after all results are processed: its answer then covers all of them."""
        if self._task_result_queue.is_alone or self._task_result_queue.empty():
            return super()._get_work()
        return _NO_WORK_YET

    def _keep_alive(self, response: luigi.worker.GetWorkResponse) -> bool:
        """With luigid, stay while tasks of this worker wait for slots that others hold.

        Luigi's own `keep_alive` would also stay for a failed task, and run it again and again.
        """
        is_alone = isinstance(self._scheduler, LocalScheduler)
        if is_alone or not self.run_succeeded or response.n_unique_pending == 0:
            return bool(super()._keep_alive(response))
        return bool(datetime.now() - (self._idle_since or datetime.now()) < _LONGEST_WAIT)

    def _take_no_more_work(self) -> None:
        self._stop_requesting_work = True
        self._task_result_queue.wake()

    def _add_task(self, *args: Any, **kwargs: Any) -> None:
        id = kwargs["task_id"]
        task = self._scheduled_tasks.get(id)
        super()._add_task(*args, tracking_url=getattr(task, "tracking_url", None), **kwargs)
        group = getattr(task, "group", None)
        if group is None:
            return
        self._groups[group].add(id)
        # The task that is adding it still waits for a task that was complete when it was added.
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
            startup.document_done()
        if self._groups_ended % _GROUPS_BETWEEN_CLEARINGS == 0:
            Register.clear_instance_cache()

    def _purge_children(self) -> None:
        """Does nothing: a thread reports its own end, and cannot be ended."""

    def _create_task_process(self, task: luigi.Task) -> ThreadTaskProcess:
        process = ThreadTaskProcess(
            task,
            self._id,
            self._task_result_queue,
            StatusReporter(self._scheduler, task.task_id, self._id, self._task_result_queue.wake),
            use_multiprocessing=True,
            check_unfulfilled_deps=self._config.check_unfulfilled_deps,
            check_complete_on_run=self._config.check_complete_on_run,
        )
        process.pool = self._pool
        process.forward_reporter_attributes = {**process.forward_reporter_attributes, "if_shown": "reporter"}
        return process

    def _log_complete_error(self, task: luigi.Task, tb: str) -> None:
        line = redacted(tb.strip().splitlines()[-1])
        if self._task_result_queue.is_news(line):
            logger.error("%s cannot be checked: %s", task.task_family, line)
