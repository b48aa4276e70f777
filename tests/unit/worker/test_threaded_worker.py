"""The threaded worker runs the same tasks, reports the same states and has the same exit codes as Luigi's worker."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import luigi
import luigi.interface
import luigi.scheduler
import luigi.worker
import pytest
from luigi.execution_summary import LuigiRunResult

from alfrd_luigi.errors import DatabaseAwayError
from alfrd_luigi.worker import Factory, ThreadedWorker


class Step(luigi.Task):
    """A task of a small graph that leaves a file behind, fails, or yields."""

    folder: Any = luigi.Parameter()
    name: Any = luigi.Parameter()
    behaviour: Any = luigi.Parameter(default="work")
    needs: Any = luigi.ListParameter(default=())

    def output(self) -> luigi.LocalTarget:
        return luigi.LocalTarget(str(Path(self.folder) / self.name))

    def requires(self) -> list[luigi.Task]:
        return [self._step(name, behaviour) for name, behaviour in self.needs]

    def run(self) -> Generator[list[luigi.Task], None, None]:
        if self.behaviour == "yield":
            yield [self._step(f"{self.name}-{number}", "work") for number in range(3)]
        if self.behaviour == "yield-failure":
            yield [self._step(f"{self.name}-broken", "fail")]
        if self.behaviour == "fail":
            raise ValueError("on purpose")
        Path(self.folder, self.name).write_text("done", encoding="utf-8")

    def _step(self, name: str, behaviour: str) -> Step:
        return Step(folder=self.folder, name=name, behaviour=behaviour)


class StockFactory(luigi.interface._WorkerSchedulerFactory):
    def create_worker(self, scheduler: Any, worker_processes: int, assistant: bool = False) -> luigi.worker.Worker:
        return luigi.worker.Worker(scheduler=scheduler, worker_processes=worker_processes, assistant=assistant)


class ThreadFactory(StockFactory):
    def create_worker(self, scheduler: Any, worker_processes: int, assistant: bool = False) -> ThreadedWorker:
        return ThreadedWorker(scheduler=scheduler, worker_processes=worker_processes, assistant=assistant)

    create_local_scheduler = Factory.create_local_scheduler


GRAPHS: dict[str, Callable[[str], Step]] = {
    "a chain": lambda folder: Step(folder=folder, name="top", needs=[["left", "work"], ["right", "work"]]),
    "a failing dependency": lambda folder: Step(
        folder=folder, name="top", needs=[["left", "work"], ["broken", "fail"]]
    ),
    "a failing task": lambda folder: Step(folder=folder, name="top", behaviour="fail"),
    "dynamic dependencies": lambda folder: Step(folder=folder, name="top", behaviour="yield"),
    "a failing dynamic dependency": lambda folder: Step(folder=folder, name="top", behaviour="yield-failure"),
}


def _run(factory: type[StockFactory], task: luigi.Task, workers: int) -> LuigiRunResult:
    result: LuigiRunResult = luigi.build(
        [task],
        worker_scheduler_factory=factory(),
        detailed_summary=True,
        local_scheduler=True,
        workers=workers,
        log_level="CRITICAL",
    )
    return result


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("workers", [1, 4])
@pytest.mark.parametrize("graph", GRAPHS)
def test_it_does_what_luigis_own_worker_does(tmp_path: Path, graph: str, workers: int) -> None:
    outcomes = []
    for factory in (StockFactory, ThreadFactory):
        folder = tmp_path / factory.__name__
        folder.mkdir()
        result = _run(factory, GRAPHS[graph](str(folder)), workers)
        states = {task.name: state for task, state, _ in result.worker._add_task_history}
        made = sorted(path.name for path in folder.iterdir())
        outcomes.append((made, states, result.status, result.worker.run_succeeded))
    assert outcomes[0] == outcomes[1]


class Meeting(luigi.Task):
    """Ends only when as many of its kind run at once as were invited."""

    number: Any = luigi.IntParameter()
    barrier = threading.Barrier(4)
    seen: set[int] = set()
    done: set[int] = set()

    def complete(self) -> bool:
        return self.number in self.done

    def run(self) -> None:
        self.barrier.wait(timeout=20)
        self.seen.add(threading.get_ident())
        self.done.add(self.number)


def test_tasks_run_at_the_same_time_in_threads_of_this_process() -> None:
    class All(luigi.WrapperTask):
        def requires(self) -> list[luigi.Task]:
            return [Meeting(number=number) for number in range(4)]

    assert _run(ThreadFactory, All(), 4).worker.run_succeeded
    assert len(Meeting.seen) == 4


class Member(luigi.Task):
    """The only task of its group."""

    number: Any = luigi.IntParameter()
    ends_group = True
    done: set[int] = set()

    @property
    def group(self) -> str:
        return f"group {self.number}"

    def complete(self) -> bool:
        return self.number in self.done

    def run(self) -> None:
        self.done.add(self.number)


class Windows(luigi.Task):
    """Yields groups, a few at a time."""

    def complete(self) -> bool:
        return len(Member.done) == 40

    def run(self) -> Generator[list[luigi.Task], None, None]:
        while len(Member.done) < 40:
            yield [Member(number=len(Member.done) + number) for number in range(4)]


def test_a_long_run_forgets_the_groups_that_have_ended() -> None:
    result = _run(ThreadFactory, Windows(), 4)
    assert result.worker.run_succeeded
    assert len(Member.done) == 40
    (root,) = result.worker._scheduler._state.get_active_tasks()
    assert root.family == "Windows"
    assert len(result.worker._scheduled_tasks) == 1
    assert len(result.worker._add_task_history) < 20


class Slot(luigi.Task):
    """Counts how many of its kind run at once."""

    number: Any = luigi.IntParameter()
    resources = {"slots-of-the-test": 1}
    running: list[int] = []
    peaks: list[int] = []
    done: set[int] = set()

    def complete(self) -> bool:
        return self.number in self.done

    def run(self) -> None:
        self.running.append(self.number)
        self.peaks.append(len(self.running))
        time.sleep(0.02)
        self.running.remove(self.number)
        self.done.add(self.number)


def test_a_resource_without_a_limit_is_a_lock() -> None:
    class All(luigi.WrapperTask):
        def requires(self) -> list[luigi.Task]:
            return [Slot(number=number) for number in range(6)]

    assert _run(ThreadFactory, All(), 4).worker.run_succeeded
    assert max(Slot.peaks) == 1


def test_what_an_unforeseen_error_says_is_neither_logged_nor_given_to_the_visualiser(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    result = _run(ThreadFactory, Step(folder=str(tmp_path), name="top", behaviour="fail"), 1)
    (task,) = result.worker._scheduler._state.get_active_tasks()
    assert "raise ValueError" in result.worker._scheduler.fetch_error(task.id)["error"]
    assert "ValueError: on purpose" not in result.worker._scheduler.fetch_error(task.id)["error"] + caplog.text


class Away(luigi.Task):
    """A task that meets a database which is away."""

    number: Any = luigi.IntParameter()

    def complete(self) -> bool:
        return False

    def run(self) -> None:
        raise DatabaseAwayError("the database was lost: it went down", "Check the server")


def test_a_database_that_is_away_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    worker = ThreadFactory().create_worker(Factory().create_local_scheduler(), 3)
    with caplog.at_level("ERROR", "luigi-interface"), worker:
        for number in range(5):
            worker.add(Away(number=number))
        worker.run()
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "Away: the database was lost: it went down. Check the server"
    ]
