"""Trigger points: the program reaches each, the crash matrix covers each, and an armed one has its effect."""

from __future__ import annotations

import errno
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cells import FAULTS, FULL, SERVICE, Cell, cells

from alfrd_luigi import triggers
from alfrd_luigi.errors import DatabaseAwayError
from alfrd_luigi.prompts.proposals import PROPOSE_PROMPT
from alfrd_luigi.prompts.trials import TRY_PROMPT
from alfrd_luigi.stages.graph import GRAPH
from alfrd_luigi.triggers import Point, reached

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    triggers.arm("")


def _reached_in_the_source() -> set[str]:
    files = [path for package in ("alfrd_luigi", "tasks") for path in (ROOT / package).rglob("*.py")]
    return {name for path in files for name in re.findall(r"reached\(Point\.(\w+)", path.read_text("utf-8"))}


def _of(point: Point) -> list[Cell]:
    return [cell for cell in cells() if cell.point == point]


def test_every_point_is_reached_somewhere() -> None:
    assert _reached_in_the_source() == {point.name for point in Point}


@pytest.mark.parametrize("point", Point)
def test_every_point_has_its_cells(point: Point) -> None:
    assert {"kill -9", "SIGTERM"} <= {cell.fault for cell in _of(point)}


def test_every_stage_meets_every_fault() -> None:
    stages = {cell.stage for cell in cells()} - {""}
    of_documents = {"ocr", *(name for name, stage in GRAPH.items() if stage.prompt), "summarize_file"}
    assert stages == of_documents | {PROPOSE_PROMPT, TRY_PROMPT}
    for stage in stages:
        assert {cell.fault for cell in cells() if cell.stage == stage} == set(FAULTS), stage


def test_a_disk_is_full_only_where_something_is_written() -> None:
    full = {cell.point for cell in cells() if cell.fault == FULL}
    assert {point for point in Point if point.name.endswith("_WRITTEN")} <= full
    assert not any(cell.point in full for cell in cells() if cell.fault == SERVICE)


def test_nothing_happens_where_nothing_is_armed() -> None:
    for point in Point:
        reached(point)


def test_an_armed_point_goes_off_once_at_its_passage() -> None:
    triggers.arm("call_answered/classify@2=enospc")
    reached(Point.CALL_ANSWERED, "classify")
    reached(Point.CALL_ANSWERED, "file")
    reached(Point.ANSWER_SAVED, "classify")
    with pytest.raises(OSError, match="No space left") as caught:
        reached(Point.CALL_ANSWERED, "classify")
    assert caught.value.errno == errno.ENOSPC
    reached(Point.CALL_ANSWERED, "classify")


def test_without_a_stage_any_stage_will_do() -> None:
    triggers.arm("result_written=disk-full")
    with pytest.raises(DatabaseAwayError):
        reached(Point.RESULT_WRITTEN, "ocr")


def test_a_hold_lasts_until_its_file_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "hold"
    triggers.arm(f"stage_begun=hold:{file}")
    held = threading.Thread(target=reached, args=(Point.STAGE_BEGUN, "ocr"))
    held.start()
    while not file.exists():
        time.sleep(0.01)
    assert held.is_alive()
    file.unlink()
    held.join(10)
    assert not held.is_alive()


@pytest.mark.parametrize(
    "text", ["nonsense", "no_such_point=kill", "call_answered=explode", "call_answered=hold", "run_started=kill:/x"]
)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        triggers.arm(text)
