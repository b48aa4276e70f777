"""A prepared Python runs a program as a Python of its own does: what a program can learn of its process is the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from support import prepared_python
from support.prepared_python import Program

_FACTS = """
import json, os, random, signal, sys, threading, time, warnings
print(json.dumps({
    "argv": sys.argv,
    "path": sys.path[0],
    "folder": os.getcwd(),
    "environment": dict(os.environ),
    "zone": time.tzname,
    "input": sys.stdin.read(),
    "buffers": [sys.stdout.line_buffering, sys.stdout.isatty(), sys.stdout.encoding, sys.stderr.line_buffering],
    "descriptors": sorted(os.readlink(f"/proc/self/fd/{each}") for each in os.listdir("/proc/self/fd")
                          if each not in "012" and os.path.exists(f"/proc/self/fd/{each}")),
    "group": [os.getpgrp(), os.getsid(0)],
    "mask": os.umask(0o22),
    "signals": [str(signal.getsignal(each)) for each in sorted(signal.valid_signals())],
    "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    "threads": threading.active_count(),
    "warnings": [[each[0], each[2].__name__] for each in warnings.filters],
    "ours": sorted(name for name in sys.modules if name == "alfrd_luigi" or name.startswith("luigi")),
}))
print(random.random(), file=sys.stderr)
"""


def _prepared(program: Program, **options: Any) -> tuple[int, str, str]:
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        code = prepared_python.run(program, stdout, stderr, **options)
        stdout.seek(0)
        stderr.seek(0)
        return code, stdout.read().decode(), stderr.read().decode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, in which programs are written."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("is_module", [False, True])
def test_a_program_finds_what_it_would_find(
    folder: Path, monkeypatch: pytest.MonkeyPatch, is_module: bool, strict: bool
) -> None:
    _prepared(Program(("platform",), is_module=True))  # it is started before the environment is changed
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    monkeypatch.setenv("ODD", "a\nb \udcff")
    (folder / "facts.py").write_text(_FACTS, "utf-8")
    program = Program(("facts" if is_module else str(folder / "facts.py"), "one", ""), is_module, strict)
    own = subprocess.run(
        program.command_line(), env=dict(os.environ), capture_output=True, stdin=subprocess.DEVNULL, check=True
    )
    code, said, number = _prepared(program)
    assert (code, json.loads(said)) == (0, json.loads(own.stdout))
    assert number not in (own.stderr.decode(), _prepared(program)[2])


@pytest.mark.parametrize(
    ("text", "code"),
    [("import sys; sys.exit(30)", 30), ("import os; os.kill(os.getpid(), 9)", -9), ("raise KeyError('odd')", 1)],
)
def test_the_end_of_a_program_is_told(folder: Path, text: str, code: int) -> None:
    (folder / "ends.py").write_text(f"import atexit\natexit.register(print, 'the end')\n{text}\n", "utf-8")
    found, said, trouble = _prepared(Program((str(folder / "ends.py"),)))
    assert (found, said) == (code, "" if code == -9 else "the end\n")
    assert ("KeyError: 'odd'" in trouble) == (code == 1)


def test_a_program_that_takes_too_long_is_killed_and_the_next_one_runs(folder: Path) -> None:
    (folder / "waits.py").write_text(
        "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)", "utf-8"
    )
    with pytest.raises(subprocess.TimeoutExpired):
        _prepared(Program((str(folder / "waits.py"),)), seconds=1)
    assert not Path("/proc", (folder / "pid").read_text("utf-8")).exists()
    assert _prepared(Program(("platform",), is_module=True))[0] == 0


def test_an_environment_for_the_start_of_python_has_a_python_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "says.py").write_text("import sys; print(sys.flags.optimize)", "utf-8")
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    assert _prepared(Program((str(folder / "says.py"),)))[1] == "2\n"


def test_a_library_that_a_test_imports_leaves_programs_as_they_are(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "says.py").write_text("import os; print(os.getppid(), 'LD_LIBRARY_PATH' in os.environ)", "utf-8")
    before = _prepared(Program((str(folder / "says.py"),)))
    monkeypatch.setenv("LD_LIBRARY_PATH", "/of/cv2")
    assert _prepared(Program((str(folder / "says.py"),))) == before


@pytest.mark.parametrize("strict", [False, True])
def test_what_is_left_open_at_the_end_is_told_where_warnings_are_errors(folder: Path, strict: bool) -> None:
    (folder / "leaves.py").write_text("left = open(__file__)", "utf-8")
    program = Program((str(folder / "leaves.py"),), strict=strict)
    own = subprocess.run(program.command_line(), capture_output=True, text=True, check=False)
    code, said, trouble = _prepared(program)
    assert (code, said, trouble.splitlines()[-1:]) == (own.returncode, own.stdout, own.stderr.splitlines()[-1:])
    assert ("ResourceWarning" in trouble) == strict


def test_output_that_cannot_be_written_is_told(folder: Path) -> None:
    (folder / "says.py").write_text("print('something')", "utf-8")
    program = Program((str(folder / "says.py"),))
    with Path("/dev/full").open("wb") as full:
        own = subprocess.run(program.command_line(), stdout=full, stderr=subprocess.PIPE, check=False)
        with tempfile.TemporaryFile() as trouble:
            code = prepared_python.run(program, full, trouble)
            trouble.seek(0)
            assert (code, trouble.read().splitlines()[-1:]) == (own.returncode, own.stderr.splitlines()[-1:])
    assert code in (1, 120)  # with PYTHONUNBUFFERED, and without


def test_programs_run_beside_each_other_and_are_signalled(folder: Path) -> None:
    (folder / "waits.py").write_text("import time; print('here', flush=True); time.sleep(60)", "utf-8")
    with tempfile.TemporaryFile() as said:
        waiting = [prepared_python.start(Program((str(folder / "waits.py"),)), said, said) for _ in range(2)]
        assert _prepared(Program(("platform",), is_module=True))[0] == 0
        assert [each.poll() for each in waiting] == [None, None]
        for process, number in zip(waiting, (signal.SIGTERM, signal.SIGKILL), strict=True):
            process.send_signal(number)
            assert process.wait(10) == process.poll() == process.returncode == -number
            process.send_signal(number)  # it has ended
