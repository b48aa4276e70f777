"""Invariants of the page files: every recorded file is in the store unchanged, and there are no other files.

No transaction is open while files are read, which may take hours. A file that a run is just registering, or that
another process has just removed, is not reported: files and rows are read in the order that excludes this, and whatever
seems wrong is checked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from uuid import UUID

from alfrd_luigi.checking.problems import Problem
from alfrd_luigi.database import checks, page_stores
from alfrd_luigi.database.checks import PageFile
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files.port import PageDamagedError, PageMissingError, PageStore, key_parts
from alfrd_luigi.errors import InvalidInputError, MachineError
from alfrd_luigi.intake.drafts import ids_of
from alfrd_luigi.intake.entries import observe, visible
from alfrd_luigi.names import printable, storable

_BATCH = 1000
_RESTORE = "Bring it back from a backup: SHA-256 {sha256}, {size} bytes"
_UNKNOWN = "To have it as a document, copy it to the inbox; then remove it"


def broken(session: Session, store: PageStore, *, quick: bool) -> Iterator[Problem]:
    """Recorded files that are missing or differ. With `quick`, only existence and size are checked."""
    for file in checks.document_files(session, _BATCH):
        found = _fault(store, file, quick=quick)
        if found is not None and checks.is_registered(session, file.key):
            invariant, fault = found
            said = f"its file {file.key} ({printable(file.name)}) {fault}"
            yield Problem(invariant, "document", str(file.document_id), said, _RESTORE.format_map(file._asdict()))


def unknown(session: Session, store: PageStore, arrivals: Sequence[Path]) -> Iterator[Problem]:
    """Files in the store that belong neither to a document nor to an inbox entry that a scan had begun to store."""
    keys = iter(store.keys())
    while batch := {storable(key): key for key in islice(keys, _BATCH)}:
        suspects = page_stores.unregistered(session, batch)
        if suspects:
            # In this order: an entry leaves the inbox after its document is registered.
            arriving = {id for folder in arrivals for id in _arriving(folder)}
            left = [key for key in suspects if _document_of(key) not in arriving]
            for key in page_stores.unregistered(session, left):
                if _is_there(store, batch[key]):
                    yield Problem("unknown_files", "page file", printable(batch[key]), "no document has it", _UNKNOWN)


def _fault(store: PageStore, file: PageFile, *, quick: bool) -> tuple[str, str] | None:
    try:
        size = store.size(file.key) if quick else _size_of_content(store, file)
    except PageMissingError:
        return "missing_files", "is missing"
    except PageDamagedError:
        return "damaged_files", "is not what was stored"
    except (OSError, MachineError) as error:
        return "damaged_files", f"cannot be read: {error.strerror if isinstance(error, OSError) else error.message}"
    return None if size == file.size else ("damaged_files", f"has {size} bytes")


def _size_of_content(store: PageStore, file: PageFile) -> int:
    """The size of the file, after its content was verified against the recorded SHA-256."""
    with store.fetch(file.key, file.sha256) as path:
        return path.stat().st_size


def _is_there(store: PageStore, key: str) -> bool:
    try:
        store.size(key)
    except PageMissingError:
        return False
    return True


def _document_of(key: str) -> UUID | None:
    with suppress(PageMissingError, ValueError):
        return UUID(key_parts(key)[2])
    return None


def _arriving(folder: Path) -> Iterable[UUID]:
    for path in visible(folder) if folder.is_dir() else ():
        with suppress(InvalidInputError, OSError):  # an entry that cannot be read now is not being registered
            yield from ids_of(observe(path))
