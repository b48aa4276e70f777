"""A run whose process was killed can start again under its id, as another worker does with luigid."""

from __future__ import annotations

from support.desk import Desk, wait_for

RUN = ("--run-id", "20240101T000000-same")


def test_it_takes_up_what_its_dead_process_had_claimed(desk: Desk) -> None:
    for number in range(3):
        desk.receipt(number)
    process = desk.start("ProcessAllPending", *RUN, ALFRD_TEST_SECONDS="0.3")
    wait_for(lambda: "classified" in desk.statuses())
    process.kill()
    process.communicate()
    assert desk.run("ProcessAllPending", *RUN) == 0, desk.said
    assert desk.statuses() == ["filed"] * 3
