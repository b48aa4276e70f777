"""The claim that no other user of this machine can read what the archive keeps."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from alfrd_luigi.checking.problems import Problem
from alfrd_luigi.names import printable

_READ_OR_WRITE = stat.S_IROTH | stat.S_IWOTH


def exposed(data_dir: Path, inbox: Path) -> Iterator[Problem]:
    """What others can read or write. A folder that they cannot enter protects all that is in it.

    `data_dir` itself may be listed: what is in it is no secret, and the embedded server may need to pass through.
    """
    places = [] if inbox.is_relative_to(data_dir) else [inbox]
    for place in [*_inside(data_dir), *places]:
        for path in _exposed(place):
            name = printable(path)
            said = "other users of this machine can read or change it"
            yield Problem("privacy", "path", name, said, f"Run: chmod -R o= {name}", "doubtful")


def _exposed(path: Path) -> Iterator[Path]:
    with suppress(OSError):  # gone a moment ago
        found = path.lstat()
        holds = stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_size)  # a lock has no content
        if holds and found.st_mode & _READ_OR_WRITE:
            yield path
            return
    for child in _inside(path):
        yield from _exposed(child)


def _inside(path: Path) -> list[Path]:
    """What others could come to through this folder."""
    with suppress(OSError):  # gone, or not ours to look into
        mode = path.lstat().st_mode
        return sorted(path.iterdir()) if stat.S_ISDIR(mode) and mode & stat.S_IXOTH else []
    return []
