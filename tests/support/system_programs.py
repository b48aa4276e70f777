"""Programs of the system that check files of the system: units of systemd, rules of logrotate.

Run as a program, it prints their paths, and exits with 1 if one is missing.
"""

from __future__ import annotations

import os
import shutil
import sys

_PATH = f"{os.defpath}:/usr/sbin:/sbin"


def path(program: str) -> str | None:
    """The path of a program that may be an administrator's; None without one."""
    return shutil.which(program, path=_PATH)


if __name__ == "__main__":
    found = [path(program) for program in ("systemd-analyze", "logrotate")]
    sys.stdout.write("".join(f"{each}\n" for each in found if each))
    sys.exit(None in found)
