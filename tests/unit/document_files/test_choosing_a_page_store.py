"""The choice of the page store by `documents_url`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alfrd_luigi.document_files.folder import FolderPageStore
from alfrd_luigi.document_files.s3 import S3PageStore
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.errors import SettingsError
from support import caches


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setenv("ALFRD_DATA_DIR", str(tmp_path / "data"))
    caches.clear()
    yield monkeypatch
    caches.clear()


def test_none_is_a_folder_of_the_archive(tmp_path: Path) -> None:
    store = page_store()
    assert isinstance(store, FolderPageStore)
    assert store.root == tmp_path / "data" / "documents"


@pytest.mark.parametrize(
    ("url", "bucket", "prefix"),
    [
        ("s3://my-bucket", "my-bucket", ""),
        ("s3://my.bucket.2/", "my.bucket.2", ""),
        ("s3://my-bucket/archive", "my-bucket", "archive/"),
        ("s3://my-bucket/a/b_c/D.e/", "my-bucket", "a/b_c/D.e/"),
    ],
)
def test_a_bucket(environment: pytest.MonkeyPatch, tmp_path: Path, url: str, bucket: str, prefix: str) -> None:
    environment.setenv("ALFRD_DOCUMENTS_URL", url)
    store = page_store()
    assert isinstance(store, S3PageStore)
    assert (store._name, store._prefix) == (bucket, prefix)
    with store.staging() as area:
        assert area.parent == tmp_path / "data" / "staging"


@pytest.mark.parametrize(
    "url",
    [
        "file:///srv/documents",
        "srv/documents",
        "https://my-bucket.s3.amazonaws.com",
        "s3:",
        "s3://",
        "s3://UPPER",
        "s3://ab",
        "s3://my-bucket//x",
        "s3://my-bucket/../x",
        "s3://my-bucket/x?y=z",
        "s3://key:hidden@my-bucket/x",
        "s3://my-bucket/a\nb",
    ],
)
def test_anything_else_is_one_line_that_shows_no_password(environment: pytest.MonkeyPatch, url: str) -> None:
    environment.setenv("ALFRD_DOCUMENTS_URL", url)
    with pytest.raises(SettingsError, match="documents_url") as caught:
        page_store()
    assert caught.value.line.isprintable()
    assert "hidden" not in caught.value.line


def test_a_whole_path_is_a_folder(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ALFRD_DOCUMENTS_URL", "/srv/documents")
    store = page_store()
    assert isinstance(store, FolderPageStore)
    assert store.place == "/srv/documents"


@pytest.mark.parametrize(
    ("encryption", "key", "asked"),
    [
        ("", "", {}),
        ("AES256", "", {"ServerSideEncryption": "AES256"}),
        ("aws:kms", "", {"ServerSideEncryption": "aws:kms"}),
        ("aws:kms", "mine", {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "mine"}),
    ],
)
def test_encryption(environment: pytest.MonkeyPatch, encryption: str, key: str, asked: dict[str, str]) -> None:
    environment.setenv("ALFRD_DOCUMENTS_URL", "s3://my-bucket")
    environment.setenv("ALFRD_S3_ENCRYPTION", encryption)
    environment.setenv("ALFRD_S3_KMS_KEY_ID", key)
    store = page_store()
    assert isinstance(store, S3PageStore)
    assert store._encryption == asked


@pytest.mark.parametrize(("encryption", "key"), [("rot13", ""), ("", "mine"), ("AES256", "mine")])
def test_encryption_that_cannot_be_asked_for(environment: pytest.MonkeyPatch, encryption: str, key: str) -> None:
    environment.setenv("ALFRD_DOCUMENTS_URL", "s3://my-bucket")
    environment.setenv("ALFRD_S3_ENCRYPTION", encryption)
    environment.setenv("ALFRD_S3_KMS_KEY_ID", key)
    with pytest.raises(SettingsError, match="s3_"):
        page_store()
