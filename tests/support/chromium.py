"""Finds Chromium, which the tests in tests/browser drive. As a program, prints its path; exits with 1 without one."""

from __future__ import annotations

import shutil
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Debian's package of this name. It draws the same pages for two thirds of the CPU, and has no viewer of PDF files.
_HEADLESS = "chromium-headless-shell"


def path() -> str | None:
    """The path of the first Chromium on the PATH; None if there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def headless_path() -> str | None:
    """The path of the Chromium that is made to run without windows, otherwise that of the whole one."""
    return shutil.which(_HEADLESS) or path()


if __name__ == "__main__":
    found = path()
    sys.stdout.write(f"{found}\n" if found else "")
    sys.exit(not found)
