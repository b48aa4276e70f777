"""What the tests of the page stores are made of."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from alfrd_luigi.pages.port import IncomingFile, PageStore, StoredFile

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
    """All that is in a store."""
    return {key: fetched(store, key) for key in sorted(store.keys())}


def fetched(store: PageStore, key: str) -> bytes:
    with store.fetch(key) as path:
        return path.read_bytes()
