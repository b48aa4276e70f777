"""A mistake in a command or in luigi.cfg: one line that says what it is, and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LUIGI = Path(sys.executable).parent / "luigi"
CONFIG = Path(__file__).parents[3] / "luigi.cfg"


def luigi(*arguments: str, module: str = "alfrd_luigi", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [LUIGI, "--module", module, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["OcrDocument"], "OcrDocument: requires the 'doc_id' parameter"),
        (["GenerateFileSummary"], "GenerateFileSummary: requires the 'file_id' parameter"),
        (["ProcessAllPending", "--limit", "ten"], "'ten'"),
        (["ProcessAllPending", "--workers", "ten"], "'ten'"),
    ],
)
@pytest.mark.usefixtures("archive")
def test_a_parameter_that_is_missing_or_wrong(arguments: list[str], said: str) -> None:
    done = luigi(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert "--help" in done.stderr


@pytest.mark.usefixtures("archive")
def test_a_key_of_the_configuration_that_is_wrong(tmp_path: Path) -> None:
    config = tmp_path / "luigi.cfg"
    config.write_text(CONFIG.read_text(encoding="utf-8").replace("workers = 16", "workers = ten"), encoding="utf-8")
    done = luigi("ProcessAllPending", LUIGI_CONFIG_PATH=str(config))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "'workers'" in done.stderr
    assert "'ten'" in done.stderr


@pytest.mark.usefixtures("archive")
def test_a_task_that_is_not_there() -> None:
    done = luigi("OcrDocumnt")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert done.stderr.startswith("error: No task OcrDocumnt. Did you mean: OcrDocument")


FAULTY = """
import luigi, alfrd_luigi

class Number(luigi.IntParameter):
    def parse(self, said):
        return int("a fault, not a mistake")

class Faulty(luigi.Task):
    number = Number()
"""


@pytest.mark.usefixtures("archive")
def test_a_fault_of_the_program_shows_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "faulty.py").write_text(FAULTY, encoding="utf-8")
    done = luigi("Faulty", "--number", "1", module="faulty", PYTHONPATH=str(tmp_path))
    assert done.returncode == 40
    assert "Traceback" in done.stderr
    assert "in parse" in done.stderr
