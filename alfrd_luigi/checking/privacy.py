"""The invariant that no other user of this machine can read the archive."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shlex import quote

from alfrd_luigi.checking.problems import Problem
from alfrd_luigi.names import printable

_READ_OR_WRITE = stat.S_IROTH | stat.S_IWOTH


def exposed(data_dir: Path, inbox: Path) -> Iterator[Problem]:
    """Files and folders that others can read or write. A folder that they cannot enter protects its content.

    Others may list `data_dir` itself: its names are not secret, and the embedded server may need to pass through.
    """
    places = [] if inbox.is_relative_to(data_dir) else [inbox]
    for place in [*_inside(data_dir), *places]:
        for path in _exposed(place):
            name = printable(path)
            said = "other users of this machine can read or change it"
            yield Problem("privacy", "path", name, said, f"Run: chmod -R o= {quote(name)}", "doubtful")


def _exposed(path: Path) -> Iterator[Path]:
    with suppress(OSError):  # just removed
        found = path.lstat()
        holds = stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_size)  # lock files are empty
        if holds and found.st_mode & _READ_OR_WRITE:
            yield path
            return
    for child in _inside(path):
        yield from _exposed(child)


def _inside(path: Path) -> list[Path]:
    """What others could reach through this folder."""
    with suppress(OSError):  # removed, or not readable for this user
        mode = path.lstat().st_mode
        return sorted(path.iterdir()) if stat.S_ISDIR(mode) and mode & stat.S_IXOTH else []
    return []
