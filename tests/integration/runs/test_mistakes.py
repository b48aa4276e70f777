"""A mistake in a command or in luigi.cfg gives one line that explains it, and no traceback."""

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


def command(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command of this application, whichever one is installed under the name, without a named file."""
    environment = {name: value for name, value in os.environ.items() if name != "LUIGI_CONFIG_PATH"}
    line = [sys.executable, "-m", "alfrd_luigi.command", *arguments]
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("content", "module", "said"),
    [
        ("database_url hunter2\n", "alfrd_luigi", "no [section] stands above line 1"),
        ("[alfrd]\ndatabase_url hunter2\n", "json", "line 2 is not of the form"),
        ("\ufeff[core]\nworkers = 3\n", "alfrd_luigi", "byte order mark"),
    ],
)
def test_a_broken_configuration_is_one_line_and_not_shown(tmp_path: Path, content: str, module: str, said: str) -> None:
    (tmp_path / "luigi.cfg").write_text(content, encoding="utf-8")
    done = command("--module", module, "ProcessAllPending", folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (6, "", 1), done.stderr
    assert f"{tmp_path / 'luigi.cfg'} cannot be read: " in done.stderr
    assert said in done.stderr
    assert "hunter2" not in done.stderr


@pytest.mark.parametrize("module", ["alfrd_luigii", "alfrd_luigi.task"])
def test_a_module_that_is_not_there(tmp_path: Path, module: str) -> None:
    done = command("--module", module, "ProcessAllPending", folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert f"there is no module {module!r}" in done.stderr


def test_a_module_that_is_there_keeps_its_own_errors(tmp_path: Path) -> None:
    (tmp_path / "incomplete.py").write_text("import alfrd_luigi, nothing_of_that_name")
    done = command("--module", "incomplete", "ProcessAllPending", folder=tmp_path)
    assert done.returncode == 1
    assert "incomplete.py" in done.stderr


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
