"""The command, a second archive, and an export to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from carrying import filled
from click.testing import CliRunner, Result

from alfrd_luigi.backup.exporting import export
from alfrd_luigi.cli import main
from alfrd_luigi.database.connection import database
from alfrd_luigi.pages.store import page_store

Alfrd = Callable[..., Result]


@pytest.fixture
def alfrd(archive: Any) -> Alfrd:
    """Run the command within this process."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="alfrd")

    return run


@pytest.fixture
def elsewhere(server: Any, archive: Any, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Point the settings to a new database and another data_dir; the database's URL."""
    made = []

    def move() -> str:
        made.append(server.create())
        archive.configure(
            database_url=made[-1], data_dir=tmp_path / "elsewhere", inbox_dir=archive.inbox, documents_url=""
        )
        return str(made[-1])

    yield move
    for url in made:
        server.drop(url)


_exports: list[Path] = []


@pytest.fixture
def exported(prepared: Any, archive: Any, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
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
