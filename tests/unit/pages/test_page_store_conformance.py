"""Every page store keeps the port's promises, whatever it keeps the files in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from page_files import ID, MARCH, put, staged

from alfrd_luigi.errors import PermanentError
from alfrd_luigi.pages.folder import FolderPageStore
from alfrd_luigi.pages.port import PageConflictError, PageMissingError, PageStore, StoredFile
from alfrd_luigi.pages.s3 import S3PageStore


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PageStore]:
    """A store without files."""
    if request.param == "folder":
        yield FolderPageStore(tmp_path / "data" / "documents")
    else:
        yield S3PageStore(request.getfixturevalue("bucket"), "archive", tmp_path / "staging")


def _content(store: PageStore, key: str) -> bytes:
    with store.fetch(key) as path:
        return path.read_bytes()


def test_files_are_stored_in_order_under_generated_names(store: PageStore) -> None:
    first, second = put(store, b"one", b"two")
    assert first == StoredFile(
        f"2024/03/{ID}/001.jpg", hashlib.sha256(b"one").hexdigest(), 3, "../scan\n0", "image/jpeg", 1
    )
    assert second.key == f"2024/03/{ID}/002.jpg"
    with store.fetch(second.key) as path:
        assert path.read_bytes() == b"two"
    assert set(store.keys()) == {first.key, second.key}


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


def test_the_month_is_that_of_utc(store: PageStore) -> None:
    new_year_in_tokyo = datetime(2024, 1, 1, 5, tzinfo=timezone(timedelta(hours=9)))
    assert put(store, b"x", at=new_year_in_tokyo)[0].key.startswith("2023/12/")


@pytest.mark.parametrize("contents", [[b"other"], [b"one", b"two"], [b"two", b"one", b"three"]])
def test_other_content_under_the_same_id_is_refused(store: PageStore, contents: Sequence[bytes]) -> None:
    (stored,) = put(store, b"one")
    with pytest.raises(PageConflictError):
        put(store, *contents)
    assert list(store.keys()) == [stored.key]
    assert _content(store, stored.key) == b"one"


@pytest.mark.parametrize(
    "key", ["2024/03/x/001.jpg", "", "/etc/passwd", "a/b/../c", "../../../x", "a/b/c/d\0", "a/b/c/d/e"]
)
def test_a_key_that_is_not_there_is_a_permanent_error(store: PageStore, key: str) -> None:
    with pytest.raises(PageMissingError) as caught, store.fetch(key):
        pass
    assert isinstance(caught.value, PermanentError)
    assert caught.value.hint


def test_a_delete_of_one_file_leaves_the_others(store: PageStore) -> None:
    first, second = put(store, b"one", b"two")
    store.delete([first.key])
    assert list(store.keys()) == [second.key]


def test_the_same_content_again_gives_the_same_answer(store: PageStore) -> None:
    first = put(store, b"one", b"two")
    assert put(store, b"one", b"two") == first
    assert sorted(store.keys()) == [file.key for file in first]


def test_the_staged_copies_are_used_up(store: PageStore) -> None:
    with store.staging() as area:
        store.put(ID, MARCH, [staged(area, 0, b"one")])
        assert not (area / "0").exists()


def test_a_deleted_document_is_gone(store: PageStore) -> None:
    orphan = [file.key for file in put(store, b"one", b"two")]
    (kept,) = put(store, b"kept", document=uuid4())
    store.delete(orphan)
    store.delete(orphan)
    assert list(store.keys()) == [kept.key]
    with pytest.raises(PageMissingError), store.fetch(orphan[0]):
        pass


def test_an_empty_store_has_no_keys(store: PageStore) -> None:
    assert list(store.keys()) == []


def test_many_put_the_same_document_at_once_and_agree(store: PageStore) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: put(store, b"one", b"two"), range(4)))
    assert len(set(answers)) == 1
    assert [_content(store, file.key) for file in answers[0]] == [b"one", b"two"]


def test_of_two_documents_with_one_id_one_is_stored(store: PageStore) -> None:
    def attempt(content: bytes) -> bool:
        try:
            put(store, content)
        except PageConflictError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        won = list(threads.map(attempt, [b"mine", b"yours"]))
    assert sorted(won) == [False, True]
    (key,) = store.keys()
    assert _content(store, key) == [b"mine", b"yours"][won.index(True)]


def test_what_is_fetched_is_for_reading_while_it_lasts(store: PageStore) -> None:
    (stored,) = put(store, b"one")
    with store.fetch(stored.key) as first, store.fetch(stored.key) as second:
        assert first.read_bytes() == second.read_bytes() == b"one"
