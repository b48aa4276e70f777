"""With the local engines, no library sends data from the machine or writes outside the archive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from support.archives import Archive
from support.programs import offline

TOOLS = Path(sys.executable).parent
RECEIPT = ["CORNER BAKERY LLC", "Date: 14 March 2024", "Rye bread      9.00", "Total         $12.50"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home."""
    (made := tmp_path / "home").mkdir()
    return made


def run_offline(home: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command in the home, which is also where it may put temporary files."""
    # Compiled modules are the interpreter's own to write.
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    for name in [name for name in environment if name.startswith("XDG_")]:
        del environment[name]
    return subprocess.run(
        [sys.executable, offline.__file__, *command],
        cwd=home,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=100,
    )


def scan(path: Path) -> None:
    """A picture of a receipt."""
    image = Image.new("L", (620, 320), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(30)
    for number, line in enumerate(RECEIPT):
        draw.text((40, 40 + 60 * number), line, "black", font)
    image.save(path)


def test_a_scan_is_filed_without_the_network_and_without_a_trace_in_the_home(archive: Archive, home: Path) -> None:
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True)
    scan(archive.inbox / "receipt.png")
    run = run_offline(home, TOOLS / "luigi", "--module", "alfrd_luigi", "ProcessAllPending")
    assert run.returncode == 0, run.stdout
    assert list(home.rglob("*")) == []
    listed = run_offline(home, TOOLS / "alfrd", "list", "--json")
    assert '"status": "filed"' in listed.stdout
    assert list(home.rglob("*")) == []


def test_a_new_archive_is_made_without_the_network(home: Path, archive: Archive) -> None:
    made = run_offline(home, TOOLS / "alfrd", "init")
    assert made.returncode == 0, made.stdout
    assert list(home.rglob("*")) == []


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.getaddrinfo('name.invalid', 80)",
        "socket.create_connection(('127.0.0.1', 9))",
        "subprocess.run(['getent', 'hosts', 'name.invalid'], check=True).check_returncode()",
    ],
)
def test_a_look_up_or_a_connection_would_be_seen(home: Path, attempt: str) -> None:
    program = f"import socket, subprocess; {attempt}"
    tried = run_offline(home, sys.executable, "-c", program)
    assert tried.returncode != 0
    assert tried.returncode == -signal.SIGSYS or "SIGSYS" in tried.stdout
