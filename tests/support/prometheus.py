"""Finds promtool, which tests/promtool runs. As a program, prints its path; exits with 1 without one."""

from __future__ import annotations

import shutil
import sys


def promtool() -> str | None:
    """The path of promtool; None without one."""
    return shutil.which("promtool")


if __name__ == "__main__":
    found = promtool()
    sys.stdout.write(f"{found}\n" if found else "")
    sys.exit(not found)
