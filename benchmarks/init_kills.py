"""Kills the first `alfrd init` at random moments, and checks that the next one completes the archive.

    python benchmarks/init_kills.py [--repeat 100] [--seconds 3] [--seed 1]

Half of the kills hit only the process, the others also all its children, as a power cut would. Afterwards, `alfrd init`
and `alfrd check` must exit with 0, and nothing of the interrupted creation may remain.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
import psutil

_ALFRD = str(Path(sys.executable).parent / "alfrd")
_EXPECTED = {"documents", "inbox", "locks", "postgres", "postgres.lock"}


@click.command(help=__doc__)
@click.option("--repeat", default=100, show_default=True)
@click.option("--seconds", default=3.0, show_default=True, help="The latest moment of a kill.")
@click.option("--seed", type=int, default=1, show_default=True)
def main(repeat: int, seconds: float, seed: int) -> None:
    """Measure."""
    moments = random.Random(seed)
    unhealed = 0
    for number in range(repeat):
        moment = moments.uniform(0, seconds)
        with _data_dir() as data_dir:
            found = _cut(data_dir, moment, with_children=bool(number % 2))
            trouble = _trouble(data_dir)
        unhealed += bool(trouble)
        click.echo(f"{moment:5.2f} s: {found:<30} {trouble or 'healed'}")
    click.echo(f"seed {seed}: {repeat - unhealed} of {repeat} healed")
    sys.exit(bool(unhealed))


@contextmanager
def _data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        Path(scratch).chmod(0o755)  # the embedded server of root is another user's
        yield Path(scratch) / "data"
        for process in _started_in(Path(scratch)):
            process.kill()


def _cut(data_dir: Path, moment: float, *, with_children: bool) -> str:
    """Kill an `alfrd init` at this moment. Returns what it had created."""
    with _alfrd(data_dir, "init") as process:
        time.sleep(moment)
        process.kill()
        for child in _started_in(data_dir) if with_children else []:
            with suppress(psutil.NoSuchProcess):
                child.kill()
    made = sorted(path.name.partition("-")[0] for path in data_dir.glob("*"))
    return ", ".join(made) or "nothing"


def _trouble(data_dir: Path) -> str:
    for command in ("init", "check"):
        with _alfrd(data_dir, command) as process:
            said, _ = process.communicate(timeout=120)
        if process.returncode:
            return f"alfrd {command} exits with {process.returncode}: {said.strip()[-300:]}"
    left = {path.name for path in data_dir.iterdir()} - _EXPECTED
    return f"left behind: {', '.join(sorted(left))}" if left else ""


def _alfrd(data_dir: Path, command: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "ALFRD_DATA_DIR": str(data_dir), "ALFRD_DATABASE_URL": ""}
    return subprocess.Popen(
        [_ALFRD, command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _started_in(folder: Path) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(folder) in argument for argument in process.info["cmdline"] or [])
    ]


if __name__ == "__main__":
    main()
