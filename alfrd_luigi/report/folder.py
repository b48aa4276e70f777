"""The folder of a report: private files, each replaced by one rename, so that no reader meets half a page."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from alfrd_luigi.document_files.durability import PRIVATE_FOLDER, make_private
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.names import printable
from alfrd_luigi.permissions import refused

_LOCK = ".lock"
MARKER = "report.json"
"""The file by which a folder is known as a report."""


class ReportFolder:
    """A folder that holds a report and nothing else."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Create the folder, and keep other processes from writing in it; waits for one that does.

        Raises SettingsError for a folder that cannot be written, or that holds something else.
        """
        try:
            make_private(self.root)
            self._check()
            with (self.root / _LOCK).open("wb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self.root.chmod(PRIVATE_FOLDER)
                yield
        except OSError as error:
            raise refused(error, "write", "Name another folder, or correct its permissions") from error

    def _check(self) -> None:
        names = {entry.name for entry in os.scandir(self.root)} - {_LOCK}
        if names and MARKER not in names:
            raise SettingsError(
                f"the folder {printable(self.root)} holds no report but other files", "Name an empty one"
            )

    def write(self, file: str, content: str | bytes) -> None:
        """Write a file, whose folder is made if it is missing. It replaces the one of this name."""
        path = self.root / file
        with suppress(FileExistsError):
            path.parent.mkdir(PRIVATE_FOLDER, parents=True)
        data = content.encode() if isinstance(content, str) else content
        with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as made:
            made.write(data)
        Path(made.name).replace(path)

    def remove(self, file: str) -> None:
        """Remove a file, or a folder of files, if it is there."""
        path = self.root / file
        if path.is_dir():
            for each in path.iterdir():
                each.unlink()
            path.rmdir()
        else:
            path.unlink(missing_ok=True)

    def keep_only(self, folder: str, kept: Collection[str]) -> None:
        """Remove the files of a folder of the report, except these."""
        for path in [*self.root.joinpath(folder).glob("*")]:
            file = f"{folder}/{path.name}"
            if file not in kept:
                self.remove(file)
