"""The pipeline's own tasks by Luigi's own worker, which forks, and Luigi's own scheduler.

    python benchmarks/peers/with_stock_luigi.py

What would break in a forked child is seen to: connections are its own, the clients of AWS are made before it is forked,
and the run's lock is held by the parent.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import luigi

from alfrd_luigi.archive import open_archive
from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.services import aws
from alfrd_luigi.worker import Factory
from tasks import ProcessAllPending

_WORKERS = 10  # the sum of the slots
_kept: list[object] = []


def _leave_the_parents_connections() -> None:
    _kept.append(database())  # closing them would end the parent's sessions
    database.cache_clear()


def stock() -> Any:
    """Luigi's own factory of workers and schedulers, which the application's extends."""
    return Factory.__mro__[1]()


def main() -> int:
    """Process all that is pending."""
    open_archive()
    task = ProcessAllPending(run_id=runs.new_id())
    runs.hold(database(), str(task.run_id))
    for service in ("textract", "bedrock-runtime"):
        aws.client(service)
    os.register_at_fork(after_in_child=_leave_the_parents_connections)
    is_well = luigi.build(
        [task], worker_scheduler_factory=stock(), local_scheduler=True, workers=_WORKERS, no_lock=True
    )
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
