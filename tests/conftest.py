"""A throw-away archive for every test that asks for one, on one embedded PostgreSQL for the whole session.

No test reads what the shell or luigi.cfg say about the archive: variables of this application, of Luigi and of AWS are
gone before anything of it is imported.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg2
import psycopg2.extensions
import pytest

ROOT = Path(__file__).parents[1]
_SCRUBBED = ("ALFRD_", "AWS_", "LUIGI_", "PG")
_TEMPLATE = "template_archive"

for _name in [name for name in os.environ if name.startswith(_SCRUBBED)]:
    del os.environ[_name]
os.environ["LUIGI_CONFIG_PATH"] = str(ROOT / "luigi.cfg")
# Where a test that forgot to ask for an archive would write: nothing can be made below a file.
os.environ["ALFRD_DATA_DIR"] = str(ROOT / "LICENSE" / "ask-for-the-fixture-archive")


class Server:
    """The embedded server of the session, and the databases on it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = count(1)
        self._run("ALTER SYSTEM SET fsync = off")  # it need not survive a power cut
        self._run("SELECT pg_reload_conf()")

    def create(self, template: str = "template0", name: str = "") -> str:
        """Make a database, empty or a copy of `template`; its connection string."""
        name = name or f"archive_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return psycopg2.extensions.make_dsn(self._url, dbname=name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._run(f"DROP DATABASE {psycopg2.extensions.parse_dsn(url)['dbname']} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with closing(psycopg2.connect(self._url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)


@dataclass(frozen=True)
class Archive:
    """An archive of a test's own; the process's settings, and those of the processes it starts, point to it."""

    data_dir: Path
    database_url: str
    _environment: pytest.MonkeyPatch

    @property
    def inbox(self) -> Path:
        """The inbox, once something has made it."""
        return self.data_dir / "inbox"

    def configure(self, **settings: object) -> None:
        """Change settings by their names, as the environment would: `archive.configure(settle_seconds=0)`."""
        for name, value in settings.items():
            self._environment.setenv(f"ALFRD_{name.upper()}", str(value))
        _forget_settings()


@pytest.fixture(scope="session")
def server() -> Server:
    """The PostgreSQL server of the session, without anybody's data."""
    from alfrd_luigi.database import embedded

    # Not in pytest's own folder: as root the server runs as another user, and a second pytest closes that folder to it.
    # Registered before the server registers its own end, and so run after it.
    folder = Path(tempfile.mkdtemp(prefix="alfrd-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Server(embedded.database_url(folder / "postgres"))


@pytest.fixture(scope="session")
def template(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the schema and everything that ships with the program, to be copied."""
    from alfrd_luigi import archive

    url = server.create(name=_TEMPLATE)
    with pytest.MonkeyPatch.context() as environment:
        _point_to(environment, tmp_path_factory.mktemp("template"), url)
        archive.initialise()
    _forget_settings()
    return _TEMPLATE


@pytest.fixture
def empty_archive(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive on a database where nothing has been made yet."""
    yield from _archive(server, server.create(), tmp_path, monkeypatch)


@pytest.fixture
def archive(server: Server, template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive as `alfrd init` makes it: the schema, the shipped types and prompts, no documents."""
    yield from _archive(server, server.create(template), tmp_path, monkeypatch)


def _archive(server: Server, url: str, tmp_path: Path, environment: pytest.MonkeyPatch) -> Iterator[Archive]:
    made = Archive(tmp_path / "data", url, environment)
    _point_to(environment, made.data_dir, url)
    yield made
    _let_go()
    _forget_settings()
    server.drop(url)


def _point_to(environment: pytest.MonkeyPatch, data_dir: Path, url: str) -> None:
    environment.setenv("ALFRD_DATA_DIR", str(data_dir))
    environment.setenv("ALFRD_DATABASE_URL", url)
    _forget_settings()


def _forget_settings() -> None:
    """What a process reads once and keeps."""
    from alfrd_luigi.database.connection import database
    from alfrd_luigi.pages.store import page_store
    from alfrd_luigi.settings import settings

    for kept in (settings, database, page_store):
        kept.cache_clear()


def _let_go() -> None:
    """Close this thread's session and those that hold the locks of its runs; a next test may reuse a run's id."""
    from alfrd_luigi.database import runs
    from alfrd_luigi.database.connection import database

    with suppress(psycopg2.Error):  # a test may have broken or emptied its database
        for run in runs.last(database().session(), 1000):
            runs.release(run["id"])
    database().close()
