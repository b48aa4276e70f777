"""The port from a scan to a folder in which entries arrive: the inbox, or a maildir."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from alfrd_luigi.intake.entries import Entry


class EntryFolder(Protocol):
    """A folder of entries. Its methods raise OSError for an entry, and SettingsError if the folder cannot be used."""

    def paths(self) -> list[Path]:
        """The entries to process, by name."""
        ...

    def observe(self, path: Path) -> Entry:
        """The entry as it is now."""
        ...

    def is_arriving(self, entry: Entry) -> bool:
        """Whether the entry is not complete yet, as far as can be seen without opening it."""
        ...

    def may_arrive(self, entry: Entry) -> bool:
        """Whether files may still arrive in a folder that lacks some."""
        ...

    def may_grow(self, entry: Entry) -> bool:
        """Whether an invalid entry may become valid, because it may still be arriving."""
        ...

    def clear(self, entry: Entry) -> bool:
        """Take a stored entry out of the folder. False if it has changed since it was read: then it stays."""
        ...

    def rejecting(self, entry: Entry, explanation: str) -> AbstractContextManager[None]:
        """Take an invalid entry out of the folder when the block succeeds. It is kept elsewhere."""
        ...
