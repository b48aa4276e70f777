"""Private, temporary local folders to prepare files in, one for each use."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alfrd_luigi.document_files.durability import make_private

ABANDONED_AFTER = 24 * 3600.0  # seconds; a folder serves one document, so a folder in use never reaches this age


@contextmanager
def staging_folder(area: Path) -> Iterator[Path]:
    """An empty folder of mode 0700 under `area`. It is removed at exit, with those that killed processes left."""
    make_private(area)
    _remove_abandoned(area)
    folder = Path(tempfile.mkdtemp(dir=area))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(area: Path) -> None:
    for folder in area.iterdir():
        with suppress(FileNotFoundError):  # another process is removing it too
            if time.time() - folder.stat().st_mtime > ABANDONED_AFTER:
                shutil.rmtree(folder, ignore_errors=True)
