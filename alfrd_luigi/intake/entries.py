"""What lies in the inbox, as it was at one moment."""

from __future__ import annotations

import math
import os
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.litter import TRANSFER_SUFFIXES, is_hidden, is_hidden_transfer, is_litter, is_transfer
from alfrd_luigi.intake.manifest import META_NAME
from alfrd_luigi.names import printable

REJECTED = "rejected"
ITSELF = "."
# A folder holds the pages of one document; what has more than this in it was not made for the inbox.
MOST_INSIDE = 5_000
DEEPEST = 20


@dataclass(frozen=True)
class Entry:
    """A file or folder of the inbox; `found` has the status of it (".") and of all below it, by relative path.

    Nothing of what a machine left there for its own use. Of a folder that `overflows`, only what was looked at until
    then.
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
        return [name for name in names if not any(map(is_hidden, PurePosixPath(name).parts))]

    def on_disk(self, listed: Sequence[PurePosixPath]) -> tuple[PurePosixPath, ...]:
        """The listed files as they are spelt here: as listed, else with accents that are composed in another way.

        Raises InvalidInputError where that may be more than one file; what is not here stays as it is listed.
        """
        if all(str(path) in self.found for path in listed):
            return tuple(listed)
        alike: dict[str, list[str]] = defaultdict(list)
        for name in self.found:
            alike[unicodedata.normalize("NFC", name)].append(name)
        return tuple(path if str(path) in self.found else _only(path, alike) for path in listed)

    def unfinished(self, listed: set[str]) -> list[str]:
        """What has not finished arriving: files that a transfer has named, or listed ones which it has hidden."""
        names = [PurePosixPath(name).name for name in self.files.keys() - listed]
        if missing := sorted(listed - self.found.keys()):
            return missing if any(map(is_hidden_transfer, names)) or any(map(is_transfer, names)) else []
        return [name for name in self.unlisted(listed) if is_transfer(name)]

    def age(self, now: float) -> float:
        """Seconds since anything in it changed; a modification time in the future is not believed."""
        return now - max(
            status.st_mtime if status.st_mtime <= now else min(status.st_ctime, now) for status in self.found.values()
        )


def visible(inbox: Path) -> list[Path]:
    """The entries to look at, by name: nothing hidden, no litter of machines, no transfer, not what was rejected."""
    return sorted(
        path
        for path in inbox.iterdir()
        if path.name != REJECTED
        and not is_hidden(path.name)
        and not is_litter(path.name)
        and not is_transfer(path.name)
    )


def holds_entries(inbox: Path) -> bool:
    """Whether the inbox holds anything to look at; one that is missing, or cannot be read, holds nothing."""
    try:
        return bool(visible(inbox))
    except OSError:
        return False


def transfer_age(path: Path, now: float) -> float:
    """Seconds since a transfer to this path last wrote: some reserve the name of a file beside the one they write."""
    beside = (path.with_name(path.name + suffix) for suffix in TRANSFER_SUFFIXES)
    ages = [math.inf]
    for transfer in beside:
        with suppress(OSError):
            ages.append(Entry(transfer, {ITSELF: transfer.lstat()}).age(now))
    return min(ages)


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
    """All that a folder holds but litter, however deep; None where that is too deep."""
    if depth > DEEPEST:
        yield None
        return
    with os.scandir(folder) as children:
        for child in children:
            if is_litter(child.name):
                continue
            yield Path(child.path)
            if child.is_dir(follow_symlinks=False):
                yield from _below(Path(child.path), depth + 1)


def _only(path: PurePosixPath, alike: Mapping[str, list[str]]) -> PurePosixPath:
    names = alike.get(unicodedata.normalize("NFC", str(path)), [str(path)])
    if len(names) > 1:
        problem = f"{META_NAME} names {printable(path)}, and {len(names)} files are spelt like it"
        raise InvalidInputError(problem, "Give each file a name of its own")
    return PurePosixPath(names[0])
