"""The page store in a folder: durable, private, written once."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from alfrd_luigi.errors import PermanentError
from alfrd_luigi.pages import folder as folder_module
from alfrd_luigi.pages.durable import make_private, sync
from alfrd_luigi.pages.folder import FolderPageStore
from alfrd_luigi.pages.port import IncomingFile, PageConflictError, PageMissingError, PageStore, StoredFile

ID = UUID("00000000-0000-4000-8000-000000000001")
MARCH = datetime(2024, 3, 31, 12, tzinfo=UTC)


def put(store: PageStore, *contents: bytes, document: UUID = ID, at: datetime = MARCH) -> tuple[StoredFile, ...]:
    with store.staging() as area:
        return store.put(document, at, [staged(area, number, content) for number, content in enumerate(contents)])


def staged(area: Path, number: int, content: bytes, media_type: str = "image/jpeg") -> IncomingFile:
    path = area / f"{number}"
    path.write_bytes(content)
    return IncomingFile(path, hashlib.sha256(content).hexdigest(), len(content), f"../scan\n{number}", media_type, 1)


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def store(tmp_path: Path) -> FolderPageStore:
    return FolderPageStore(tmp_path / "data" / "documents")


def test_files_are_stored_in_order_under_generated_names(store: FolderPageStore) -> None:
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
def test_the_extension_follows_the_content(store: FolderPageStore, media_type: str, extension: str) -> None:
    with store.staging() as area:
        (stored,) = store.put(ID, MARCH, [staged(area, 0, b"x", media_type)])
    assert stored.key.endswith(f"/001.{extension}")


def test_the_month_is_that_of_utc(store: FolderPageStore) -> None:
    new_year_in_tokyo = datetime(2024, 1, 1, 5, tzinfo=timezone(timedelta(hours=9)))
    assert put(store, b"x", at=new_year_in_tokyo)[0].key.startswith("2023/12/")


def test_only_the_owner_can_read_and_nobody_can_write(store: FolderPageStore) -> None:
    previous = os.umask(0)
    try:
        (stored,) = put(store, b"x")
    finally:
        os.umask(previous)
    file = store.root / stored.key
    assert stat.S_IMODE(file.stat().st_mode) == 0o400
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in list(file.parents)[:5]] == [0o700] * 5


def test_the_same_content_again_changes_nothing(store: FolderPageStore) -> None:
    first = put(store, b"one", b"two")
    inode = (store.root / first[0].key).stat().st_ino
    assert put(store, b"one", b"two") == first
    assert (store.root / first[0].key).stat().st_ino == inode


@pytest.mark.parametrize("contents", [[b"other"], [b"one", b"two"], [b"two", b"one", b"three"]])
def test_other_content_under_the_same_id_is_refused(store: FolderPageStore, contents: Sequence[bytes]) -> None:
    (stored,) = put(store, b"one")
    with pytest.raises(PageConflictError):
        put(store, *contents)
    assert tree(store.root) == {stored.key: b"one"}


@pytest.mark.parametrize("step", ["Path.chmod", "Path.rename", "sync"])
def test_a_put_that_is_cut_off_shows_nothing_and_can_be_repeated(
    store: FolderPageStore, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(f"alfrd_luigi.pages.folder.{step}", fail)
        with pytest.raises(OSError, match="no space left"):
            put(store, b"one", b"two")
    assert list(store.keys()) == []
    assert tree(store.root) == {}
    assert len(put(store, b"one", b"two")) == 2


def test_every_file_and_folder_is_synced_before_it_is_named(
    store: FolderPageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, b"zero", document=uuid4())
    synced: list[tuple[str, bool]] = []
    final = store.root / "2024" / "03" / str(ID)

    def record(path: Path) -> None:
        synced.append((path.name, final.exists()))
        sync(path)

    monkeypatch.setattr(folder_module, "sync", record)
    put(store, b"one", b"two")
    before = [name for name, named in synced if not named]
    after = [name for name, named in synced if named]
    assert before == ["001.jpg", "002.jpg", str(ID)]
    assert after == ["03", "2024", "documents"]


@pytest.mark.parametrize(
    "key",
    ["2024/03/x/001.jpg", "", "/etc/passwd", "a/b/../c", "../../../x", "a/b/c/d\0", "a/b/c/d/e", "/proc/self/status"],
)
def test_a_key_that_is_not_there_is_a_permanent_error(store: FolderPageStore, key: str) -> None:
    with pytest.raises(PageMissingError) as caught, store.fetch(key):
        pass
    assert isinstance(caught.value, PermanentError)
    assert caught.value.hint


def test_an_orphan_can_be_deleted_and_its_folder_goes_with_it(store: FolderPageStore) -> None:
    orphan = [file.key for file in put(store, b"one", b"two")]
    (kept,) = put(store, b"kept", document=uuid4())
    store.delete(orphan)
    store.delete(orphan)
    assert set(store.keys()) == {kept.key}
    assert not (store.root / orphan[0]).parent.exists()


def test_a_delete_of_one_file_leaves_the_others(store: FolderPageStore) -> None:
    first, second = put(store, b"one", b"two")
    store.delete([first.key])
    assert list(store.keys()) == [second.key]


def test_staging_is_private_and_goes_away_also_after_an_error(store: FolderPageStore) -> None:
    def fail() -> None:
        with store.staging() as area:
            assert stat.S_IMODE(area.stat().st_mode) == 0o700
            (area / "sub").mkdir()
            raise RuntimeError(area)

    with pytest.raises(RuntimeError):
        fail()
    assert list((store.root / ".staging").iterdir()) == []
    assert list(store.keys()) == []


def test_what_a_killed_process_staged_goes_after_a_day(store: FolderPageStore) -> None:
    area = store.root / ".staging"
    make_private(area)
    old, young = area / "old", area / "young"
    for folder in (old, young):
        folder.mkdir()
        (folder / "page").write_bytes(b"x")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    with store.staging():
        assert not old.exists()
        assert young.exists()


def test_two_stores_that_put_the_same_document_at_once_agree(
    store: FolderPageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = FolderPageStore(store.root)
    rename = Path.rename
    answers: list[tuple[StoredFile, ...]] = []

    def rename_second(path: Path, target: Path) -> Path:
        if target.name == str(ID) and not answers:
            answers.append(())  # so that the other store's own rename goes through
            answers[:] = [put(other, b"one")]
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_second)
    assert put(store, b"one") == answers[0]


def test_make_private_leaves_what_exists(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private(tmp_path / "a" / "b")
    make_private(tmp_path)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
