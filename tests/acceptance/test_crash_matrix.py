"""One boundary of the crash matrix, with each of its faults. The whole matrix takes a quarter of an hour."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MATRIX = Path(__file__).parents[2] / "benchmarks" / "crash_matrix.py"


@pytest.mark.timeout(200)
def test_an_answer_that_is_being_saved(tmp_path: Path) -> None:
    command = [sys.executable, str(MATRIX), "--only", "classify answer_accepted", "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 of 6 cells are as they have to be" in done.stdout
