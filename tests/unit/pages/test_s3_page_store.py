"""What is particular to S3: uploads cut off, damage, encryption, large files, and whose fault a refusal is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from page_files import ID, put

from alfrd_luigi.errors import ServiceError, SettingsError
from alfrd_luigi.pages import s3
from alfrd_luigi.pages.port import PageDamagedError
from alfrd_luigi.pages.s3 import S3PageStore
from alfrd_luigi.services import aws


@pytest.fixture
def store(bucket: str, tmp_path: Path) -> S3PageStore:
    return S3PageStore(bucket, "archive", tmp_path / "staging")


def head(store: S3PageStore, key: str) -> Any:
    return aws.client("s3").head_object(Bucket=store.bucket, Key=f"{store.prefix}/{key}")


def fail_at(monkeypatch: pytest.MonkeyPatch, operation: str, number: int) -> Callable[[], None]:
    """Let the connection die at the nth call of an operation; the result makes it whole again."""
    client = aws.client("s3")
    real, seen = getattr(client, operation), []

    def call(**arguments: Any) -> Any:
        from botocore.exceptions import ConnectionClosedError

        seen.append(operation)
        if len(seen) == number:
            raise ConnectionClosedError(endpoint_url="http://127.0.0.1")
        return real(**arguments)

    monkeypatch.setattr(client, operation, call)
    return lambda: monkeypatch.setattr(client, operation, real)


def test_an_upload_that_is_cut_off_is_repaired_by_repeating_it(
    store: S3PageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    mend = fail_at(monkeypatch, "put_object", 2)
    with pytest.raises(ServiceError):
        put(store, b"one", b"two")
    assert [key.rsplit("/", 1)[1] for key in list(store.keys())] == ["001.jpg"]
    mend()
    assert len(put(store, b"one", b"two")) == 2
    assert len(list(store.keys())) == 2


def test_a_large_file_goes_in_parts_and_appears_whole_or_not_at_all(
    store: S3PageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "MULTIPART_BYTES", 5 * 1024 * 1024)
    content = os.urandom(11 * 1024 * 1024)
    mend = fail_at(monkeypatch, "upload_part", 2)
    with pytest.raises(ServiceError):
        put(store, content)
    assert list(store.keys()) == []
    mend()
    (stored,) = put(store, content)
    with store.fetch(stored.key) as path:
        assert path.read_bytes() == content
    assert head(store, stored.key)["ETag"].endswith('-3"')


def test_what_is_not_what_was_stored_is_not_read(store: S3PageStore) -> None:
    (stored,) = put(store, b"one")
    name = f"{store.prefix}/{stored.key}"
    metadata = head(store, stored.key)["Metadata"]
    aws.client("s3").put_object(Bucket=store.bucket, Key=name, Body=b"two", Metadata=metadata)
    with pytest.raises(PageDamagedError, match="damaged"), store.fetch(stored.key):
        pass


def test_nothing_stays_behind_on_this_machine(store: S3PageStore) -> None:
    (stored,) = put(store, b"one")
    with store.fetch(stored.key) as path:
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0
    assert list(store.staging_area.rglob("*")) == []


@pytest.mark.parametrize("encryption", ["AES256", "aws:kms"])
def test_encryption_is_asked_for(bucket: str, tmp_path: Path, encryption: str) -> None:
    store = S3PageStore(bucket, "", tmp_path / "staging", encryption)
    (stored,) = put(store, b"one", document=uuid4())
    described = aws.client("s3").head_object(Bucket=bucket, Key=stored.key)
    assert described["ServerSideEncryption"] == encryption


def test_a_bucket_that_is_not_there_is_a_wrong_setting(bucket: str, tmp_path: Path) -> None:
    store = S3PageStore("no-such-bucket", "archive", tmp_path / "staging")
    with pytest.raises(SettingsError, match="NoSuchBucket"):
        put(store, b"one")


def test_a_service_that_is_away_is_a_passing_fault(store: S3PageStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    aws.forget_clients()
    with pytest.raises(ServiceError, match="cannot be reached"):
        put(store, b"one", document=ID)
