"""The behaviour of every page store: the same tests on a folder, and on a bucket over HTTP."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest

from alfrd_luigi.document_files.folder import FolderPageStore
from alfrd_luigi.document_files.port import PageConflictError, PageMissingError, PageStore, StoredFile
from alfrd_luigi.document_files.s3 import S3PageStore
from alfrd_luigi.errors import PermanentError
from support.stored_pages import ID, MARCH, content, fetched, put, staged


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PageStore:
    if request.param == "folder":
        return FolderPageStore(tmp_path / "data" / "documents")
    return S3PageStore(request.getfixturevalue("s3_bucket"), "paper/archive", tmp_path / "data" / "staging")


def test_files_are_stored_in_order_under_generated_names(store: PageStore) -> None:
    first, second = put(store, b"one", b"two")
    assert first == StoredFile(
        f"2024/03/{ID}/001.jpg", hashlib.sha256(b"one").hexdigest(), 3, "../scan\n0", "image/jpeg", 1
    )
    assert second.key == f"2024/03/{ID}/002.jpg"
    assert content(store) == {first.key: b"one", second.key: b"two"}


@pytest.mark.parametrize(
    ("media_type", "extension"),
    [
        ("application/pdf", "pdf"),
        ("image/png", "png"),
        ("image/tiff", "tif"),
        ("image/webp", "webp"),
        ("text/plain", "txt"),
        ("something/else", "bin"),
    ],
)
def test_the_extension_follows_the_content(store: PageStore, media_type: str, extension: str) -> None:
    with store.staging() as area:
        (stored,) = store.put(ID, MARCH, [staged(area, 0, b"x", media_type)])
    assert stored.key.endswith(f"/001.{extension}")
    with store.fetch(stored.key, stored.sha256) as path:
        assert path.name == f"001.{extension}"


def test_the_month_is_that_of_utc(store: PageStore) -> None:
    new_year_in_tokyo = datetime(2024, 1, 1, 5, tzinfo=timezone(timedelta(hours=9)))
    assert put(store, b"x", at=new_year_in_tokyo)[0].key.startswith("2023/12/")


def test_the_size_of_a_file(store: PageStore) -> None:
    (stored,) = put(store, b"three")
    assert store.size(stored.key) == 5
    with pytest.raises(PageMissingError):
        store.size(stored.key.replace("001", "002"))


def test_an_empty_file_is_a_file(store: PageStore) -> None:
    (stored,) = put(store, b"")
    assert fetched(store, stored) == b""


def test_the_staged_copies_are_used_up_also_by_a_repetition(store: PageStore) -> None:
    for _ in range(2):
        with store.staging() as area:
            store.put(ID, MARCH, [staged(area, 0, b"one"), staged(area, 1, b"two")])
            assert not [path for path in area.rglob("*") if path.is_file()]


def test_the_same_content_again_gives_the_same_answer(store: PageStore) -> None:
    first = put(store, b"one", b"two")
    assert put(store, b"one", b"two") == first
    assert content(store) == {first[0].key: b"one", first[1].key: b"two"}


@pytest.mark.parametrize("contents", [[b"other"], [b"one", b"two"], [b"two", b"one", b"three"]])
def test_other_content_under_the_same_id_is_refused(store: PageStore, contents: Sequence[bytes]) -> None:
    (stored,) = put(store, b"one")
    with pytest.raises(PageConflictError):
        put(store, *contents)
    assert content(store) == {stored.key: b"one"}


def test_less_content_under_the_same_id_is_refused(store: PageStore) -> None:
    first, second = put(store, b"one", b"two")
    with pytest.raises(PageConflictError):
        put(store, b"one")
    assert content(store) == {first.key: b"one", second.key: b"two"}


def test_content_of_another_type_under_the_same_id_is_refused(store: PageStore) -> None:
    (stored,) = put(store, b"one")
    with store.staging() as area, pytest.raises(PageConflictError):
        store.put(ID, MARCH, [staged(area, 0, b"other", "text/plain")])
    assert content(store) == {stored.key: b"one"}


def test_one_store_serves_many_threads(store: PageStore) -> None:
    documents = [uuid4() for _ in range(8)]
    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(lambda id: put(store, id.bytes, document=id)[0], documents))
        read = list(pool.map(lambda file: fetched(store, file), stored))
    assert read == [id.bytes for id in documents]


def test_the_same_document_put_by_many_at_once_is_stored_once(store: PageStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(lambda _: put(store, b"one", b"two"), range(4)))
    assert [[file.key for file in answer] for answer in answers] == [sorted(store.keys())]


@pytest.mark.parametrize(
    "key",
    ["2024/03/x/001.jpg", "", "/etc/passwd", "a/b/../c", "../../../x", "a/b/c/d\0", "a/b/c/d/e", "/proc/self/status"],
)
def test_a_key_that_is_not_there_is_a_permanent_error(store: PageStore, key: str) -> None:
    with pytest.raises(PageMissingError) as caught, store.fetch(key, "0" * 64):
        pass
    assert isinstance(caught.value, PermanentError)
    assert caught.value.hint


def test_an_orphan_can_be_deleted_twice(store: PageStore) -> None:
    orphan = [file.key for file in put(store, b"one", b"two")]
    (kept,) = put(store, b"kept", document=uuid4())
    store.delete(orphan)
    store.delete(orphan)
    assert content(store) == {kept.key: b"kept"}


def test_a_delete_of_one_file_leaves_the_others(store: PageStore) -> None:
    first, second = put(store, b"one", b"two")
    store.delete([first.key])
    assert list(store.keys()) == [second.key]


def test_staging_is_private_and_goes_away_also_after_an_error(store: PageStore) -> None:
    areas: list[Path] = []

    def fail() -> None:
        with store.staging() as area:
            areas.append(area)
            assert stat.S_IMODE(area.stat().st_mode) == 0o700
            (area / "sub").mkdir()
            raise RuntimeError(area)

    with pytest.raises(RuntimeError):
        fail()
    assert not areas[0].exists()
    assert list(store.keys()) == []
