"""`alfrd --version` names the schema of the program and that of the archive, and starts no server."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from psycopg2.extensions import make_dsn

from alfrd_luigi.database import migration
from support.archives import Archive
from support.commands import Alfrd
from support.connections import connected
from support.embedded_server import Served

_PROGRAM = f"alfrd, version {version('alfrd-luigi')}\nschema of the program: {migration.newest()}\n"


def test_the_schemas_are_named(alfrd: Alfrd, archive: Archive) -> None:
    assert alfrd("--version").stdout == f"{_PROGRAM}schema of the archive: {migration.newest()}\n"
    with connected(archive.database_url) as own:
        own.execute("INSERT INTO schema_migrations (version, name) VALUES (9999, 'of the future')")
    assert alfrd("--version").stdout == f"{_PROGRAM}schema of the archive: 9999\n"


def test_an_archive_that_cannot_be_looked_at_is_no_error(
    alfrd: Alfrd, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.configure(database_url=make_dsn(archive.database_url, host="/nowhere"))
    result = alfrd("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{_PROGRAM}schema of the archive: not known: the database cannot be reached")
    archive.configure(database_url="")
    assert alfrd("--version").stdout == f"{_PROGRAM}schema of the archive: not known: its server does not run\n"
    assert not archive.data_dir.exists()


def test_an_embedded_server_is_looked_at_and_not_started(alfrd: Alfrd, archive: Archive, served: Served) -> None:
    archive.configure(database_url="", data_dir=served.data_dir)
    assert alfrd("--version").stdout == f"{_PROGRAM}schema of the archive: not known: its server does not run\n"
    assert not served.is_running
    with served.user():
        assert alfrd("--version").stdout == f"{_PROGRAM}schema of the archive: none: run alfrd init\n"
