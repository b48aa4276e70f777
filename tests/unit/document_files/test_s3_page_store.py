"""The page store in a bucket: conditional, checked and encrypted uploads, and private local copies."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest

from alfrd_luigi.document_files import bucket as bucket_module
from alfrd_luigi.document_files.port import PageConflictError, PageDamagedError
from alfrd_luigi.document_files.s3 import S3PageStore
from alfrd_luigi.errors import MachineError, TransientError
from support.s3_faults import client, off, on, refusal
from support.stored_pages import ID, content, fetched, put

LARGE = os.urandom(6 * 1024 * 1024)  # two parts: S3 takes none under 5 MB but the last
Make = Callable[..., S3PageStore]


@pytest.fixture
def make(s3_bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes stores on one bucket, as several hosts would; what is over 1 MB is uploaded in parts."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)  # between the client's own tries

    def made(**encryption: str) -> S3PageStore:
        return S3PageStore(s3_bucket, "", tmp_path / "staging", encryption, part_bytes=1024 * 1024)

    return made


def head(store: S3PageStore, key: str) -> dict[str, Any]:
    answer: dict[str, Any] = client(store).head_object(Bucket=store._name, Key=key, ChecksumMode="ENABLED")
    return answer


def test_hosts_share_an_archive(make: Make) -> None:
    (stored,) = put(make(), b"one")
    assert content(make()) == {stored.key: b"one"}


def test_a_file_is_described_by_its_object(make: Make) -> None:
    store = make()
    (stored,) = put(store, b"one")
    answer = head(store, stored.key)
    assert answer["ContentType"] == "image/jpeg"
    assert answer["Metadata"]["sha256"] == stored.sha256


def test_every_write_is_conditional_and_checked(make: Make) -> None:
    store = make()
    sent: list[dict[str, str]] = []
    for operation in ("PutObject", "UploadPart", "CompleteMultipartUpload"):
        on(store, operation, lambda request: sent.append({k.lower(): str(v) for k, v in request.headers.items()}))
    stored, _ = put(store, b"one", LARGE)
    assert len(sent) == 4
    assert base64.b64encode(bytes.fromhex(stored.sha256)).decode() in sent[0]["x-amz-checksum-sha256"]
    assert sum("if-none-match" in headers for headers in sent) == 2
    assert sum("x-amz-checksum-sha256" in headers for headers in sent) == 3


def test_a_large_file_is_uploaded_in_parts(make: Make) -> None:
    store = make()
    (stored,) = put(store, LARGE)
    assert head(store, stored.key)["ETag"].endswith('-2"')
    assert fetched(store, stored) == LARGE
    assert put(store, LARGE) == (stored,)
    with pytest.raises(PageConflictError):
        put(store, LARGE[::-1])


@pytest.mark.parametrize("large", [False, True])
def test_encryption_is_asked_for(make: Make, large: bool) -> None:
    store = make(ServerSideEncryption="aws:kms", SSEKMSKeyId="mine")
    (stored,) = put(store, LARGE if large else b"one")
    answer = head(store, stored.key)
    assert (answer["ServerSideEncryption"], answer["SSEKMSKeyId"]) == ("aws:kms", "mine")


@pytest.mark.parametrize(
    ("operation", "at", "seen"),
    [("PutObject", 1, 0), ("PutObject", 2, 1), ("UploadPart", 2, 2), ("CompleteMultipartUpload", 1, 2)],
)
def test_a_put_that_is_cut_off_shows_no_half_file_and_can_be_repeated(
    make: Make, operation: str, at: int, seen: int
) -> None:
    store = make()
    on(store, operation, refusal(503, "SlowDown"), first=at)
    with pytest.raises(TransientError, match="SlowDown"):
        put(store, b"one", b"two", LARGE)
    assert list(content(store).values()) == [b"one", b"two"][:seen]
    assert "Uploads" not in client(store).list_multipart_uploads(Bucket=store._name)
    off(store, operation)
    stored = put(store, b"one", b"two", LARGE)
    assert list(content(store).values()) == [b"one", b"two", LARGE]
    assert put(store, b"one", b"two", LARGE) == stored


def test_a_part_of_a_document_that_was_cut_off_is_not_that_document(make: Make) -> None:
    store = make()
    on(store, "PutObject", refusal(503, "SlowDown"), first=2)
    with pytest.raises(TransientError):
        put(store, b"one", b"two")
    with pytest.raises(PageConflictError):
        put(store, b"one")


@pytest.mark.parametrize(("operation", "mine"), [("PutObject", b"one"), ("CompleteMultipartUpload", LARGE)])
@pytest.mark.parametrize("same", [True, False])
def test_of_two_hosts_that_put_at_once_one_wins(make: Make, operation: str, mine: bytes, same: bool) -> None:
    store, other = make(), make()
    theirs = mine if same else b"other"
    on(store, operation, lambda _: put(other, theirs) and None)
    if same:
        assert put(store, mine) == put(other, mine)
    else:
        with pytest.raises(PageConflictError):
            put(store, mine)
    assert list(content(store).values()) == [theirs]


def test_what_was_changed_in_the_bucket_is_not_read(make: Make) -> None:
    store = make()
    (stored,) = put(store, b"one")
    labels = head(store, stored.key)["Metadata"]
    client(store).delete_object(Bucket=store._name, Key=stored.key)
    client(store).put_object(Bucket=store._name, Key=stored.key, Body=b"two", Metadata=labels)
    with pytest.raises(PageDamagedError) as caught, store.fetch(stored.key, stored.sha256):
        pass
    assert stored.key in caught.value.message
    assert list((store._area).iterdir()) == []


def test_what_a_person_copied_into_the_bucket_is_read(make: Make) -> None:
    store, key = make(), f"2024/03/{ID}/001.jpg"
    client(store).put_object(Bucket=store._name, Key=key, Body=b"restored")
    client(store).put_object(Bucket=store._name, Key="notes.txt", Body=b"no page")
    assert content(store) == {key: b"restored"}


def test_a_local_copy_is_private_and_goes_after_use(make: Make) -> None:
    store = make()
    (stored,) = put(store, b"one")
    previous = os.umask(0)
    try:
        with store.fetch(stored.key, stored.sha256) as path:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    finally:
        os.umask(previous)
    assert not path.parent.exists()


def test_a_full_disk_is_no_documents_fault(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    store = make()
    (stored,) = put(store, b"one")
    monkeypatch.setattr(Path, "touch", full)
    with pytest.raises(MachineError, match="No space left"), store.fetch(stored.key, stored.sha256):
        pass


def test_the_client_is_made_once(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make()
    clients: list[str] = []
    client_of = bucket_module._client

    def counted(name: str) -> Any:
        clients.append(name)
        return client_of(name)

    monkeypatch.setattr(bucket_module, "_client", counted)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: list(store.keys()), range(8)))
    assert len(clients) == 1


def test_more_keys_than_one_answer_holds(make: Make) -> None:
    store = make()

    def two_at_once(params: dict[str, Any], **_: Any) -> None:
        params["MaxKeys"] = 2

    stored = put(store, *(b"%d" % number for number in range(5)))
    client(store).meta.events.register("provide-client-params.s3.ListObjectsV2", two_at_once)
    assert sorted(store.keys()) == [file.key for file in stored]


def test_a_store_that_nobody_uses_loads_no_boto3(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from alfrd_luigi.document_files.store import page_store
with page_store().staging():
    print(type(page_store()).__name__, "boto3" in sys.modules)
"""
    environment = {**os.environ, "ALFRD_DATA_DIR": str(tmp_path), "ALFRD_DOCUMENTS_URL": "s3://bucket/prefix"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["S3PageStore", "False"]


def test_a_repeated_put_uploads_nothing(make: Make) -> None:
    store = make()
    sent: list[AWSPreparedRequest] = []
    stored = put(store, b"one", LARGE)
    for operation in ("PutObject", "CreateMultipartUpload"):
        on(store, operation, sent.append)
    assert put(store, b"one", LARGE) == stored
    assert sent == []
    assert hashlib.sha256(fetched(store, stored[1])).hexdigest() == stored[1].sha256
