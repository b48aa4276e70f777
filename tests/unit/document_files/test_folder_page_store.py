"""The page store in a folder: files are durable, private and renamed into place."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from uuid import uuid4

import pytest

from alfrd_luigi.document_files import folder as folder_module
from alfrd_luigi.document_files.durability import sync
from alfrd_luigi.document_files.folder import FolderPageStore
from alfrd_luigi.document_files.port import StoredFile
from support.stored_pages import ID, put


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def store(tmp_path: Path) -> FolderPageStore:
    return FolderPageStore(tmp_path / "data" / "documents")


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


@pytest.mark.parametrize("step", ["Path.chmod", "Path.rename", "sync"])
def test_a_put_that_is_cut_off_shows_nothing_and_can_be_repeated(
    store: FolderPageStore, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(f"alfrd_luigi.document_files.folder.{step}", fail)
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


def test_an_orphan_can_be_deleted_and_its_folder_goes_with_it(store: FolderPageStore) -> None:
    orphan = [file.key for file in put(store, b"one", b"two")]
    (kept,) = put(store, b"kept", document=uuid4())
    store.delete(orphan)
    store.delete(orphan)
    assert set(store.keys()) == {kept.key}
    assert not (store.root / orphan[0]).parent.exists()


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
