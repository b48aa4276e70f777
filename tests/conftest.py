"""A throw-away archive for every test that asks for one, on one embedded PostgreSQL for the whole session.

No test reads what the shell or luigi.cfg say about the archive: variables of this application, of Luigi and of AWS are
gone before anything of it is imported.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from io import StringIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg2
import psycopg2.extensions
import pytest
from psycopg2 import sql

if TYPE_CHECKING:
    from alfrd_luigi.standin import StandIn

ROOT = Path(__file__).parents[1]
_SCRUBBED = ("ALFRD_", "AWS_", "LUIGI_", "PG")
_END_CONNECTIONS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

for _name in [name for name in os.environ if name.startswith(_SCRUBBED)]:
    del os.environ[_name]
os.environ["LUIGI_CONFIG_PATH"] = str(ROOT / "luigi.cfg")
# Several tests run at once; threads of onnxruntime that wait for a core spin, and take it from the others.
os.environ["ALFRD_OCR_THREADS"] = "1"
# Where a test that forgot to ask for an archive would write: nothing can be made below a file.
os.environ["ALFRD_DATA_DIR"] = str(ROOT / "LICENSE" / "ask-for-the-fixture-archive")


class Server:
    """The embedded server of the session, and the databases on it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = count(1)
        self._run("ALTER SYSTEM SET fsync = off")  # it need not survive a power cut
        self._run("SELECT pg_reload_conf()")

    def create(self) -> str:
        """Make an empty database; its connection string."""
        name = f"archive_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template0")
        return psycopg2.extensions.make_dsn(self._url, dbname=name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._run(f"DROP DATABASE {psycopg2.extensions.parse_dsn(url)['dbname']} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with _cursor(self._url) as cursor:
            cursor.execute(statement)


class Prepared:
    """A database with the schema and all that ships with the program, to which it is brought back for every test.

    That takes some milliseconds; a copy of a template takes some tenths of a second.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        with _cursor(url) as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            self._content = {table: _content(cursor, table) for (table,) in cursor.fetchall()}

    def restore(self) -> None:
        """End all connections, and put every table back as it was; numbers once given are not given again."""
        with _cursor(self.url) as cursor:
            cursor.execute(_END_CONNECTIONS)
            cursor.execute("SET session_replication_role = replica")  # no foreign key is in the way
            for table in self._content:
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, content in self._content.items():
                cursor.copy_expert(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table)), StringIO(content))


@contextmanager
def _cursor(url: str) -> Iterator[psycopg2.extensions.cursor]:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def _content(cursor: psycopg2.extensions.cursor, table: str) -> str:
    content = StringIO()
    cursor.copy_expert(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table)), content)
    return content.getvalue()


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


@pytest.fixture(scope="session", autouse=True)
def _models_of_aws() -> Iterator[None]:
    """botocore reads the models of the services once for all tests; a client of its own would read them again."""
    import botocore.session

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(botocore.session, "create_loader", cache(botocore.session.create_loader))
        yield


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
def prepared(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The database that the archives of the tests take turns with."""
    from alfrd_luigi import archive

    url = server.create()
    with pytest.MonkeyPatch.context() as environment:
        _point_to(environment, tmp_path_factory.mktemp("prepared"), url)
        archive.initialise()
    _forget_settings()
    with _cursor(url) as cursor:
        cursor.execute("DELETE FROM page_store")  # each test has a folder of its own, which its first run marks
    return Prepared(url)


@pytest.fixture
def empty_archive(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive on a database where nothing has been made yet; for tests that change the schema, too."""
    url = server.create()
    yield from _archive(url, tmp_path, monkeypatch)
    server.drop(url)


@pytest.fixture
def archive(prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive as `alfrd init` makes it: the schema, the shipped types and prompts, no documents."""
    prepared.restore()
    yield from _archive(prepared.url, tmp_path, monkeypatch)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The stand-in for AWS, without faults; boto3 of this process, and of those it starts, calls it."""
    from alfrd_luigi.services.aws import forget_clients
    from alfrd_luigi.standin import serving

    with serving() as server:
        _use_aws(monkeypatch, server.environment)
        yield server
    forget_clients()


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """The URL of an S3 of this session: moto's, over HTTP on loopback."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def s3_owner(s3_endpoint: str) -> Any:
    """A client of the one who makes the buckets; a client of S3 takes a third of a second to make."""
    import boto3

    account = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    return boto3.client("s3", endpoint_url=s3_endpoint, **account)


@pytest.fixture
def s3_bucket(s3_endpoint: str, s3_owner: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of an empty bucket that boto3 of this process, and of those it starts, finds."""
    from alfrd_luigi.services import aws

    account = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    _use_aws(monkeypatch, {**account, "AWS_ENDPOINT_URL_S3": s3_endpoint, "AWS_DEFAULT_REGION": "us-east-1"})
    name = f"archive-{uuid4()}"
    s3_owner.create_bucket(Bucket=name)
    yield name
    aws.forget_clients()


def _use_aws(environment: pytest.MonkeyPatch, variables: Mapping[str, str]) -> None:
    """Let boto3 know these variables alone: no file of the user's, and no instance's metadata."""
    from alfrd_luigi.services import aws

    closed = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    for name, value in {**closed, "AWS_EC2_METADATA_DISABLED": "true", **variables}.items():
        environment.setenv(name, value)
    aws.forget_clients()


def _archive(url: str, tmp_path: Path, environment: pytest.MonkeyPatch) -> Iterator[Archive]:
    made = Archive(tmp_path / "data", url, environment)
    _point_to(environment, made.data_dir, url)
    yield made
    _let_go()
    _forget_settings()


def _point_to(environment: pytest.MonkeyPatch, data_dir: Path, url: str) -> None:
    environment.setenv("ALFRD_DATA_DIR", str(data_dir))
    environment.setenv("ALFRD_DATABASE_URL", url)
    _forget_settings()


def _forget_settings() -> None:
    """What a process reads once and keeps."""
    from alfrd_luigi.database.connection import database
    from alfrd_luigi.language import engines
    from alfrd_luigi.pages.store import page_store
    from alfrd_luigi.settings import settings

    for kept in (settings, database, page_store):
        kept.cache_clear()
    engines.forget()


def _let_go() -> None:
    """Close this thread's session and those that hold the locks of its runs; a next test may reuse a run's id."""
    from alfrd_luigi.database import runs
    from alfrd_luigi.database.connection import database
    from alfrd_luigi.errors import AlfrdError

    with suppress(psycopg2.Error, AlfrdError):  # a test may have broken its settings, or emptied its database
        for run in runs.last(database().session(), 1000):
            runs.release(run.id)
    database().close()
