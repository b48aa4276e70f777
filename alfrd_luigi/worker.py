"""A Luigi worker whose tasks run in threads, and the schedulers it talks to: the one room that knows Luigi's insides.

A forked worker costs 11 to 14 ms of CPU a task, a thread 1 ms; and a database connection, an AWS client or an OCR model
is made once and shared. Written against luigi 3.8, which setup.cfg pins; the contract test compares it to Luigi's own.
"""

from __future__ import annotations

import logging
import queue
import socket
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NoReturn
from urllib.parse import urlsplit

import click
import luigi
import luigi.configuration
import luigi.interface
import luigi.rpc
import luigi.scheduler
import luigi.worker
import psycopg2
from luigi.cmdline_parser import CmdlineParser

import alfrd_luigi.language.engines as language_engines
import alfrd_luigi.ocr.engines as ocr_engines
from alfrd_luigi.archive import open_archive
from alfrd_luigi.database.connection import lost
from alfrd_luigi.errors import AlfrdError, SettingsError
from alfrd_luigi.interrupts import interruptible
from alfrd_luigi.pages.store import page_store
from alfrd_luigi.secrecy import log_unforeseen, redacted, without_login
from alfrd_luigi.settings import settings

logger = logging.getLogger("luigi-interface")

RESOURCES = frozenset({"textract", "bedrock", "file_generation"})
_PER_TYPE = "summarize."
_CONNECT_SECONDS = 5.0


class ResultQueue(queue.SimpleQueue[Any]):
    """The queue of results, with the `close` that Luigi calls."""

    def close(self) -> None:
        """Nothing is to be closed in a queue between threads."""


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
        if isinstance(ex, psycopg2.OperationalError | psycopg2.InterfaceError):
            ex = lost(ex)
        self.task.trigger_event(luigi.Event.FAILURE, self.task, ex)
        if not isinstance(ex, AlfrdError):
            # Luigi would log, and give to the visualiser, whatever the exception says.
            return log_unforeseen(logger, self.task.task_family, ex)
        logger.error("%s: %s", self.task.task_family, ex.line)
        return ex.line


class ThreadedWorker(luigi.worker.Worker):
    """Luigi's worker with threads in place of processes; an error of ours is one line, not a traceback."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._task_result_queue.close()
        self._task_result_queue: Any = ResultQueue()
        self._pool = ThreadPoolExecutor(max(1, self.worker_processes), thread_name_prefix="task")

    def add(self, task: luigi.Task, multiprocess: bool = False, processes: int = 0) -> bool:
        """Schedule a task; the one a person named says so when there is nothing to do, or why it cannot be done."""
        if self._first_task is None and hasattr(task, "announce"):
            task.announce()
        return bool(super().add(task, multiprocess, processes))

    def run(self) -> bool:
        """Run until nothing is left; SIGINT or SIGTERM ends it with the exit code that shells give to that."""
        with interruptible(self._take_no_more_work) as interruption:
            is_well = bool(super().run())
        if interruption.exit_code is not None:
            raise SystemExit(interruption.exit_code)
        return is_well

    def _take_no_more_work(self) -> None:
        self._stop_requesting_work = True

    def _create_task_process(self, task: luigi.Task) -> ThreadTaskProcess:
        process = ThreadTaskProcess(
            task,
            self._id,
            self._task_result_queue,
            luigi.worker.TaskStatusReporter(self._scheduler, task.task_id, self._id, None),
            use_multiprocessing=True,
            check_unfulfilled_deps=self._config.check_unfulfilled_deps,
            check_complete_on_run=self._config.check_complete_on_run,
        )
        process.pool = self._pool
        return process

    def _log_complete_error(self, task: luigi.Task, tb: str) -> None:
        logger.error("%s cannot be checked: %s", task.task_family, redacted(tb.strip().splitlines()[-1]))


class Factory(luigi.interface._WorkerSchedulerFactory):
    """Makes the worker, and a scheduler: luigid's where one is named, else one of this process."""

    def create_local_scheduler(self) -> luigi.scheduler.Scheduler:
        """A scheduler that forgets nothing while it runs (pruning on every call is quadratic) and refuses no rerun."""
        _or_stop(check_resources)
        return luigi.scheduler.Scheduler(
            prune_on_get_work=False, record_task_history=False, stable_done_cooldown_secs=0
        )

    def create_remote_scheduler(self, url: str) -> luigi.scheduler.Scheduler | luigi.rpc.RemoteScheduler:
        """The luigid that the configuration names; without one Luigi would look for it on this host's port 8082."""
        if not _scheduler_is_named():
            return self.create_local_scheduler()
        _or_stop(lambda: check_scheduler(url))
        return super().create_remote_scheduler(url)

    def create_worker(self, scheduler: Any, worker_processes: int, assistant: bool = False) -> ThreadedWorker:
        """A worker on an archive that has been opened; a wrong setting or a missing database ends the process here."""
        try:
            check_workers(worker_processes)
            check_engines()
            open_archive()
        except AlfrdError as error:
            stop(error)
        return ThreadedWorker(scheduler=scheduler, worker_processes=worker_processes, assistant=assistant)


def install() -> None:
    """Make the `luigi` command use the threaded worker."""
    vars(luigi.interface)["_WorkerSchedulerFactory"] = Factory


def stop(error: AlfrdError) -> NoReturn:
    """End the process with the error's one line and exit code."""
    click.echo(f"error: {error.line}", err=True)
    raise SystemExit(int(error.exit_code)) from error


def _or_stop(check: Callable[[], None]) -> None:
    try:
        check()
    except AlfrdError as error:
        stop(error)


def check_scheduler(url: str) -> None:
    """Raise SettingsError when no luigid listens there: Luigi would try for a minute, and then show a traceback."""
    place = urlsplit(url)
    try:
        socket.create_connection((place.hostname or "localhost", place.port or 80), _CONNECT_SECONDS).close()
    except OSError as error:
        raise SettingsError(
            f"no luigid answers at {without_login(url)} ({error.strerror or error})",
            "Start scripts/luigid, or take scheduler_host out of luigi.cfg",
        ) from error


def check_resources() -> None:
    """Raise SettingsError for a resource that is missing or misspelt: Luigi would take it for a limit of 1."""
    limits = _resource_limits()
    configured = set(limits)
    known = ", ".join(sorted(RESOURCES))
    for name in sorted(configured - RESOURCES):
        if not name.startswith(_PER_TYPE):
            raise SettingsError(f"[resources] has {name!r}, which no task uses", f"The resources are: {known}")
    if missing := RESOURCES - configured:
        raise SettingsError(
            f"[resources] does not name {', '.join(sorted(missing))}",
            "Set them in luigi.cfg, and LUIGI_CONFIG_PATH to where that is",
        )
    for name, limit in limits.items():
        if limit < 1:
            raise SettingsError(f"[resources] has {name} = {limit}: nothing could ever run", "Set it to 1 or more")


def _resource_limits() -> dict[str, int]:
    try:
        limits: dict[str, int] = luigi.configuration.get_config().getintdict("resources")
    except ValueError as error:
        raise SettingsError(f"[resources] of luigi.cfg: {error}", "Each resource is a whole number") from error
    return limits


def check_workers(count: int) -> None:
    """Raise SettingsError where no task could ever run."""
    if count < 1:
        raise SettingsError(f"[core] has workers = {count}: nothing could ever run", "Set it to 10")


def check_engines() -> None:
    """Raise SettingsError for an engine or page store that is not there, before any document is touched."""
    for setting, value, known in (
        ("ocr_engine", settings().ocr_engine, ocr_engines.names()),
        ("language_engine", settings().language_engine, language_engines.names()),
    ):
        if value not in known:
            raise SettingsError(f"{setting} = {value!r} is not an engine", f"The engines are: {', '.join(known)}")
    page_store()


def _scheduler_is_named() -> bool:
    parser = CmdlineParser.get_instance()
    flags = vars(parser.known_args) if parser is not None else {}
    if any(flags.get(f"core_{name}") for name in ("scheduler_host", "scheduler_url", "scheduler_port")):
        return True
    config = luigi.configuration.get_config()
    return any(config.get("core", name, "") for name in ("scheduler_host", "scheduler_url", "default-scheduler-host"))
