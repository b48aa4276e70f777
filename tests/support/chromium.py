"""Finds Chromium, which the tests in tests/browser drive. As a program, prints its path; exits with 1 without one."""

from __future__ import annotations

import shutil
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def path() -> str | None:
    """The path of the first Chromium on the PATH; None if there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


if __name__ == "__main__":
    found = path()
    sys.stdout.write(f"{found}\n" if found else "")
    sys.exit(not found)
