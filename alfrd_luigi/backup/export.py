"""Writes the archive to a folder while runs may be active.

The rows are from one snapshot. Page files never change, so they are copied afterwards, and no transaction is open for
long.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from alfrd_luigi.backup.former import FormerExport
from alfrd_luigi.backup.layout import MANIFEST, PAGES, ROWS, SUMS, ExportManifest, keys, rows_path, sums
from alfrd_luigi.backup.progress import Track, untracked
from alfrd_luigi.database import page_stores, tables
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files import ownership
from alfrd_luigi.document_files.durability import PRIVATE_FILE, PRIVATE_FOLDER, make_private, sync
from alfrd_luigi.document_files.port import MarkedPageStore, PageDamagedError, PageMissingError
from alfrd_luigi.errors import DamagedError, InvalidInputError
from alfrd_luigi.intake.private_copies import copy
from alfrd_luigi.names import printable


class IncompleteExportError(DamagedError):
    """Page files are missing or damaged; `lines` names them. The export is incomplete."""

    def __init__(self, folder: Path, lines: list[str]) -> None:
        super().__init__(
            f"{len(lines)} page files are missing or damaged: {printable(folder)} is not a whole export",
            "Remove it, bring the page files back (see them with: alfrd check), and export again",
        )
        self.lines = lines


def export(
    session: Session,
    store: MarkedPageStore,
    folder: Path,
    track: Track = untracked,
    former: FormerExport | None = None,
) -> ExportManifest:
    """Write the whole archive to a new or empty folder, durably. Returns its manifest.

    Page files that a former export has are linked to its files.

    Raises InvalidInputError if the folder cannot be used, IncompleteExportError, MachineError or SettingsError if the
    page store is not the archive's, and the errors of the page store.
    """
    owner = _owner(session, store)
    with _writing(folder):
        facts = _write_rows(session, folder)
        with (folder / SUMS).open("rb") as listed:
            pages = track(keys(sums(listed)), "page files written", facts["page_files"])
            faults = [fault for sha256, key in pages if (fault := _copy_page(store, folder, key, sha256, former))]
        if faults:
            raise IncompleteExportError(folder, faults)
        return _finish(folder, owner, facts)


def export_rows(session: Session, folder: Path) -> ExportManifest:
    """Write an export without its page files, which can be added later: SHA256SUMS and the manifest have them.

    Raises InvalidInputError if the folder cannot be used.
    """
    with _writing(folder):
        return _finish(folder, _recorded_owner(session), _write_rows(session, folder))


def _owner(session: Session, store: MarkedPageStore) -> str | None:
    """The id of the page store, if it is available. None if none was marked yet, or the schema has no such table."""
    if not page_stores.is_known(session):
        return None
    if wrong := ownership.problem(session, store):
        raise wrong
    return _recorded_owner(session)


def _recorded_owner(session: Session) -> str | None:
    owned = page_stores.owned(session) if page_stores.is_known(session) else None
    return str(owned.id) if owned is not None else None


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InvalidInputError(
            f"the export to {printable(folder)} cannot be written: {error.strerror}",
            "Check the folder, its permissions and the space on its disk",
        ) from error


def _begin(folder: Path) -> None:
    make_private(folder)
    if any(folder.iterdir()):
        raise InvalidInputError(
            f"{printable(folder)} is not empty", "Name a new folder; remove an export that was cut off"
        )
    folder.chmod(PRIVATE_FOLDER)
    make_private(folder / ROWS)
    make_private(folder / PAGES)
    (folder / SUMS).touch(PRIVATE_FILE)


def _write_rows(session: Session, folder: Path) -> dict[str, Any]:
    """Write all rows, from one snapshot, and the checksums of the page files and of the row files."""
    _begin(folder)
    with (folder / SUMS).open("wb") as listed, session.snapshot():
        tables.use_canonical_forms(session)
        page_files = _write_page_sums(session, listed)
        counts = {}
        for table in sorted(tables.source_tables(session), key=lambda table: table.name):
            counts[table.name], digest = _write_table(session, folder / rows_path(table.name), table)
            listed.write(f"{digest}  {rows_path(table.name)}\n".encode())
        return {
            "schema": tables.schema_version(session),
            "tables": counts,
            "counters": tuple(counter._asdict() for counter in tables.counters(session)),
            "page_files": page_files,
        }


def _write_page_sums(session: Session, listed: BinaryIO) -> int:
    """Write the checksums of the page files. Returns the number of the files."""
    count = 0
    for line in tables.page_sums(session):
        listed.write(f"{line}\n".encode())
        count += 1
    return count


def _write_table(session: Session, path: Path, table: tables.Table) -> tuple[int, str]:
    """Write a table. Returns the number of rows and the SHA-256 of the file."""
    path.touch(PRIVATE_FILE, exist_ok=False)
    with path.open("r+b") as file:
        rows = tables.copy_out(session, table, file)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    sync(path)
    return rows, digest


def _copy_page(store: MarkedPageStore, folder: Path, key: str, sha256: str, former: FormerExport | None) -> str | None:
    """Copy a page file, or link it to that of a former export. Returns the problem, if there is one."""
    target = folder / PAGES / key
    try:
        with store.fetch(key, sha256) as stored, stored.open("rb") as content:
            if former is not None and former.link(folder, key, sha256):
                return None
            found, _ = copy(content, target)
    except (PageMissingError, PageDamagedError) as error:
        return error.message
    if found != sha256:
        return PageDamagedError(key).message
    sync(target)
    sync(target.parent)
    return None


def _finish(folder: Path, owner: str | None, facts: dict[str, Any]) -> ExportManifest:
    for path in (folder / SUMS, folder / ROWS, folder / PAGES):
        sync(path)
    with (folder / SUMS).open("rb") as listed:
        facts["sums_sha256"] = hashlib.file_digest(listed, "sha256").hexdigest()
    program, now = f"alfrd-luigi {version('alfrd-luigi')}", datetime.now(UTC).isoformat()
    made = ExportManifest(made_by=program, made_at=now, page_store=owner, **facts)
    written = folder / f".{MANIFEST}"
    written.touch(PRIVATE_FILE)
    written.write_text(json.dumps(made.as_json(), indent=2) + "\n", encoding="utf-8")
    sync(written)
    written.rename(folder / MANIFEST)
    sync(folder)
    return made
