"""What the display of a run tells: how far it is, how long it takes, and what each thread is at."""

from __future__ import annotations

import threading
from decimal import Decimal
from uuid import UUID

import pytest

from alfrd_luigi import current_work
from alfrd_luigi.cli.live_display import bar
from alfrd_luigi.cli.run_display import State, duration
from alfrd_luigi.current_work import Work
from alfrd_luigi.stages.graph import GRAPH

ONE = UUID(int=1)


def _state(done: int, documents: int, *, seconds: float = 60, usd: str = "0", failed: int = 0) -> State:
    stages = {"ocr": (documents, documents), "file": (done, documents)}
    return State(stages, (1, 3), Decimal(usd), failed, 0, seconds, {ONE: "052-gas.jpg\x1b[31m"})


def test_the_rate_and_the_time_left_come_from_what_is_done() -> None:
    told = list(_state(10, 30, usd="0.5", failed=1).parts())
    assert told == ["10 of 30 documents", "10 a minute", "2 min left", "1 failed", "0.5000 USD"]


def test_each_stage_of_the_main_path_is_a_step() -> None:
    main = [name for name, stage in GRAPH.items() if stage.leaves is not None]
    stages: dict[str, tuple[int, int]] = {name: (number, 9) for number, name in enumerate(GRAPH)}
    told = State(stages, (0, 0), Decimal(), 0, 0, 1, {}).steps()
    assert [int(step.split()[0]) for step in told.split(", ")] == [stages[name][0] for name in main]


@pytest.mark.parametrize("state", [_state(0, 30), _state(1, 30), _state(30, 30)])
def test_what_nobody_knows_or_is_over_is_not_told(state: State) -> None:
    assert list(state.parts()) == [f"{state.done} of 30 documents"]


@pytest.mark.parametrize(
    ("done", "documents", "left"),
    [(0, 30, None), (1, 30, None), (2, 30, 840.0), (15, 30, 60.0), (30, 30, 0.0)],
)
def test_the_time_left_is_known_after_two_documents(done: int, documents: int, left: float | None) -> None:
    assert _state(done, documents).left == left


def test_a_run_that_came_to_no_stage_has_no_documents() -> None:
    state = State({}, (0, 0), Decimal(0), 0, 0, 1.0, {})
    assert (list(state.parts()), state.left) == (["0 of 0 documents"], None)
    assert state.steps() == "0 read, 0 classified, 0 summarised, 0 filed"


@pytest.mark.parametrize(
    ("summaries", "told"),
    [((0, 0), ""), ((0, 2), ", 0 of 2 summaries of files"), ((2, 0), ", 2 of 2 summaries of files")],
)
def test_summaries_are_told_if_there_are_some(summaries: tuple[int, int], told: str) -> None:
    steps = _state(2, 2)._replace(summaries=summaries).steps()
    assert steps == f"2 read, 0 classified, 0 summarised, 2 filed{told}"


def test_what_failed_or_was_deferred_is_told() -> None:
    state = _state(30, 30)
    assert list(state._replace(failed=2, deferred=3).parts()) == ["30 of 30 documents", "2 failed", "3 deferred"]


def test_summaries_of_files_are_told_when_the_documents_are_done() -> None:
    assert _state(1, 2).steps() == "2 read, 0 classified, 0 summarised, 1 filed"
    assert _state(2, 2).steps() == "2 read, 0 classified, 0 summarised, 2 filed, 1 of 4 summaries of files"


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (Work("ocr", ONE, page=1, pages=1), "reading 052-gas.jpg\ufffd[31m, page 1 of 1"),
        (Work("summarize", ONE), "summarising 052-gas.jpg\ufffd[31m"),
        (Work("ocr", ONE, 2, 3, "every slot of textract is taken"),
         "waiting: 052-gas.jpg\ufffd[31m, page 2 of 3 (every slot of textract is taken)"),
        (Work(waits_for="the type receipt is busy"), "waiting: the type receipt is busy"),
        (Work("classify", UUID(int=2)), "classifying 00000000"),
        (Work("extract_series", ONE), "reading for its series 052-gas.jpg\ufffd[31m"),
        (Work("measure", ONE), "measure 052-gas.jpg\ufffd[31m"),  # a stage without a verb
        (Work("ocr", ONE, page=3, pages=0), "reading 052-gas.jpg\ufffd[31m, page 3 of 3"),
        (Work("ocr", ONE, page=0, pages=3), "reading 052-gas.jpg\ufffd[31m"),
        (Work(waits_for="a\nb"), "waiting: a b"),
    ],
)  # fmt: skip
def test_what_a_thread_is_at_is_told_safely(work: Work, told: str) -> None:
    assert _state(0, 1).told(work) == told


@pytest.mark.parametrize(("is_ascii", "told"), [(True, "##------"), (False, "\u2501\u2501" + "\u2500" * 6)])
def test_the_bar_tells_what_is_done_without_colours(is_ascii: bool, told: str) -> None:
    assert bar(1, 4, 8, is_ascii=is_ascii).plain == told
    assert bar(0, 0, 8, is_ascii=is_ascii).plain == told[-1] * 8


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0 s"),
        (8.4, "8 s"),
        (89.9, "90 s"),
        (90, "2 min"),
        (240, "4 min"),
        (5369, "89 min"),
        (5370, "1 h 30 min"),
        (7200, "2 h 0 min"),
        (7500, "2 h 5 min"),
        (90_000, "25 h 0 min"),
    ],
)
def test_times_are_those_of_people(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_a_thread_tells_what_it_is_at_until_it_has_done_it() -> None:
    with current_work.working("ocr", ONE):
        current_work.expect_pages(3)
        current_work.at_page(2)
        current_work.wait_for("a slot")
        other = threading.Thread(target=current_work.at_page, args=(1,))  # it has no work, and changes none
        other.start()
        other.join()
        (work,) = current_work.now()
        assert (work.stage, work.subject, work.page, work.pages, work.waits_for) == ("ocr", ONE, 2, 3, "a slot")
    assert current_work.now() == []
