"""A temporary archive for every test that requests one, on one embedded PostgreSQL for the whole session.

No test uses the archive of the shell or of luigi.cfg: the environment variables of this application, of Luigi and of
AWS are removed before the application is imported.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import hypothesis
import psycopg2
import pytest

from support import caches, wheel
from support.archives import Archive, Prepared, Server, opened
from support.compiled_templates import Compiled
from support.kept_archives import Keep, KeptArchives

if TYPE_CHECKING:
    from alfrd_luigi.standin import StandIn

# Until the tests are collected, collections of garbage would find next to none, and take a fifth of the time.
gc.disable()
ROOT = Path(__file__).parents[1]
_SCRUBBED = ("ALFRD_", "AWS_", "COLUMNS", "LUIGI_", "PG")

for _name in [name for name in os.environ if name.startswith(_SCRUBBED)]:
    del os.environ[_name]
os.environ["LUIGI_CONFIG_PATH"] = str(ROOT / "luigi.cfg")
# Several tests run at once. Waiting threads of onnxruntime spin and take a core from the others.
os.environ["ALFRD_OCR_THREADS"] = "1"
# Hundreds of runs would each write a report. The tests of the report turn it on.
os.environ["ALFRD_REPORT"] = "false"
# A test without the fixture `archive` would write here. It fails, because LICENSE is a file.
os.environ["ALFRD_DATA_DIR"] = str(ROOT / "LICENSE" / "ask-for-the-fixture-archive")
# boto3 reads no file of the user and requests no instance metadata.
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
# A shell that starts the tests in the background lets them ignore SIGINT, and so would the programs that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
# How long an example takes says more about the load of the machine than about the program.
hypothesis.settings.register_profile("any speed", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("any speed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option of tests/integration/cli/test_screens.py."""
    parser.addoption("--rewrite-screens", action="store_true", help="Write the golden screens of commands anew.")


def pytest_collection_finish() -> None:
    """Exclude modules and collected tests from garbage collections, and let these come as seldom as in a run.

    They are some hundred thousands of objects, at which Python would look again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _models_of_aws() -> Iterator[None]:
    """Load botocore's models of the services once for all tests; otherwise each client loads them again."""
    import botocore.session

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(botocore.session, "create_loader", cache(botocore.session.create_loader))
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_templates() -> Iterator[None]:
    """Compile each template once for all tests; otherwise each report and each desk takes a second for them."""
    from jinja2 import Environment

    with pytest.MonkeyPatch.context() as patched:
        compiled = partial(Environment, bytecode_cache=Compiled())
        patched.setattr("alfrd_luigi.web.environment.Environment", compiled)
        yield


@pytest.fixture(scope="session")
def server() -> Server:
    """The PostgreSQL server of the session, without data."""
    from alfrd_luigi.database import embedded

    # Not in pytest's folder: as root, the server runs as another user, and a second pytest denies it access there.
    # Registered before the server registers its own stop, and therefore run after it.
    folder = Path(tempfile.mkdtemp(prefix="alfrd-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Server(embedded.database_url(folder / "postgres"))


@pytest.fixture(scope="session")
def prepared(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """The database that the tests' archives use one after another, and a pool of this process's sessions on it."""
    from alfrd_luigi import archive

    url = server.create()
    with pytest.MonkeyPatch.context() as environment, opened(url, tmp_path_factory.mktemp("prepared"), environment):
        archive.initialise()
    caches.clear()
    made = Prepared(url)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(psycopg2, "connect", made.pool.connect)
        yield made


@pytest.fixture
def empty_archive(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive on an empty database, also for tests that change the schema."""
    url = server.create()
    with opened(url, tmp_path / "data", monkeypatch) as made:
        yield made
    server.drop(url)


@pytest.fixture
def archive(prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive as `alfrd init` creates it: the schema, the shipped types and prompts, and no documents."""
    prepared.restore()
    with opened(prepared.url, tmp_path / "data", monkeypatch) as made:
        yield made


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The stand-in for AWS, without faults. boto3 calls it in this process and in its child processes."""
    from alfrd_luigi.standin import serving

    with serving() as standin:
        for name, value in standin.environment.items():
            monkeypatch.setenv(name, value)
        caches.clear_clients()
        yield standin
    caches.clear_clients()


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """The URL of the session's S3: moto's, over HTTP on loopback."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def s3_owner(s3_endpoint: str) -> Any:
    """The client that creates the buckets, shared because creating a client of S3 takes a third of a second."""
    import boto3

    account = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    return boto3.client("s3", endpoint_url=s3_endpoint, **account)


@pytest.fixture
def s3_bucket(s3_endpoint: str, s3_owner: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of an empty bucket that boto3 finds in this process and in its child processes."""
    account = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}
    for variable, value in {**account, "AWS_ENDPOINT_URL_S3": s3_endpoint}.items():
        monkeypatch.setenv(variable, value)
    caches.clear_clients()
    name = f"archive-{uuid4()}"
    s3_owner.create_bucket(Bucket=name)
    yield name
    caches.clear_clients()


@pytest.fixture(scope="session")
def built_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this program, built once for all processes of the session."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return wheel.of_session(shared, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def kept_archives(tmp_path_factory: pytest.TempPathFactory) -> KeptArchives:
    """The archives of which tests get copies."""
    return KeptArchives(lambda: tmp_path_factory.mktemp("kept"))


@pytest.fixture
def keep(archive: Archive, prepared: Prepared, kept_archives: KeptArchives) -> Keep:
    """Fill the archive of the test with a copy of one that a function filled for an earlier test."""
    return partial(kept_archives.fill, archive, prepared)
