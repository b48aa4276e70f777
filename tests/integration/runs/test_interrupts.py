"""A run that is asked to stop finishes its calls and exits with its own code. The next run continues."""

from __future__ import annotations

import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from support.archives import Archive
from support.desk import Desk, wait_for


def _begun(desk: Desk, calls: Path, seconds: str) -> Any:
    for number in range(8):
        desk.receipt(number)
    process = desk.start("ProcessAllPending", ALFRD_TEST_CALLS=str(calls), ALFRD_TEST_SECONDS=seconds)
    wait_for(lambda: "classified" in desk.statuses())
    return process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_under_way_comes_to_its_end(desk: Desk, tmp_path: Path, number: signal.Signals) -> None:
    calls = tmp_path / "calls"
    process = _begun(desk, calls, "0.4")
    process.send_signal(number)
    said = process.communicate(timeout=30)[0]
    assert process.returncode == 128 + number, said
    assert "Traceback" not in said
    assert "stopping" in said
    # Every call that had begun has its result in the database: the next run repeats none.
    made = len(calls.read_text("utf-8").splitlines())
    assert made > 0
    assert desk.run() == 0, desk.said
    assert Counter(desk.statuses()) == {"filed": 8}
    assert all(row["attempts"] == 1 for row in _stages(desk))


def test_a_second_signal_stops_at_once(desk: Desk, tmp_path: Path) -> None:
    process = _begun(desk, tmp_path / "calls", "3")
    process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=30)[0]
    assert time.monotonic() - started < 2
    assert process.returncode == 128 + signal.SIGTERM, said
    assert desk.run() == 0, desk.said
    assert Counter(desk.statuses()) == {"filed": 8}


def test_the_grace_time_comes_to_an_end(desk: Desk, archive: Archive, tmp_path: Path) -> None:
    archive.configure(grace_seconds=0.5)
    process = _begun(desk, tmp_path / "calls", "6")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=5)
    assert process.returncode == 128 + signal.SIGTERM


def _stages(desk: Desk) -> list[Any]:
    return [stage for row in desk.rows() for stage in row["stages"]]
