"""Creates the worker and its scheduler, in place of Luigi's own factory."""

from __future__ import annotations

import logging
from typing import Any

import luigi
import luigi.configuration
import luigi.interface
import luigi.rpc
import luigi.scheduler
from luigi.cmdline_parser import CmdlineParser

from alfrd_luigi import logs, shadowing
from alfrd_luigi.archive import open_archive
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.worker import command_errors, command_line, configuration
from alfrd_luigi.worker.checks import check_engines, check_resources, check_scheduler, check_workers, workers_within
from alfrd_luigi.worker.luigid import Luigid
from alfrd_luigi.worker.process_exit import stop, stop_unless
from alfrd_luigi.worker.scheduler import LocalScheduler
from alfrd_luigi.worker.threads import ThreadedWorker


class Factory(luigi.interface._WorkerSchedulerFactory):
    """Creates the worker, and a scheduler: luigid's if one is configured, otherwise one in this process."""

    def create_local_scheduler(self) -> luigi.scheduler.Scheduler:
        """A scheduler in this process, which never refuses a rerun."""
        stop_unless(check_resources)
        return LocalScheduler()

    def create_remote_scheduler(self, url: str) -> luigi.scheduler.Scheduler | luigi.rpc.RemoteScheduler:
        """The configured luigid. Without one, Luigi would try port 8082 of this host."""
        if not _scheduler_is_named():
            return self.create_local_scheduler()
        stop_unless(lambda: check_scheduler(url))
        return Luigid(url)

    def create_worker(self, scheduler: Any, worker_processes: int, assistant: bool = False) -> ThreadedWorker:
        """A worker on an opened archive. A wrong setting or a missing database ends the process here."""
        logs.install(logging.getLevelNamesMapping().get(luigi.interface.core().log_level, logging.WARNING))
        try:
            check_workers(worker_processes)
            check_engines()
            workers = workers_within(open_archive().connections_left, worker_processes)
        except AlfrdError as error:
            stop(error)
        return ThreadedWorker(scheduler=scheduler, worker_processes=workers, assistant=assistant)


def install() -> None:
    """Make the `luigi` command use the threaded worker and our luigi.cfg, before the tasks are imported.

    A wrong luigi.cfg, and another package instead of ours, ends the process here.
    """
    stop_unless(shadowing.check)
    stop_unless(configuration.adopt)
    vars(luigi.interface)["_WorkerSchedulerFactory"] = Factory
    command_errors.install()
    command_line.install()


def _scheduler_is_named() -> bool:
    parser = CmdlineParser.get_instance()
    flags = vars(parser.known_args) if parser is not None else {}
    if any(flags.get(f"core_{name}") for name in ("scheduler_host", "scheduler_url", "scheduler_port")):
        return True
    config = luigi.configuration.get_config()
    return any(config.get("core", name, "") for name in ("scheduler_host", "scheduler_url", "default-scheduler-host"))
