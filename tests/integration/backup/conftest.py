"""A second archive, and an export to damage."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alfrd_luigi.backup.export import export
from alfrd_luigi.database.connection import database
from alfrd_luigi.document_files.store import page_store
from support.archives import Archive, Prepared, Server
from support.filled_archive import filled


@pytest.fixture
def elsewhere(server: Server, archive: Archive, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Point the settings to a new database and another data_dir; the database's URL."""
    made: list[str] = []

    def move() -> str:
        made.append(server.create())
        archive.configure(
            database_url=made[-1], data_dir=tmp_path / "elsewhere", inbox_dir=archive.inbox, documents_url=""
        )
        return made[-1]

    yield move
    for url in made:
        server.drop(url)


_exports: list[Path] = []


@pytest.fixture
def exported(prepared: Prepared, archive: Archive, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of an export of a filled archive, for a test to spoil; the archive itself is empty."""
    if not _exports:
        filled(archive)
        whole = tmp_path_factory.mktemp("exports") / "whole"
        export(database().session(), page_store(), whole)
        _exports.append(whole)
        database().close()
        prepared.restore()
        shutil.rmtree(archive.data_dir)
    return Path(shutil.copytree(_exports[0], tmp_path / "export"))
