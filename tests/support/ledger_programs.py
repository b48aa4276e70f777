"""Programs that check ledgers, in processes of their own.

Run as a program, it prints the path of hledger, and exits with 1 if there is none.

The application does not import them: their licence is the GPL.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def hledger() -> str | None:
    """The path of hledger; None without one."""
    return shutil.which("hledger")


def bean_check(ledger: Path) -> str:
    """What bean-check says of a ledger; empty if it is right."""
    return _said([str(Path(sys.executable).with_name("bean-check")), "--no-cache", str(ledger)])


def hledger_check(journal: Path) -> str:
    """What `hledger check --strict` says of a journal; empty if it is right."""
    path = hledger()
    assert path, "tests/hledger needs hledger on the PATH: install Debian's package hledger"
    return _said([path, "--file", str(journal), "check", "--strict"])


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, timeout=100, check=False)
    said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
    return said or ("" if done.returncode == 0 else f"exit code {done.returncode}")


if __name__ == "__main__":
    found = hledger()
    sys.stdout.write(f"{found}\n" if found else "")
    sys.exit(not found)
