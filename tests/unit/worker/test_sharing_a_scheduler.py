"""Two workers of one scheduler: each waits for slots that the other holds, but not for failed tasks."""

from __future__ import annotations

import queue
import threading
import time
from typing import Any

import luigi
import luigi.scheduler
import pytest

from alfrd_luigi.worker import ThreadedWorker


class Turn(luigi.Task):
    """Takes the one slot there is, for a while."""

    name: Any = luigi.Parameter()
    fails: Any = luigi.BoolParameter()
    resources = {"the_only_one": 1}
    begun: dict[str, float] = {}
    ended: dict[str, float] = {}

    def complete(self) -> bool:
        return self.name in self.ended

    def run(self) -> None:
        self.begun[self.name] = time.monotonic()
        time.sleep(0.3)
        if self.fails:
            raise ValueError("on purpose")
        self.ended[self.name] = time.monotonic()


@pytest.fixture
def scheduler() -> luigi.scheduler.Scheduler:
    Turn.begun.clear()
    Turn.ended.clear()
    return luigi.scheduler.Scheduler(resources={"the_only_one": 1}, retry_delay=900)


def _worker(scheduler: luigi.scheduler.Scheduler, name: str, *tasks: luigi.Task) -> ThreadedWorker:
    worker = ThreadedWorker(scheduler=scheduler, worker_id=name, worker_processes=2, wait_interval=0.05)
    for task in tasks:
        worker.add(task)
    return worker


def test_a_worker_stays_while_another_has_the_slot(scheduler: luigi.scheduler.Scheduler) -> None:
    first, second = _worker(scheduler, "first", Turn(name="a")), _worker(scheduler, "second", Turn(name="b"))
    thread = threading.Thread(target=first.run)
    thread.start()
    while "a" not in Turn.begun:
        time.sleep(0.01)
    assert second.run()
    thread.join()
    assert Turn.ended.keys() == {"a", "b"}
    assert Turn.begun["b"] >= Turn.ended["a"]


def test_a_worker_does_not_stay_for_what_failed(scheduler: luigi.scheduler.Scheduler) -> None:
    worker = _worker(scheduler, "first", Turn(name="a", fails=True))
    started = time.monotonic()
    assert not worker.run()
    assert time.monotonic() - started < 5


def test_what_has_come_is_dealt_with_before_the_scheduler_is_asked_again(scheduler: luigi.scheduler.Scheduler) -> None:
    worker = _worker(scheduler, "only", Turn(name="a"))
    worker._task_result_queue.wake()
    assert worker._get_work().task_id is None
    with pytest.raises(queue.Empty):
        worker._task_result_queue.get()
    assert worker._get_work().task_id == Turn(name="a").task_id
