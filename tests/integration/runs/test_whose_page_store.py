"""A page store that is not mounted or belongs to another archive: nothing is stored there, and no document fails."""

from __future__ import annotations

import errno
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3
import psycopg2
import pytest
from click.testing import CliRunner

from alfrd_luigi import archive as opening
from alfrd_luigi.cli import main
from alfrd_luigi.database import documents, page_stores, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.document_files import folder as folder_module
from alfrd_luigi.document_files.marker import MARKER, Mark, mark_of
from alfrd_luigi.document_files.ownership import OwnedPageStore
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.errors import MachineError, SettingsError
from alfrd_luigi.intake.registration import scan_inbox
from alfrd_luigi.stages import lifecycle, ocr
from alfrd_luigi.stages.document_stage import DocumentStage
from alfrd_luigi.stages.rerun import take_back
from support.archives import Archive
from support.desk import Desk
from support.document_rows import ids
from support.pipeline import BILL, take_in, work_on, worked

PAST, NOW = "20240401T000000-past", "20240402T000000-now"


@contextmanager
def unmounted(archive: Archive) -> Iterator[Path]:
    """The bare mount point in place of the page store."""
    root = archive.data_dir / "documents"
    away = root.with_name("away")
    root.rename(away)
    root.mkdir(mode=0o700)
    try:
        yield root
    finally:
        root.rename(root.with_name("bare"))
        away.rename(root)


def spoil(archive: Archive, *statements: str) -> None:
    with psycopg2.connect(archive.database_url) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def marker(archive: Archive) -> Path:
    path: Path = archive.data_dir / "documents" / MARKER
    return path


def put_in(archive: Archive, name: str, month: int) -> Path:
    path: Path = archive.inbox / f"{name}.txt"
    path.write_text(BILL.format(month=month), encoding="utf-8")
    return path


def state(id: UUID) -> documents.DocumentState:
    return documents.state(database().session(), id)


def owned() -> Mark:
    """What the marker of the archive's store is to say."""
    found = page_stores.owned(database().session())
    assert found is not None
    return Mark(*found)


def test_a_run_without_its_page_store_does_nothing_and_the_next_one_does_all(desk: Desk, archive: Archive) -> None:
    desk.receipt(1)
    assert desk.run() == 0, desk.said
    desk.receipt(2)
    with unmounted(archive) as bare:
        assert desk.run() == 30
        assert f"{bare} is not the page store of this archive: its marker {MARKER} is missing. Mount it" in desk.said
        assert "Traceback" not in desk.said
        assert list(bare.iterdir()) == []
        assert len(desk.rows()) == 1
    assert desk.run() == 0, desk.said
    assert desk.statuses() == ["filed"] * 2


def test_the_mark_is_private_and_survives_a_second_init(archive: Archive) -> None:
    opening.initialise()
    first = marker(archive).read_bytes()
    opening.initialise()
    assert marker(archive).read_bytes() == first
    assert mark_of(first) == owned()
    assert marker(archive).stat().st_mode & 0o777 == 0o600
    assert list(page_store().keys()) == []


@pytest.mark.parametrize("content", [Mark(UUID(int=7), 0).content(), b"", b"[1]", b'{"id": 5}', b"\xff", b"[" * 2000])
def test_the_store_of_another_archive_is_not_touched(archive: Archive, content: bytes) -> None:
    worked(archive)
    marker(archive).write_bytes(content)
    put_in(archive, "new", 5)
    before = list(page_store().keys())
    with pytest.raises(SettingsError, match="the page store of another archive"):
        scan_inbox(PAST)
    with pytest.raises(SettingsError, match="another archive"):
        opening.initialise()
    assert list(page_store().keys()) == before
    assert (archive.inbox / "new.txt").exists()


def test_an_older_archive_is_marked_when_its_newest_pages_are_there(archive: Archive) -> None:
    newest = worked(archive)[-1]
    spoil(archive, "DELETE FROM page_store")
    marker(archive).unlink()
    with unmounted(archive) as bare:
        for use in (opening.initialise, lambda: scan_inbox(PAST)):
            with pytest.raises(MachineError, match="one of the newest on record, is not in it"):
                use()
        assert list(bare.iterdir()) == []
    (file,) = documents.files(database().session(), newest)
    page = archive.data_dir / "documents" / file.key
    page.rename(page.with_suffix(".away"))
    with pytest.raises(MachineError, match=file.key):
        scan_inbox(PAST)
    page.with_suffix(".away").rename(page)
    scan_inbox(PAST)
    assert marker(archive).exists()


def test_a_store_that_was_moved_is_taken_by_init_and_the_old_one_no_longer(archive: Archive) -> None:
    worked(archive)
    old = archive.data_dir
    archive.configure(data_dir=old.with_name("new"), inbox_dir=archive.inbox)
    with pytest.raises(MachineError, match="is missing"):
        scan_inbox(PAST)
    with pytest.raises(MachineError, match="one of the newest"):
        opening.initialise()
    (old / "documents").joinpath(MARKER).rename(old / "kept")
    old.with_name("new").mkdir(exist_ok=True)
    (old / "documents").rename(old.with_name("new") / "documents")
    opening.initialise()
    scan_inbox(PAST)
    (old.with_name("new") / "documents" / MARKER).write_bytes((old / "kept").read_bytes())
    with pytest.raises(SettingsError, match="another archive"):
        scan_inbox(PAST)


def test_a_process_that_was_killed_while_it_marked_the_store_is_followed(archive: Archive) -> None:
    page_store().set_mark(Mark(UUID(int=7), 0))
    assert len(take_in(archive, PAST, bill=BILL.format(month=3))) == 1
    assert owned() == (UUID(int=7), 1)


def test_a_new_database_does_not_take_the_store_of_another(archive: Archive) -> None:
    worked(archive)
    spoil(archive, "TRUNCATE documents, page_store CASCADE")
    with pytest.raises(SettingsError, match="another archive"):
        opening.initialise()
    with pytest.raises(SettingsError, match="another archive"):
        scan_inbox(PAST)


def test_a_mount_that_goes_in_the_middle_of_a_put(archive: Archive) -> None:
    (id,) = take_in(archive, PAST, bill=BILL.format(month=3))
    store = OwnedPageStore(page_store(), database().session())
    store.verify()
    with unmounted(archive) as bare:
        with pytest.raises(MachineError, match="is missing"), store.staging():
            pass
        with pytest.raises(MachineError, match="is missing"):
            store.put(id, datetime.now(UTC), ())
        assert list(bare.iterdir()) == []


def test_what_is_stored_where_nothing_is_mounted_any_longer_is_not_registered(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(archive, PAST)
    put_in(archive, "bill", 3)
    put = folder_module.FolderPageStore.put

    def unmounting(self: Any, *arguments: Any) -> Any:
        stored = put(self, *arguments)
        marker(archive).unlink()
        return stored

    monkeypatch.setattr(folder_module.FolderPageStore, "put", unmounting)
    report = scan_inbox(PAST)
    assert report.registered == []
    assert "Mount it" in report.failed[0][1]
    assert (archive.inbox / "bill.txt").exists()


def test_a_missing_page_is_the_documents_trouble_and_a_missing_store_is_not(archive: Archive) -> None:
    ids = take_in(archive, PAST, one=BILL.format(month=3), two=BILL.format(month=4))
    with unmounted(archive), pytest.raises(MachineError, match="is missing"):
        lifecycle.run(DocumentStage(ocr.STAGE, ids[0], PAST))
    assert state(ids[0]).status == "pending"
    assert stage_results.failures(database().session(), ids[0], "ocr").attempts == 0
    (file,) = documents.files(database().session(), ids[0])
    page_store().delete([file.key])
    work_on(ids, PAST)
    assert state(ids[0]).status == "failed"
    assert "is missing" in (state(ids[0]).error_message or "")
    assert state(ids[1]).status == "filed"


def test_a_page_that_was_changed_is_not_read(archive: Archive) -> None:
    ids = worked(archive, PAST)
    (file,) = documents.files(database().session(), ids[0])
    page = archive.data_dir / "documents" / file.key
    page.chmod(0o600)
    page.write_text(page.read_text().replace("Amount due: $1", "Amount due: $9"))
    for id in ids:
        take_back(id, "ocr", NOW)
    work_on(ids, NOW)
    assert (state(ids[0]).status, state(ids[0]).error_hint) == (
        "failed",
        "Restore it from a backup of the documents",
    )
    assert "is damaged" in (state(ids[0]).error_message or "")
    assert state(ids[1]).status == "filed"


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
def test_a_disk_that_does_not_give_a_page_is_no_documents_fault(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(path: Path) -> str:
        raise OSError(number, os.strerror(number), str(path))

    (id,) = take_in(archive, PAST, bill=BILL.format(month=3))
    monkeypatch.setattr(folder_module, "_sha256", refuse)
    with pytest.raises(MachineError, match=os.strerror(number)):
        lifecycle.run(DocumentStage(ocr.STAGE, id, PAST))
    assert state(id).status == "pending"


def _older_database(archive: Archive) -> None:
    """What is registered after the first document is no longer known."""
    spoil(
        archive,
        "DELETE FROM documents WHERE id <> (SELECT id FROM documents ORDER BY registered_at LIMIT 1)",
        "UPDATE page_store SET registrations = 1",
    )


def test_an_older_database_beside_newer_pages_is_noticed(archive: Archive, caplog: pytest.LogCaptureFixture) -> None:
    worked(archive, PAST)
    assert scan_inbox(PAST).registered == []
    assert "older" not in caplog.text
    _older_database(archive)
    for number in range(3):  # also after more documents than were lost have come
        put_in(archive, f"new-{number}", 5 + number)
        assert len(scan_inbox(PAST).registered) == 1
        assert "the database is older than the pages. Restore its newest backup" in caplog.text
        caplog.clear()
    found = CliRunner().invoke(main, ["check", "--json"])
    claims = [problem["claim"] for problem in json.loads(found.stdout)["problems"]]
    assert found.exit_code == 9
    assert {"database_older", "unknown_files"} <= set(claims)
    known = {file.key for id in ids(database().session()) for file in _files(id)}
    page_store().delete(set(page_store().keys()) - known)
    with caplog.at_level(logging.WARNING):
        scan_inbox(PAST)
    assert caplog.text == ""
    assert page_store().mark() == owned()


def _files(id: UUID) -> list[documents.File]:
    return documents.files(database().session(), id)


def test_a_scan_that_was_killed_before_it_noted_what_it_registered(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    worked(archive, PAST)
    whole = owned()
    assert whole.registrations == 2
    page_store().set_mark(Mark(whole.id, 0))
    scan_inbox(PAST)
    assert page_store().mark() == owned() == whole
    assert caplog.text == ""


def test_a_bucket_has_a_mark_as_well(archive: Archive, s3_bucket: str, caplog: pytest.LogCaptureFixture) -> None:
    opening.initialise()
    archive.configure(documents_url=f"s3://{s3_bucket}/paper")  # nothing is on record yet: any place will do
    (id,) = take_in(archive, PAST, bill=BILL.format(month=3))
    client, key = boto3.session.Session().client("s3"), f"paper/{MARKER}"
    content = client.get_object(Bucket=s3_bucket, Key=key)["Body"].read()
    assert mark_of(content) == owned()
    assert [stored.split("/")[2] for stored in list(page_store().keys())] == [str(id)]
    client.delete_object(Bucket=s3_bucket, Key=key)
    put_in(archive, "new", 5)
    with pytest.raises(SettingsError, match="is missing"):
        scan_inbox(PAST)
    opening.initialise()  # its pages are there
    assert len(scan_inbox(PAST).registered) == 1
    _older_database(archive)
    put_in(archive, "newer", 6)
    scan_inbox(PAST)
    assert "the database is older" in caplog.text


def test_a_check_says_once_that_the_store_is_away(archive: Archive) -> None:
    worked(archive)
    with unmounted(archive) as bare:
        found = CliRunner().invoke(main, ["check", "--json"])
        (problem,) = json.loads(found.stdout)["problems"]
        assert found.exit_code == 9
        assert (problem["claim"], problem["subject"]) == ("page_store", str(bare))
        doctor = json.loads(CliRunner().invoke(main, ["doctor", "--json"]).stdout)
        assert [finding["state"] for finding in doctor if finding["check"] == "documents"] == ["wrong"]
        export = CliRunner().invoke(main, ["export", str(bare.with_name("export"))])
        assert export.exit_code == 6
        assert "Mount it" in export.stderr
        assert not bare.with_name("export").exists()
