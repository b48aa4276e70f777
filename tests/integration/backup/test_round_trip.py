"""`alfrd export` and `alfrd import`: the imported archive equals the exported one, with either page store."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg2
import pytest

from alfrd_luigi.backup.export import export
from alfrd_luigi.database import documents, migration, runs, tables
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files.folder import FolderPageStore
from alfrd_luigi.document_files.marker import Mark
from alfrd_luigi.document_files.store import page_store
from support.archives import Archive
from support.commands import Alfrd
from support.filled_archive import contents, filled
from support.pipeline import BILL, take_in, work_on, worked

Move = Callable[[], str]

_CUT_OFF = """
import os, sys
from alfrd_luigi.cli import main
from alfrd_luigi.document_files.folder import FolderPageStore
put, left = FolderPageStore.put, [2]
def dying(self, *arguments):
    left[0] -= 1
    return put(self, *arguments) if left[0] else os._exit(9)
FolderPageStore.put = dying
main(["import", sys.argv[1]])
"""


def pages() -> dict[str, bytes]:
    """The page files that the rows name, those of the bin included, each as its row says."""
    found, session = {}, database().session()
    with session.transaction():
        stored = list(tables.stored_documents(session))
    for file in (file for document in stored for file in document.files):
        with page_store().fetch(file["key"], file["sha256"]) as path:
            found[file["key"]] = path.read_bytes()
    assert set(found) == set(page_store().keys())
    return found


@pytest.mark.parametrize(("source", "target"), [("folder", "folder"), ("folder", "s3"), ("s3", "folder")])
def test_a_round_trip_is_equal(
    alfrd: Alfrd,
    archive: Archive,
    elsewhere: Move,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    source: str,
    target: str,
) -> None:
    bucket = f"s3://{request.getfixturevalue('s3_bucket')}/paper" if "s3" in (source, target) else ""
    archive.configure(documents_url=bucket if source == "s3" else "")
    filled(archive)
    assert alfrd("export", tmp_path / "export").exit_code == 0
    before, stored = contents(archive.database_url), pages()
    assert min(len(rows) for rows in before.values()) > 1, "every table has rows"
    url = elsewhere()
    archive.configure(documents_url=bucket if target == "s3" else "")
    done = alfrd("import", tmp_path / "export")
    assert done.exit_code == 0, done.stderr
    assert alfrd("search", "northwind").exit_code == 0  # what is derived is made again
    assert contents(url) == before
    assert pages() == stored
    checked = alfrd("check", "--json")
    assert {problem["claim"] for problem in json.loads(checked.stdout)["problems"]} <= {"calls_cut_off"}


def test_an_imported_archive_goes_on(alfrd: Alfrd, archive: Archive, elsewhere: Move, tmp_path: Path) -> None:
    known = worked(archive)
    assert alfrd("export", tmp_path / "export").exit_code == 0
    elsewhere()
    assert alfrd("import", tmp_path / "export").exit_code == 0
    session = database().session()
    runs.hold(database(), "next")
    assert not documents.work_is_left(session, "next", None)
    assert take_in(archive, "next", again=BILL.format(month=3)) == []  # the same bytes as before
    assert not list(archive.inbox.glob("*.txt"))
    new = take_in(archive, "next", new=BILL.format(month=7))
    work_on(new, "next")
    assert documents.state(session, new[0]).status == "filed"
    assert documents.series_of(session, new[0]) == documents.series_of(session, known[0])
    assert alfrd("check").exit_code == 0


def test_an_export_is_private_and_can_be_verified_without_this_program(
    alfrd: Alfrd, archive: Archive, tmp_path: Path
) -> None:
    worked(archive)
    folder = tmp_path / "export"
    folder.mkdir(mode=0o755)
    assert json.loads(alfrd("export", folder, "--json").stdout)["page_files"] == 2
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")] if path.is_dir()} == {0o700}
    assert subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=False).returncode == 0
    again = alfrd("export", folder)
    assert again.exit_code == 5
    assert "is not empty" in again.stderr
    inside = alfrd("export", archive.inbox / "export")
    assert "Name another folder" in inside.stderr


def test_an_export_names_what_is_missing_and_is_none(alfrd: Alfrd, archive: Archive, tmp_path: Path) -> None:
    ids = worked(archive)
    keys = [documents.files(database().session(), id)[0].key for id in ids]
    page_store().delete(keys[:1])
    path = archive.data_dir / "documents" / keys[1]
    path.chmod(0o600)
    path.write_bytes(b"something else")
    done = alfrd("export", tmp_path / "export")
    assert done.exit_code == 9
    assert f"the stored file {keys[0]!r} is missing" in done.stderr
    assert f"the stored file {keys[1]!r} is damaged" in done.stderr
    assert not (tmp_path / "export" / "manifest.json").exists()
    assert "is not a whole export" in alfrd("import", tmp_path / "export").stderr


def test_an_export_beside_a_run_is_of_one_moment(
    alfrd: Alfrd, archive: Archive, elsewhere: Move, tmp_path: Path
) -> None:
    known = worked(archive)

    class Busy(FolderPageStore):
        new: tuple[UUID, ...] = ()

        def fetch(self, key: str, sha256: str) -> Any:
            if not self.new:
                self.new = tuple(take_in(archive, "living", new=BILL.format(month=9)))
            return super().fetch(key, sha256)

    store = Busy(archive.data_dir / "documents")
    assert export(database().new_session(), store, tmp_path / "export").page_files == 2
    assert len(store.new) == 1
    runs.release("living")
    elsewhere()
    assert alfrd("import", tmp_path / "export").exit_code == 0
    assert {document["id"] for document in json.loads(alfrd("list", "--json").stdout)} == {str(id) for id in known}
    assert alfrd("check").exit_code == 0


def test_an_import_that_was_killed_is_repeated(alfrd: Alfrd, archive: Archive, elsewhere: Move, exported: Path) -> None:
    elsewhere()
    killed = subprocess.run([sys.executable, "-c", _CUT_OFF, str(exported)], check=False, capture_output=True)
    assert killed.returncode == 9, killed.stderr
    assert len(list(page_store().keys())) == 1
    assert alfrd("import", exported).exit_code == 0
    assert len(pages()) == 5


def test_the_id_of_the_page_store_travels_with_the_rows(
    alfrd: Alfrd, archive: Archive, elsewhere: Move, tmp_path: Path
) -> None:
    worked(archive)
    assert alfrd("export", tmp_path / "export").exit_code == 0
    exported = json.loads((tmp_path / "export" / "manifest.json").read_text())["page_store"]
    mark = page_store().mark()
    assert mark is not None
    assert exported == str(mark.id)
    elsewhere()
    assert alfrd("init").exit_code == 0
    page_store().set_mark(Mark(UUID(int=7), 0))
    refused = alfrd("import", tmp_path / "export")
    assert refused.exit_code == 6
    assert "is the page store of another archive" in refused.stderr
    page_store().set_mark(mark)  # as an import does that is then cut off
    assert alfrd("import", tmp_path / "export").exit_code == 0
    assert page_store().mark() == mark
    assert alfrd("check").exit_code == 0


def test_a_store_that_outlived_its_database_takes_the_import(
    alfrd: Alfrd, archive: Archive, elsewhere: Move, tmp_path: Path
) -> None:
    worked(archive)
    assert alfrd("export", tmp_path / "export").exit_code == 0
    (lost,) = take_in(archive, "later", bill=BILL.format(month=9))
    runs.release("later")
    elsewhere()
    archive.configure(data_dir=archive.data_dir)
    assert "another archive" in alfrd("init").stderr
    assert alfrd("import", tmp_path / "export").exit_code == 0
    problems = json.loads(alfrd("check", "--json").stdout)["problems"]
    assert [problem["claim"] for problem in problems] == ["database_older", "unknown_files"]
    assert str(lost) in problems[1]["subject"]


def test_an_export_of_an_older_version_is_brought_up_to_date(
    alfrd: Alfrd, elsewhere: Move, archive: Archive, tmp_path: Path
) -> None:
    url = elsewhere()
    with closing(Session(psycopg2.connect(url))) as session:
        with session.transaction():
            migration.apply(session, 1)
            session.script("INSERT INTO tags VALUES ('old')")
        export(session, page_store(), tmp_path / "export")
    refused = alfrd("init") and alfrd("import", tmp_path / "export")
    assert refused.exit_code == 7, refused.stderr
    assert "the export has schema 1" in refused.stderr
    url = elsewhere()
    assert alfrd("import", tmp_path / "export").exit_code == 0
    now = contents(url)
    assert now["tags"] == ["name", "old"]
    assert len(now["schema_migrations"]) == len(migration.migrations()) + 1
    assert len(now["document_types"]) > 20
    assert alfrd("check").exit_code == 0
