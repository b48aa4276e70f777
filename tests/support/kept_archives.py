"""Archives that are made once, and of which each test gets a copy of the rows and files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from support.archives import Archive, Content, Prepared

T = TypeVar("T")


class Keep(Protocol):
    """Fills the archive of the test as a function does, which is called for the first test only."""

    def __call__(self, make: Callable[[Archive], T]) -> T: ...


class KeptArchives:
    """The rows, the folder and the result of each function that filled an archive."""

    def __init__(self, folders: Callable[[], Path]) -> None:
        self._folders = folders
        self._kept: dict[Callable[[Archive], Any], tuple[Content, Path, Any]] = {}

    def fill(self, archive: Archive, prepared: Prepared, make: Callable[[Archive], T]) -> T:
        """Fill the archive as `make` did."""
        if make not in self._kept:
            made = make(archive)
            archive.data_dir.mkdir(exist_ok=True)  # there is none if only rows were inserted
            folder = Path(shutil.copytree(archive.data_dir, self._folders() / "data"))
            self._kept[make] = (prepared.content(), folder, made)
        else:
            rows, folder, made = self._kept[make]
            prepared.restore(rows)
            shutil.copytree(folder, archive.data_dir, dirs_exist_ok=True)
            archive.configure(settle_seconds=0)
        result: T = made
        return result
