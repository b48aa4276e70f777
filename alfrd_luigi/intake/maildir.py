"""A maildir: mails that wait in `new` are documents, and then in `cur`. No mail is deleted, and none is changed.

A program that delivers a mail renames it into `new` when it is complete, so no entry is ever arriving.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.intake.entries import Entry, observe
from alfrd_luigi.intake.litter import is_hidden
from alfrd_luigi.names import printable
from alfrd_luigi.triggers import Point, reached

NEW, CUR = "new", "cur"
EXTENSION = ".eml"  # the name of a mail in a maildir says nothing
# Behind the name of a mail in `cur`: its flags in alphabetical order.
_FLAGS, _SEEN = ":2,", "S"


class Maildir:
    """See EntryFolder. Taken mails are marked as seen. Invalid ones are not, so a mail program shows them as unread."""

    def __init__(self, folder: Path) -> None:
        self._new = folder / NEW
        self._cur = folder / CUR

    def paths(self) -> list[Path]:
        """See EntryFolder."""
        try:
            self._cur.stat()
            return sorted(path for path in self._new.iterdir() if not is_hidden(path.name))
        except OSError as error:
            problem = f"the maildir {printable(self._new.parent)} cannot be used: {error.strerror}"
            raise SettingsError(
                problem, "Set maildir_dir to a folder that holds `new` and `cur`, or empty it"
            ) from error

    def observe(self, path: Path) -> Entry:
        """See EntryFolder."""
        return replace(observe(path), extension=EXTENSION)

    def is_arriving(self, _: Entry) -> bool:
        """See EntryFolder."""
        return False

    def may_arrive(self, _: Entry) -> bool:
        """See EntryFolder."""
        return False

    def may_grow(self, _: Entry) -> bool:
        """See EntryFolder."""
        return False

    def clear(self, entry: Entry) -> bool:
        """See EntryFolder."""
        self._move(entry, _SEEN)
        reached(Point.ENTRY_CLEARED)
        return True

    @contextmanager
    def rejecting(self, entry: Entry, _: str) -> Iterator[None]:
        """See EntryFolder. The explanation is only in the database: other files have no place in a maildir."""
        yield
        self._move(entry, "")

    def _move(self, entry: Entry, flag: str) -> None:
        name, _, flags = entry.name.partition(_FLAGS)
        entry.path.rename(self._free(name, "".join(sorted({*flags, *flag}))))

    def _free(self, name: str, flags: str) -> Path:
        """A name in `cur` that is not in use: a rename would replace the mail that has it."""
        number, path = 1, self._cur / f"{name}{_FLAGS}{flags}"
        while os.path.lexists(path):
            number += 1
            path = self._cur / f"{name}-{number}{_FLAGS}{flags}"
        return path
