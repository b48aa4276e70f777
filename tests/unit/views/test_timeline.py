"""What is derived of a run from the times of its calls and stages."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from uuid import UUID, uuid4

import pytest

from alfrd_luigi.services.back_off import LONGEST_PAUSE
from alfrd_luigi.stages.graph import GRAPH
from alfrd_luigi.views import timeline
from alfrd_luigi.views.timeline import Attempt, Call, Hold, Use, Work

REQUIRED: dict[str, tuple[str, ...]] = {name: stage.requires for name, stage in GRAPH.items()}
(BEFORE,) = REQUIRED["classify"]
SLOTS = {"textract": 1, "bedrock": 2, "file_generation": 1}
ONE, OTHER = uuid4(), uuid4()


def call(number: int, start: float, end: float, outcome: str = "answered", subject: UUID = ONE) -> Call:
    return Call("classify", subject, None, Attempt("a question", number, outcome, start, end, 0.01))


def held(start: float, end: float) -> Hold:
    return Hold("file", uuid4(), None, start, end, "answered")


def work(stage: str, start: float, end: float, subject: UUID = ONE, called: float | None = None) -> Work:
    return Work(stage, subject, "receipt", start, end, start if called is None else called)


def waits(*own: Work, others: tuple[Work, ...] = (), uses: tuple[Use, ...] = ()) -> list[tuple[str, str, float, float]]:
    found = timeline.waits(own, others, uses, SLOTS)
    return [(wait.stage, wait.kind, round(wait.start, 6), round(wait.end, 6)) for wait in found]


def test_the_attempts_of_a_question_hold_one_slot_with_the_back_off_between_them() -> None:
    (hold,) = timeline.holds([call(1, 0, 1, "throttled"), call(2, 1.5, 2, "server_error"), call(3, 4, 5)])
    assert (hold.start, hold.end, hold.outcome, list(hold.pauses)) == (0, 5, "answered", [(1, 1.5), (2, 4)])
    assert hold.usd == pytest.approx(0.03)


def test_a_pause_longer_than_a_back_off_was_spent_without_a_slot() -> None:
    assert len(timeline.holds([call(1, 0, 1, "throttled"), call(2, 60, 61)])) == 2


def test_a_question_that_is_asked_again_holds_a_slot_again() -> None:
    assert len(timeline.holds([call(1, 0, 1), call(1, 1.1, 2), call(1, 1.2, 2, subject=OTHER)])) == 3


@pytest.mark.parametrize("seed", range(5))
def test_rows_have_no_overlaps_and_are_no_more_than_the_slots(seed: int) -> None:
    chance = Random(seed)
    for _ in range(20):
        slots = chance.randint(1, 6)
        free_at, holds = [0.0] * slots, []
        for _ in range(chance.randint(0, 60)):  # what that many slots can do, each until a moment after it is free
            slot = min(range(slots), key=free_at.__getitem__)
            start = free_at[slot] + chance.choice([0, chance.random()])
            free_at[slot] = start + chance.random() + 0.5
            holds.append(held(start, free_at[slot] + chance.choice([0, chance.random() * 0.05])))
        rows = timeline.allot(holds, slots)
        assert len(rows) <= slots
        assert sorted(hold.start for row in rows for hold in row) == sorted(hold.start for hold in holds)
        for row in rows:
            assert all(before.end <= after.start for before, after in pairwise(row))
        assert sum(hold.end - hold.start for row in rows for hold in row) >= sum(h.end - h.start - 0.05 for h in holds)


def test_more_was_held_at_once_than_there_are_slots_now() -> None:
    assert len(timeline.allot([held(0, 9), held(1, 9), held(2, 9)], 2)) == 3


def test_a_stage_waited_from_the_end_of_the_one_before() -> None:
    own = work(BEFORE, 0, 2), work("classify", 3, 4)
    assert waits(*own) == [("classify", "other", 2, 3)]


def test_a_stage_waited_for_both_of_two() -> None:
    scorings = work("score_classification", 2, 5), work("score_summary", 2, 3)
    assert waits(*scorings, work("file", 6, 7)) == [("file", "other", 5, 6)]


def test_what_another_run_did_before_is_no_wait() -> None:
    assert waits(work("file", 6, 7)) == []


def test_a_summary_waited_for_its_type_also_in_another_run() -> None:
    classified, summarized = work("classify", 0, 1), work("summarize", 6, 7)
    before, elsewhere = work("summarize", 0.5, 3, OTHER), work("summarize", 4, 6, OTHER)
    assert waits(classified, summarized, before, others=(elsewhere,)) == [
        ("summarize", "type", 1, 3),
        ("summarize", "other", 3, 4),
        ("summarize", "type", 4, 6),
    ]


def test_a_summary_of_another_type_is_not_waited_for() -> None:
    other = work("summarize", 0, 9, OTHER)._replace(document_type="tax")
    assert waits(work("classify", 0, 1), work("summarize", 2, 3), other) == [("summarize", "other", 1, 2)]


def test_a_stage_waited_for_a_slot_while_all_were_taken_before_and_after_its_begin() -> None:
    uses = Use("bedrock", 0, 4), Use("bedrock", 1.5, 2.5), Use("bedrock", 2.52, 5), Use("textract", 0, 9)
    own = work(BEFORE, 0, 1), work("classify", 2, 6, called=4.2)
    assert waits(*own, uses=uses) == [
        ("classify", "other", 1, 1.5),
        ("classify", "slot", 1.5, 2),
        ("classify", "slot", 2, 4),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_waits_of_a_stage_do_not_overlap_and_are_within_its_time(seed: int) -> None:
    chance = Random(seed)
    for _ in range(10):
        own, uses = [], []
        for subject in (uuid4() for _ in range(8)):
            at = chance.random() * 5
            for stage in ("ocr", "classify", "score_classification", "summarize", "score_summary", "file"):
                start = at + chance.random()
                called = start + chance.random() / 2
                at = called + chance.random()
                own.append(work(stage, start, at, subject, called))
                uses.append(Use(timeline.resource_of(stage), called, at))
        found = timeline.waits(own, (), uses, SLOTS)
        for each in own:
            of_stage = [wait for wait in found if (wait.stage, wait.subject) == (each.stage, each.subject)]
            assert all(wait.start < wait.end <= each.called for wait in of_stage)
            assert all(a.end <= b.start + 1e-9 for a, b in pairwise(of_stage))
            ready = [o.end for o in own if o.subject == each.subject and o.stage in REQUIRED[each.stage]]
            before = sum(min(wait.end, each.start) - wait.start for wait in of_stage if wait.start < each.start)
            assert before == pytest.approx(each.start - max(ready) if ready and max(ready) < each.start else 0)


@pytest.mark.parametrize(("pause", "count"), [(LONGEST_PAUSE + 1, 1), (LONGEST_PAUSE + 1.1, 2)])
def test_a_pause_may_seem_a_second_longer_than_a_back_off(pause: float, count: int) -> None:
    assert len(timeline.holds([call(1, 5, 6, "throttled"), call(2, 6 + pause, 99)])) == count


def test_holds_are_in_the_order_of_time() -> None:
    found = timeline.holds([call(1, 4, 5), call(1, 0, 3, subject=OTHER), call(1, 0, 1, subject=uuid4())])
    assert [(hold.start, hold.end) for hold in found] == [(0, 1), (0, 3), (4, 5)]


def test_attempts_that_follow_at_once_or_of_unknown_cost_add_nothing() -> None:
    unknown = call(2, 1, 2)._replace(attempt=Attempt("a question", 2, "answered", 1, 2, None))
    (hold,) = timeline.holds([call(1, 0, 1, "throttled"), unknown])
    assert (list(hold.pauses), hold.usd) == ([], 0.01)


@pytest.mark.parametrize(
    ("spans", "rows"),
    [
        ([(0, 2), (2, 4)], [[(0, 2), (2, 4)]]),  # at once
        ([(2, 4), (0, 2)], [[(0, 2), (2, 4)]]),
        ([(0, 2), (1.75, 4)], [[(0, 1.75), (1.75, 4)]]),  # seems to begin a moment before the end
        ([(0, 2), (1.74, 4)], [[(0, 2)], [(1.74, 4)]]),
        ([(0, 0.1), (0, 4)], [[(0, 0.1)], [(0, 4)]]),  # none is cut to nothing
    ],
)
def test_a_hold_that_seems_to_overlap_by_a_moment_is_cut(
    spans: list[tuple[float, float]], rows: list[list[tuple[float, float]]]
) -> None:
    found = timeline.allot([held(*span) for span in spans], 1)
    assert [[(hold.start, hold.end) for hold in row] for row in found] == rows


def test_a_free_row_is_taken_before_a_hold_is_cut() -> None:
    rows = timeline.allot([held(0, 2), held(0, 1), held(1.9, 3)], 2)
    assert [[(hold.start, hold.end) for hold in row] for row in rows] == [[(0, 1), (1.9, 3)], [(0, 2)]]


def test_a_hold_that_is_cut_has_no_attempt_beyond_its_end() -> None:
    (hold,) = timeline.holds([call(1, 0, 1, "throttled"), call(2, 1.5, 1.8, "throttled"), call(3, 1.9, 2)])
    ((cut, _),) = timeline.allot([hold, held(1.9, 3)], 1)
    assert [(attempt.start, attempt.end) for attempt in cut.attempts] == [(0, 1), (1.5, 1.8)]
    ((cut, _),) = timeline.allot([hold, held(1.79, 3)], 1)
    assert [(attempt.start, attempt.end) for attempt in cut.attempts] == [(0, 1), (1.5, 1.79)]


@pytest.mark.parametrize(
    ("spans", "full"),
    [
        ([(1, 2), (2.09, 3)], [(1, 3)]),  # handed on
        ([(1, 2), (2.2, 3)], [(1, 2), (2.2, 3)]),
        ([(0, 3), (1, 2)], [(0, 3)]),  # more than there are slots now
    ],
)
def test_a_slot_that_is_taken_again_at_once_was_not_free(
    spans: list[tuple[float, float]], full: list[tuple[float, float]]
) -> None:
    uses = tuple(Use("textract", *span) for span in spans)
    assert waits(work("ocr", 0, 9, called=9), uses=uses) == [("ocr", "slot", *each) for each in full]


def test_a_summary_alone_waits_for_its_type() -> None:
    other = work("summarize", 0, 9, OTHER)
    assert waits(work("ocr", 0, 1), work("classify", 2, 3), other) == [("classify", "other", 1, 2)]


def test_summaries_of_a_type_that_overlap_are_one_wait() -> None:
    others = work("summarize", 1, 5, OTHER), work("summarize", 2, 3, OTHER)
    own = work("classify", 0, 1), work("summarize", 6, 7)
    assert waits(*own, others=others) == [("summarize", "type", 1, 5), ("summarize", "other", 5, 6)]
