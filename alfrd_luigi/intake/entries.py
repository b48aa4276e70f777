"""The entries of the inbox, as they were at one moment."""

from __future__ import annotations

import math
import os
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from alfrd_luigi.document_files.port import EXTENSIONS
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.litter import TRANSFER_SUFFIXES, is_hidden, is_hidden_transfer, is_litter, is_transfer
from alfrd_luigi.intake.manifest import META_NAME
from alfrd_luigi.names import printable

REJECTED = "rejected"
ITSELF = "."
# A folder contains the pages of one document. A folder with more files than this was not made for the inbox.
MOST_INSIDE = 5_000
DEEPEST = 20
# A mail may hold several documents, and so may what has another extension or none: a ZIP archive, a mail of a maildir.
_OF_ONE_DOCUMENT = frozenset(EXTENSIONS.values()) - {EXTENSIONS["message/rfc822"]}


@dataclass(frozen=True)
class Entry:
    """A file or folder of the inbox. `found` has the status of it (".") and of everything in it, by relative path.

    System files are omitted. For a folder that `overflows`, `found` has only the files up to the limit. `extension` is
    what its name lacks to say its format.
    """

    path: Path
    found: Mapping[str, os.stat_result]
    overflows: bool = False
    extension: str = ""

    @property
    def name(self) -> str:
        """Its name in the inbox."""
        return self.path.name

    @property
    def identity(self) -> str:
        """Identifies the entry. A copy of it, or the same entry moved away and back, has another identity."""
        status = self.found[ITSELF]
        return f"{status.st_dev} {status.st_ino} {status.st_ctime_ns}"

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder. A link to a folder is not."""
        return stat.S_ISDIR(self.found[ITSELF].st_mode)

    @property
    def has_manifest(self) -> bool:
        """Whether `meta.json` has arrived."""
        return META_NAME in self.found

    @property
    def files(self) -> dict[str, tuple[int, int, int]]:
        """Inode, size and modification time (ns) of everything that is not a folder. Equal means unchanged."""
        return {
            name: (status.st_ino, status.st_size, status.st_mtime_ns)
            for name, status in self.found.items()
            if not stat.S_ISDIR(status.st_mode)
        }

    def unlisted(self, listed: set[str]) -> list[str]:
        """Files that are not `meta.json`, not in `listed`, and not hidden."""
        names = sorted(self.files.keys() - listed - {META_NAME})
        return [name for name in names if not any(map(is_hidden, PurePosixPath(name).parts))]

    def on_disk(self, listed: Sequence[PurePosixPath]) -> tuple[PurePosixPath, ...]:
        """The listed files with their spelling on disk: the same, or another Unicode normalization of it.

        Raises InvalidInputError if several files match. A missing file keeps its listed name.
        """
        if all(str(path) in self.found for path in listed):
            return tuple(listed)
        alike: dict[str, list[str]] = defaultdict(list)
        for name in self.found:
            alike[unicodedata.normalize("NFC", name)].append(name)
        return tuple(path if str(path) in self.found else _only(path, alike) for path in listed)

    def unfinished(self, listed: set[str]) -> list[str]:
        """Files in transfer: those with the name of a transfer, or listed ones that a hidden transfer may bring."""
        names = [PurePosixPath(name).name for name in self.files.keys() - listed]
        if missing := sorted(listed - self.found.keys()):
            return missing if any(map(is_hidden_transfer, names)) or any(map(is_transfer, names)) else []
        return [name for name in self.unlisted(listed) if is_transfer(name)]

    def age(self, now: float) -> float:
        """Seconds since anything in it changed. A modification time in the future is ignored."""
        return now - max(
            status.st_mtime if status.st_mtime <= now else min(status.st_ctime, now) for status in self.found.values()
        )


def visible(inbox: Path) -> list[Path]:
    """The entries to process, by name: no hidden, system or transfer files, and not `rejected/`."""
    return sorted(
        path
        for path in inbox.iterdir()
        if path.name != REJECTED
        and not is_hidden(path.name)
        and not is_litter(path.name)
        and not is_transfer(path.name)
    )


def count_visible(folders: Iterable[Path]) -> int:
    """The number of entries to process in those of these folders that exist."""
    return sum(len(visible(folder)) for folder in folders if folder.is_dir())


def expected_documents(inbox: Path, most: int) -> int:
    """The number of documents that the entries of the inbox become, or `most` if it is larger or unknown.

    No file is opened: by its name, an entry is one document, or may hold several. A missing or unreadable inbox has no
    entries.
    """
    try:
        entries = visible(inbox)
    except OSError:
        return 0
    return min(len(entries), most) if all(path.suffix.lower() in _OF_ONE_DOCUMENT for path in entries) else most


def transfer_age(path: Path, now: float) -> float:
    """Seconds since a transfer to this path last wrote; some programs reserve the final name beside it."""
    beside = (path.with_name(path.name + suffix) for suffix in TRANSFER_SUFFIXES)
    ages = [math.inf]
    for transfer in beside:
        with suppress(OSError):
            ages.append(Entry(transfer, {ITSELF: transfer.lstat()}).age(now))
    return min(ages)


def observe(path: Path) -> Entry:
    """Read the status of an entry without opening a file or following a link. Raises OSError."""
    found = {ITSELF: path.lstat()}
    if stat.S_ISDIR(found[ITSELF].st_mode):
        with suppress(FileNotFoundError):  # a folder that overflows has it, in whatever order its files are listed
            found[META_NAME] = (path / META_NAME).lstat()
        for child in _below(path, 0):
            if len(found) > MOST_INSIDE or child is None:
                return Entry(path, found, overflows=True)
            found[child.relative_to(path).as_posix()] = child.lstat()
    return Entry(path, found)


def _below(folder: Path, depth: int) -> Iterator[Path | None]:
    """Everything in a folder but system files, at any depth; None for what is too deep."""
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
