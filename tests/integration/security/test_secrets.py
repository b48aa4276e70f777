"""No row, log, file or message contains a secret, even if a service repeats the secret in its answer."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest

from alfrd_luigi.database.connection import connect
from alfrd_luigi.errors import DatabaseError
from alfrd_luigi.settings import settings
from support.archives import Archive
from support.desk import Desk
from support.refusing_server import Hostile, serving
from support.text_search import columns_with, files_with

AWS = {
    "AWS_ACCESS_KEY_ID": "AKIAPLANTEDACCESSKEY",
    "AWS_SECRET_ACCESS_KEY": "plantedSecretAccessKey",
    "AWS_SESSION_TOKEN": "plantedSessionToken//8w==",
}
OPENAI_KEY = "sk-planted-openai-key"
PASSWORD = "planted-password"
SECRETS = [*AWS.values(), OPENAI_KEY, PASSWORD]


@pytest.fixture
def service(desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    """A service that repeats its request and more, as the language model of the desk; all secrets are in use."""
    for name, value in {**AWS, "AWS_DEFAULT_REGION": "us-east-1", "OPENAI_API_KEY": OPENAI_KEY}.items():
        monkeypatch.setenv(name, value)
    with serving([*AWS.values(), PASSWORD]) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", f"http://127.0.0.1:{server.port}")
        archive.configure(
            database_url=psycopg2.extensions.make_dsn(archive.database_url, password=PASSWORD),
            language_engine="bedrock",
            bedrock_model_id="planted",
            openai_url=f"http://user:{PASSWORD}@127.0.0.1:{server.port}/v1",
            openai_model="planted",
            call_attempts=1,
        )
        yield server


def _run(desk: Desk, service: Hostile, archive: Archive) -> None:
    desk.receipt(1)
    assert desk.run("ProcessAllPending", "--log-level", "DEBUG") == 30
    assert service.requests, desk.said
    assert desk.said
    assert not [secret for secret in SECRETS if secret in desk.said]
    assert columns_with(archive.database_url, SECRETS) == set()
    assert files_with(archive.data_dir, SECRETS) == set()


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("ValidationException", "ocr_completed"),  # what every request meets is no document's fault
        ("InvalidSignatureException", "ocr_completed"),  # nor are the credentials
        (AWS["AWS_SECRET_ACCESS_KEY"], "ocr_completed"),  # not even the name of an error is to be believed
    ],
)
def test_aws_repeats_what_it_was_given(desk: Desk, service: Hostile, archive: Archive, code: str, status: str) -> None:
    service.code = code
    _run(desk, service, archive)
    assert any(AWS["AWS_SESSION_TOKEN"] in request.values() for request in service.requests)
    assert desk.statuses() == [status]


def test_a_model_server_repeats_what_it_was_given(desk: Desk, service: Hostile, archive: Archive) -> None:
    archive.configure(language_engine="openai_compatible")
    _run(desk, service, archive)
    assert all("Authorization" in request for request in service.requests)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:pl@nted@127.0.0.1:1/none",
        "postgresql://user:pl/nted@127.0.0.1:1/none",
        "postgresql://user:pl?nted@127.0.0.1:1/none",
        "postgresql://user:12/34nted@127.0.0.1:1/none",
        "postgresql://user:planted@127.0.0.1:1/none",
        "postgresql://user@127.0.0.1:1/none?password=planted&sslmode=never",
        "host=127.0.0.1 port=1 password='pl nted' user=user",
        "host=127.0.0.1 port=1 password=pl nted user=user",
        "mysql://user:planted@127.0.0.1/none",
    ],
)
def test_no_part_of_the_databases_password_is_told(archive: Archive, url: str) -> None:
    archive.configure(database_url=url)
    with pytest.raises(DatabaseError) as caught:
        connect(settings())
    assert "nted" not in caught.value.line
    assert "127.0.0.1" in caught.value.line or "percent-encoded" in caught.value.hint or "sslmode" in caught.value.line
