"""What lies in the inbox, as it was at one moment."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from alfrd_luigi.intake.manifest import META_NAME

REJECTED = "rejected"
UNFINISHED = (".part", ".tmp", ".crdownload")  # browsers and copy programs name a file so until it is whole
ITSELF = "."
# A folder holds the pages of one document; what has more than this in it was not made for the inbox.
MOST_INSIDE = 5_000
DEEPEST = 20


@dataclass(frozen=True)
class Entry:
    """A file or folder of the inbox; `found` has the status of it (".") and of all below it, by relative path.

    Of a folder that `overflows`, only what was looked at until then.
    """

    path: Path
    found: Mapping[str, os.stat_result]
    overflows: bool = False

    @property
    def name(self) -> str:
        """Its name in the inbox."""
        return self.path.name

    @property
    def identity(self) -> str:
        """What tells it from any other entry, also from itself once it was moved away and put back."""
        status = self.found[ITSELF]
        return f"{status.st_dev} {status.st_ino} {status.st_ctime_ns}"

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder; a link to one is not."""
        return stat.S_ISDIR(self.found[ITSELF].st_mode)

    @property
    def has_manifest(self) -> bool:
        """Whether `meta.json` has arrived."""
        return META_NAME in self.found

    @property
    def files(self) -> dict[str, tuple[int, int, int]]:
        """Inode, size and modification time (ns) of everything that is not a folder: equal means unchanged."""
        return {
            name: (status.st_ino, status.st_size, status.st_mtime_ns)
            for name, status in self.found.items()
            if not stat.S_ISDIR(status.st_mode)
        }

    def unlisted(self, listed: set[str]) -> list[str]:
        """Files that are neither `meta.json`, nor in `listed`, nor hidden."""
        names = sorted(self.files.keys() - listed - {META_NAME})
        return [name for name in names if not any(part.startswith(".") for part in PurePosixPath(name).parts)]

    def age(self, now: float) -> float:
        """Seconds since anything in it changed; a modification time in the future is not believed."""
        return now - max(
            status.st_mtime if status.st_mtime <= now else min(status.st_ctime, now) for status in self.found.values()
        )


def visible(inbox: Path) -> list[Path]:
    """The entries to look at, by name: nothing hidden, nothing unfinished, not what was rejected."""
    return sorted(
        path
        for path in inbox.iterdir()
        if path.name != REJECTED and not path.name.startswith(".") and not path.name.lower().endswith(UNFINISHED)
    )


def observe(path: Path) -> Entry:
    """Look at an entry without opening a file or following a link; raises OSError."""
    found = {ITSELF: path.lstat()}
    if stat.S_ISDIR(found[ITSELF].st_mode):
        for child in _below(path, 0):
            if len(found) > MOST_INSIDE or child is None:
                return Entry(path, found, overflows=True)
            found[child.relative_to(path).as_posix()] = child.lstat()
    return Entry(path, found)


def _below(folder: Path, depth: int) -> Iterator[Path | None]:
    """All that a folder holds, however deep; None where that is too deep."""
    if depth > DEEPEST:
        yield None
        return
    with os.scandir(folder) as children:
        for child in children:
            yield Path(child.path)
            if child.is_dir(follow_symlinks=False):
                yield from _below(Path(child.path), depth + 1)
