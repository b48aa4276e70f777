"""The scheduler of a process compared with Luigi's: on random graphs it schedules the same tasks, or better ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import luigi.scheduler
from hypothesis import given
from hypothesis import strategies as st
from luigi.task_status import DONE, PENDING, RUNNING

from alfrd_luigi.worker.scheduler import LocalScheduler

_WORKER = "worker"
_LIMITS = {"slots": 2, "others": 1}


@dataclass(frozen=True)
class Node:
    """A task: what it waits for, by number, how urgent it is, and what it needs."""

    deps: frozenset[int]
    priority: int
    resources: tuple[str, ...]


@st.composite
def graphs(draw: st.DrawFn) -> list[Node]:
    """Up to eight tasks, each waiting for some of those before it."""
    count = draw(st.integers(1, 8))
    return [
        Node(
            frozenset(draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else ()),
            draw(st.sampled_from([0, 10, 20])),
            tuple(draw(st.sets(st.sampled_from(["slots", "others"]), max_size=2))),
        )
        for number in range(count)
    ]


def _filled(scheduler: luigi.scheduler.Scheduler, graph: list[Node], states: dict[int, str]) -> None:
    scheduler.update_resources(**_LIMITS)
    for number, node in enumerate(graph):
        resources = dict.fromkeys(node.resources, 1)
        scheduler.add_task(
            task_id=str(number), worker=_WORKER, status=states[number], deps=[str(dep) for dep in node.deps],
            priority=node.priority, resources=resources, family="Node", params={},
        )  # fmt: skip
        task: Any = scheduler._state.get_task(str(number))
        if states[number] == RUNNING:
            task.resources_running = dict(resources)


def _choice(scheduler: luigi.scheduler.Scheduler, running: list[str]) -> str | None:
    id: str | None = scheduler.get_work(worker=_WORKER, host="host", current_tasks=running)["task_id"]
    return id


@given(graph=graphs(), data=st.data())
def test_it_hands_out_what_luigi_would_or_what_luigi_keeps_waiting(graph: list[Node], data: st.DataObject) -> None:
    states = dict.fromkeys(range(len(graph)), PENDING)
    mine = LocalScheduler()
    _filled(mine, graph, states)
    while set(states.values()) != {DONE}:
        running = [str(number) for number, state in states.items() if state == RUNNING]
        stock = luigi.scheduler.Scheduler(prune_on_get_work=False, stable_done_cooldown_secs=0)
        _filled(stock, graph, states)
        theirs, chosen = _choice(stock, running), _choice(mine, running)
        if theirs is not None:
            assert chosen is not None
            rank = {id: (graph[int(id)].priority, -int(id)) for id in (theirs, chosen)}
            assert rank[chosen] >= rank[theirs]
        if chosen is not None:
            node = graph[int(chosen)]
            assert states[int(chosen)] == PENDING
            assert all(states[dep] == DONE for dep in node.deps)
            states[int(chosen)] = RUNNING
            for name in node.resources:
                in_use = sum(name in graph[number].resources for number, state in states.items() if state == RUNNING)
                assert in_use <= _LIMITS[name]
        else:
            assert running, "nothing runs, and nothing is handed out"
            ended = data.draw(st.sampled_from(running))
            mine.add_task(task_id=ended, worker=_WORKER, status=DONE)
            states[int(ended)] = DONE


def test_a_service_is_given_more_tasks_than_it_has_slots() -> None:
    scheduler = LocalScheduler({"bedrock": 5, "textract": 3, "file_generation": 2})
    assert scheduler._resources == {"bedrock": 8, "textract": 6, "file_generation": 5}


def test_what_is_forgotten_is_no_longer_waited_for() -> None:
    scheduler = LocalScheduler()
    graph = [Node(frozenset(), 0, ()), Node(frozenset({0}), 0, ())]
    _filled(scheduler, graph, {0: DONE, 1: PENDING})
    scheduler.forget({"0", "never known"})
    assert not scheduler._state.has_task("0")
    assert _choice(scheduler, []) == "1"
