"""From the first version to this one and back: nothing is lost, and the former version can have its rows again.

tests/support/first_version is an export that commit 82ec94a, version 0.1.0, made of 30 papers that it had filed. A
backup in its schema that is equal to this export, byte by byte, is one that it can import.
"""

from __future__ import annotations

import csv
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import cursor

from alfrd_luigi.database import link, migration, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.settings import settings
from support.archives import Archive
from support.commands import Alfrd, alfrd_process
from support.connections import connected
from support.desk import wait_for
from support.embedded_server import Served, folder_for_root
from support.old_schemas import restored

FIRST = Path(__file__).parents[2] / "support" / "first_version"
_SCHEMA = 4
_ACCOUNTS = {"accounts_mixed"}  # doubtful: that version told no accounts apart


@pytest.fixture
def first(elsewhere: Callable[[], str]) -> Iterator[str]:
    """The archive of the first version, with its schema. Gives the URL of its database."""
    url = elsewhere()
    restored(FIRST)
    yield url
    database().close()


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table as that version had them; without escapes of COPY in the columns that are compared."""
    with (FIRST / "rows" / f"{table}.tsv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def schema(url: str) -> int:
    """The schema that the database has."""
    with connected(url) as own:
        own.execute("SELECT max(version) FROM schema_migrations")
        return int(own.fetchall()[0][0])


def sums(export: Path) -> bytes:
    """The checksums of all rows and page files of an export."""
    return (export / "SHA256SUMS").read_bytes()


def values(shown: dict[str, Any]) -> dict[str, str]:
    """What `alfrd list --json` says of a document, as the columns of the first version."""
    return {
        "document_type": shown["document_type"],
        "entity": shown["entity"],
        "document_date": shown["document_date"],
        "total_amount": f"{shown['total_amount']:.2f}",
        "currency": shown["currency"],
        "summary": shown["summary"],
    }


def test_the_first_version_is_upgraded_and_nothing_is_lost(alfrd: Alfrd, first: str, tmp_path: Path) -> None:
    refused = alfrd("list")
    assert refused.exit_code == 7
    assert "alfrd migrate --plan" in refused.stderr
    plan = json.loads(alfrd("migrate", "--plan", "--json").stdout)
    assert (plan["schema"], plan["newest"], plan["runs"]) == (_SCHEMA, migration.newest(), [])
    later = [name.removesuffix(".sql") for number, name, _ in migration.migrations() if number > _SCHEMA]
    assert [each["name"] for each in plan["migrations"]] == later
    assert all(each["purpose"] for each in plan["migrations"])
    asked = alfrd("migrate")
    assert (asked.exit_code, asked.stdout) == (2, "")
    assert "add --backup DIR, or --no-backup" in asked.stderr
    assert schema(first) == _SCHEMA

    done = alfrd("migrate", "--backup", tmp_path / "before")
    assert done.exit_code == 0, done.stderr
    assert schema(first) == migration.newest()
    assert sums(tmp_path / "before") == sums(FIRST)
    checked = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "before", check=False)
    assert checked.returncode == 0

    found = json.loads(alfrd("check", "--json").stdout)["problems"]
    assert {problem["claim"] for problem in found} == _ACCOUNTS
    assert not [problem for problem in found if problem["state"] == "damaged"]
    compare(alfrd)
    assert "up to date" in alfrd("migrate").stdout


def compare(alfrd: Alfrd) -> None:
    """Compare values, texts, tags, series and summaries with those of the first version."""
    listed = {document["id"]: document for document in json.loads(alfrd("list", "--json").stdout)}
    then = {row["id"]: row for row in rows("documents")}
    assert listed.keys() == then.keys()
    assert len(then) == 30
    titles = {row["id"]: row["title"] for row in rows("series")}
    for id, row in then.items():
        now = values(listed[id])
        assert now == {name: row[name] for name in now}
        assert listed[id]["status"] == row["status"] == "filed"
        assert (listed[id]["series"] or {}).get("title") == titles.get(row["series_id"])
        tags = {each["tag"] for each in rows("document_tags") if each["document_id"] == id}
        assert tags <= set(listed[id]["tags"])
    text = json.loads(alfrd("show", next(iter(then)), "--json").stdout)["text"]
    assert text.strip().replace("\n", "\\n") in then[next(iter(then))]["text"]
    summaries = {row["summary"] for row in rows("files")}
    assert {each["summary"] for each in json.loads(alfrd("files", "--json").stdout)} == summaries


def test_a_migration_that_cannot_be_backed_up_does_not_happen(alfrd: Alfrd, first: str, tmp_path: Path) -> None:
    assert alfrd("migrate", "--backup", tmp_path / "b", "--no-backup").exit_code == 2
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    assert alfrd("migrate", "--backup", tmp_path / "full").exit_code == 5
    page = next(settings().documents_dir.glob("*/*/*/*"))
    page.rename(tmp_path / "page")
    refused = alfrd("migrate", "--backup", tmp_path / "partial")
    assert refused.exit_code == 9
    assert f"{page.parent.name}/{page.name}' is missing" in refused.stderr
    assert schema(first) == _SCHEMA
    (tmp_path / "page").rename(page)
    assert alfrd("migrate", "--no-backup").exit_code == 0
    assert schema(first) == migration.newest()


def test_a_backup_that_another_migration_made_superfluous_is_not_named(
    alfrd: Alfrd, first: str, tmp_path: Path
) -> None:
    with connected(first) as other, ThreadPoolExecutor(1) as executor:
        other.execute("BEGIN; SELECT pg_advisory_xact_lock(%s)", (migration._LOCK,))
        late = executor.submit(alfrd_process, "migrate", "--json", "--backup", tmp_path / "none")
        wait_for(lambda: _waits(other))
        migration.migrate(Session(other.connection))
        other.execute("COMMIT")
        done = late.result()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"applied": [], "backup": None, "schema": migration.newest()}
    assert not (tmp_path / "none").exists()


def _waits(session: cursor) -> bool:
    session.execute("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    return bool(session.fetchall())


def test_a_session_that_uses_the_tables_is_named(alfrd: Alfrd, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "LOCK_SECONDS", 1)
    with connected(first) as own:
        own.execute("BEGIN; SELECT pg_backend_pid() FROM documents LIMIT 1")  # a notebook that was left open
        ((pid,),) = own.fetchall()
        refused = alfrd("migrate", "--no-backup")
        assert refused.exit_code == 4
        assert f"cannot be migrated: postgres (pid {pid}) keeps its tables in an open transaction" in refused.stderr
    assert alfrd("migrate", "--no-backup").exit_code == 0


@pytest.mark.parametrize("command", [["migrate", "--no-backup"], ["import", str(FIRST)]], ids=["migrate", "import"])
def test_a_process_killed_before_the_new_prompts_are_there_has_done_nothing(
    alfrd: Alfrd, elsewhere: Callable[[], str], command: list[str]
) -> None:
    url = elsewhere()
    if command[0] == "migrate":
        restored(FIRST)
        database().close()
    mapping = settings().data_dir / "ledger.toml"  # read after the prompts are written
    mapping.parent.mkdir(exist_ok=True)
    os.mkfifo(mapping)
    with subprocess.Popen([sys.executable, "-m", "alfrd_luigi.cli", *command]) as process:
        writer = os.open(mapping, os.O_WRONLY)  # waits until the process reads
        process.kill()
    os.close(writer)
    mapping.unlink()
    with connected(url) as own:
        own.execute("SELECT to_regclass('schema_migrations') IS NOT NULL")
        assert own.fetchall() == [(command[0] == "migrate",)]
    assert command[0] == "import" or schema(url) == _SCHEMA
    assert alfrd(*command).exit_code == 0
    found = json.loads(alfrd("check", "--json").stdout)["problems"]
    assert {problem["claim"] for problem in found} == _ACCOUNTS
    database().close()


def test_a_terminal_is_asked_for_the_folder(first: str, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        os.write(ours, f"{tmp_path / 'asked'}\n".encode())
        command = [sys.executable, "-m", "alfrd_luigi.cli", "migrate"]
        done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False, timeout=60)
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert "Export the archive to this new folder first" in done.stderr
    assert sums(tmp_path / "asked") == sums(FIRST)


def test_active_runs_are_named_and_nothing_is_written(alfrd: Alfrd, archive: Archive, tmp_path: Path) -> None:
    runs.hold(database(), "living")
    with connected(archive.database_url) as own:
        own.execute("DELETE FROM schema_migrations WHERE version = %s", (migration.newest(),))
    plan = alfrd("migrate", "--plan")
    assert plan.exit_code == 4
    assert "active: run living" in plan.stderr
    refused = alfrd("migrate", "--backup", tmp_path / "backup")
    assert refused.exit_code == 4
    assert "run living" in refused.stderr
    assert not (tmp_path / "backup").exists()
    assert schema(archive.database_url) < migration.newest()


@pytest.mark.parametrize("command", [["list"], ["migrate"], ["migrate", "--plan"], ["export", "new"]])
def test_an_older_program_refuses_a_newer_schema_in_one_line(
    alfrd: Alfrd, archive: Archive, command: list[str]
) -> None:
    with connected(archive.database_url) as own:
        own.execute("INSERT INTO schema_migrations (version, name) VALUES (9999, 'of the future')")
    refused = alfrd(*command)
    assert (refused.exit_code, refused.stdout) == (7, "")
    assert refused.stderr == "error: the database has schema 9999, made by a newer version. Upgrade alfrd-luigi\n"


def test_an_embedded_archive_saves_its_rows_before_it_is_migrated(archive: Archive, tmp_path: Path) -> None:
    with folder_for_root() as folder:
        archive.configure(data_dir=folder / "data", database_url="")
        as_first_version(FIRST)
        kept, cut_off = (folder / "data" / "backups" / name for name in ("mine", f"schema-0004-20261130T{0:012}"))
        for left in (kept, cut_off):
            (left / "rows").mkdir(parents=True)
        linked = cut_off.with_name(f"schema-0003-20251130T{0:012}")  # which a person has moved to another disk
        linked.symlink_to(tmp_path)
        done = alfrd_process("list", "--json")
        assert len(json.loads(done.stdout)) == 30, done.stderr
        (saved,) = set((folder / "data" / "backups").iterdir()) - {kept, linked}
        assert saved != cut_off
        assert f"its rows are saved in {saved}" in done.stderr
        assert sums(saved) == sums(FIRST)
        assert not list((saved / "documents").iterdir())

        # The way back of docs/upgrading.md.
        shutil.move(folder / "data" / "postgres", tmp_path / "postgres")
        shutil.copytree(folder / "data" / "documents", saved / "documents", dirs_exist_ok=True, copy_function=os.link)
        shutil.rmtree(folder / "data" / "documents")
        as_first_version(saved)
        assert alfrd_process("migrate", "--backup", tmp_path / "again").returncode == 0
        assert sums(tmp_path / "again") == sums(FIRST)
        assert alfrd_process("check", "--quick").returncode == 0


@pytest.mark.parametrize("with_server", [False, True], ids=["process", "machine"])
def test_a_process_killed_while_rows_are_saved_has_migrated_nothing(archive: Archive, *, with_server: bool) -> None:
    with folder_for_root() as folder:
        archive.configure(data_dir=folder / "data", database_url="")
        as_first_version(FIRST)
        served, backups = Served(folder / "data"), folder / "data" / "backups"
        holder = served.start("BEGIN; LOCK TABLE documents; SELECT 1", stays=100)  # its rows cannot be read
        assert holder.stdout is not None
        assert holder.stdout.readline() == "1\n"
        with subprocess.Popen([sys.executable, "-m", "alfrd_luigi.cli", "list"]) as process:
            wait_for(lambda: list(backups.glob("*/rows/documents.tsv")))
            process.kill()
        if with_server:
            served.cut_power()
        holder.kill()
        holder.communicate()
        (cut_off,) = backups.iterdir()
        assert not (cut_off / "manifest.json").exists()
        assert json.loads(alfrd_process("migrate", "--plan", "--json").stdout)["schema"] == _SCHEMA
        done = alfrd_process("list", "--json")
        assert len(json.loads(done.stdout)) == 30, done.stderr
        (saved,) = backups.iterdir()
        assert saved != cut_off
        assert sums(saved) == sums(FIRST)


def test_rows_that_cannot_be_saved_prevent_the_migration(archive: Archive) -> None:
    with folder_for_root() as folder:
        archive.configure(data_dir=folder / "data", database_url="")
        as_first_version(FIRST)
        (folder / "data" / "backups").touch()
        refused = alfrd_process("list")
        assert refused.returncode == 6
        assert "the rows cannot be saved before the migration" in refused.stderr
        assert json.loads(alfrd_process("migrate", "--plan", "--json").stdout)["schema"] == _SCHEMA
        assert alfrd_process("migrate", "--no-backup").returncode == 0
        assert alfrd_process("check").returncode == 0


def as_first_version(export: Path) -> None:
    """Import into the configured archive what the first version exported, and leave its schema."""
    command = [sys.executable, "-m", "support.old_schemas", str(export)]
    subprocess.run(command, check=True, timeout=60, env={**os.environ, "PYTHONPATH": str(FIRST.parents[1])})
