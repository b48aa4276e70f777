"""Support for the tests of page stores."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from alfrd_luigi.document_files.folder import FolderPageStore
from alfrd_luigi.document_files.port import IncomingFile, PageStore, StoredFile
from alfrd_luigi.document_files.s3 import S3PageStore
from support.s3_faults import client

ID = UUID("00000000-0000-4000-8000-000000000001")
MARCH = datetime(2024, 3, 31, 12, tzinfo=UTC)


def put(store: PageStore, *contents: bytes, document: UUID = ID, at: datetime = MARCH) -> tuple[StoredFile, ...]:
    with store.staging() as area:
        return store.put(document, at, [staged(area, number, content) for number, content in enumerate(contents)])


def staged(area: Path, number: int, content: bytes, media_type: str = "image/jpeg") -> IncomingFile:
    path = area / f"{number}"
    path.write_bytes(content)
    return IncomingFile(path, hashlib.sha256(content).hexdigest(), len(content), f"../scan\n{number}", media_type, 1)


def content(store: PageStore) -> dict[str, bytes]:
    """The content of a store, by key."""
    return {key: _lying(store, key) for key in sorted(store.keys())}


def _lying(store: PageStore, key: str) -> bytes:
    if isinstance(store, FolderPageStore):
        return (store.root / key).read_bytes()
    assert isinstance(store, S3PageStore)
    answer = client(store).get_object(Bucket=store._name, Key=store._prefix + key)
    return bytes(answer["Body"].read())


def fetched(store: PageStore, file: StoredFile) -> bytes:
    with store.fetch(file.key, file.sha256) as path:
        return path.read_bytes()
