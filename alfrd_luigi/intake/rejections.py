"""The folder of rejected entries: the reason is beside each entry, and an entry that changes is checked again."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from alfrd_luigi.document_files.durability import PRIVATE_FILE, close_to_others, make_private
from alfrd_luigi.intake.entries import REJECTED, Entry, observe
from alfrd_luigi.intake.free_names import free_path
from alfrd_luigi.intake.litter import is_hidden, is_litter
from alfrd_luigi.names import printable

logger = logging.getLogger(__name__)

REASON = ".reason.txt"
HIDDEN, HIDDEN_REASON = ".", ".reason"
# Limits for watching rejected entries, so that a cron run stays cheap however many there are.
WATCHED_SECONDS = 7 * 24 * 3600.0
MOST_WATCHED = 200
MOST_FILES_WATCHED = 100


class _Watched(NamedTuple):
    """The state of an entry when it was rejected, and that time (seconds since 1970)."""

    state: str
    at: float


def make_folder(inbox: Path) -> None:
    """Create `rejected/` in the inbox. Raises OSError. Anything else with that name becomes an ordinary entry."""
    folder = inbox / REJECTED
    with suppress(FileNotFoundError):
        if not stat.S_ISDIR(folder.lstat().st_mode):
            aside = folder.rename(free_path(inbox, REJECTED))
            logger.warning("%s in the inbox is now %s: the name is that of our folder", REJECTED, aside.name)
    make_private(folder)


def count(inbox: Path) -> int:
    """The number of entries in `rejected/` of the inbox, which nobody has dealt with yet. Raises OSError."""
    try:
        names = [path.name for path in (inbox / REJECTED).iterdir()]
    except FileNotFoundError:
        return 0
    return sum(not is_hidden(name) and not is_litter(name) and not name.endswith(REASON) for name in names)


class RejectedFolder:
    """`rejected/` of an inbox. `memory` is a file of the scan, in which it records the state of each entry."""

    def __init__(self, inbox: Path, memory: BinaryIO) -> None:
        self._inbox = inbox
        self._folder = inbox / REJECTED
        self._memory = memory

    def finish(self) -> None:
        """Show the explanations that a killed scan left hidden."""
        for hidden in self._folder.glob(f"{HIDDEN}*{HIDDEN_REASON}"):
            _show(hidden, hidden.with_name(hidden.name.removeprefix(HIDDEN).removesuffix(HIDDEN_REASON)))

    def take_back(self, settle_seconds: float) -> None:
        """Return to the inbox what has changed since its rejection, and then not for `settle_seconds`.

        A slow writer keeps a file open and continues writing after it was moved; a person corrects an entry in place.
        """
        before = self._watched()
        after = {name: watched for name, watched in before.items() if self._stays(name, watched, settle_seconds)}
        if after != before:
            self._remember(after)

    @contextmanager
    def rejecting(self, entry: Entry, explanation: str) -> Iterator[None]:
        """Move an entry here when the block succeeds. `explanation` is hidden until it is beside the entry."""
        target = free_path(self._folder, entry.name, beside=REASON)
        hidden = target.with_name(f"{HIDDEN}{target.name}{HIDDEN_REASON}")
        hidden.unlink(missing_ok=True)
        hidden.touch(PRIVATE_FILE)
        try:
            hidden.write_text(explanation, encoding="utf-8")
            yield
            self._watch(entry, target.name)
            entry.path.rename(target)
        except BaseException:
            hidden.unlink()
            raise
        close_to_others(target)
        _show(hidden, target)

    def _stays(self, name: str, watched: _Watched, settle_seconds: float) -> bool:
        path = self._folder / name
        try:
            entry = observe(path)
        except OSError:
            return False
        if _state(entry) == watched.state:
            return abs(time.time() - watched.at) < WATCHED_SECONDS
        if entry.age(time.time()) < settle_seconds:
            return True
        path.with_name(name + REASON).unlink(missing_ok=True)
        back = path.rename(free_path(self._inbox, name))
        logger.warning("inbox entry %s has changed since it was rejected: it is looked at again", printable(back.name))
        return False

    def _watch(self, entry: Entry, name: str) -> None:
        if not entry.overflows and len(entry.found) <= MOST_FILES_WATCHED:
            self._remember({**self._watched(), name: _Watched(_state(entry), time.time())})

    def _watched(self) -> dict[str, _Watched]:
        self._memory.seek(0)
        return dict(noted for line in self._memory.read().splitlines() if (noted := _parsed(line)) is not None)

    def _remember(self, watched: dict[str, _Watched]) -> None:
        newest = list(watched.items())[-MOST_WATCHED:]
        self._memory.seek(0)
        self._memory.truncate()
        self._memory.write(b"".join(json.dumps([name, *noted]).encode("ascii") + b"\n" for name, noted in newest))
        self._memory.flush()


def _parsed(line: bytes) -> tuple[str, _Watched] | None:
    """The content of a line; None for a line that a killed scan wrote only partly."""
    try:
        name, state, at = json.loads(line)
        return (name, _Watched(str(state), float(at))) if Path(name).name == name else None
    except (TypeError, ValueError):
        return None


def _state(entry: Entry) -> str:
    return hashlib.sha256(repr(sorted(entry.files.items())).encode("ascii", "backslashreplace")).hexdigest()


def _show(hidden: Path, target: Path) -> None:
    """Put an explanation beside its entry. Without the entry, it is useless."""
    if os.path.lexists(target):
        hidden.rename(target.with_name(target.name + REASON))
    else:
        hidden.unlink()
