"""`alfrd init`, `alfrd add` and `alfrd samples`: the archive is created, and files arrive in its inbox."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from alfrd_luigi.cli import main
from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.intake.registration import scan_inbox
from support.archives import Archive
from support.commands import Alfrd


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("Dear reader", encoding="utf-8")
    return path


def _metas(archive: Archive) -> list[Any]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(archive.inbox.glob("*/meta.json"))]


def test_init_makes_everything_and_is_safe_to_repeat(empty_archive: Archive) -> None:
    first = CliRunner().invoke(main, ["init"])
    assert first.exit_code == 0, first.stderr
    assert first.stderr.startswith("applied: 0001")
    assert empty_archive.inbox.is_dir()
    again = CliRunner().invoke(main, ["init"])
    assert (again.exit_code, again.stderr) == (0, "The database is up to date.\n")
    assert again.stdout == first.stdout
    said = json.loads(CliRunner().invoke(main, ["init", "--json"]).stdout)
    assert (said["applied"], said["inbox"]) == ([], str(empty_archive.inbox))


def test_a_database_that_was_never_prepared_says_so(empty_archive: Archive) -> None:
    result = CliRunner().invoke(main, ["list"])
    assert (result.exit_code, result.stdout) == (7, "")
    assert result.stderr.endswith("Run: alfrd init\n")


def test_files_arrive_as_documents_of_their_own(alfrd: Alfrd, archive: Archive, note: Path) -> None:
    other = note.with_name("other.txt")
    other.write_text("Something else", encoding="utf-8")
    result = alfrd("add", note, other, "--tag", "Home", "--tag", "letters", "--source", "desk")
    assert result.exit_code == 0, result.stderr
    metas = {meta["id"]: meta for meta in _metas(archive)}
    assert [line.split() for line in result.stdout.splitlines()] == [
        [id, metas[id]["documents"][0]["file"]] for id in (line.split()[0] for line in result.stdout.splitlines())
    ]
    assert [meta["metadata"] for meta in metas.values()] == [{"source": "desk", "tags": ["home", "letters"]}] * 2
    assert "alfrd process" in result.stderr


def test_tags_of_bytes_that_are_known_already_are_kept(alfrd: Alfrd, archive: Archive, note: Path) -> None:
    assert alfrd("add", note).exit_code == 0
    runs.hold(database(), "run")
    (id,) = scan_inbox("run").registered
    assert alfrd("add", note, "--tag", "Home", "--tag", "house").exit_code == 0
    assert alfrd("tag", "add", "house", id).exit_code == 0
    assert scan_inbox("run").registered == []
    assert json.loads(alfrd("show", id, "--json").stdout)["tags"] == ["home", "house"]
    assert "tag add by run, tag: home" in alfrd("history", id).stdout
    assert alfrd("list", "--tag", "home").stderr == "1 document\n"


def test_files_arrive_together_in_their_order(alfrd: Alfrd, archive: Archive, note: Path) -> None:
    first = note.with_name("z.txt")
    first.write_text("First page", encoding="utf-8")
    result = alfrd("add", first, note, "--together", "--json")
    (added,) = json.loads(result.stdout)
    (meta,) = _metas(archive)
    assert added == {"id": meta["id"], "folder": str(archive.inbox / meta["id"]), "files": [str(first), str(note)]}
    assert [part["file"] for part in meta["documents"]] == ["z.txt", "note.txt"]


def test_one_bad_file_and_nothing_is_added(alfrd: Alfrd, archive: Archive, note: Path) -> None:
    bad = note.with_name("bad.pdf")
    bad.write_text("no PDF at all", encoding="utf-8")
    for arguments in ([note, bad], [note, note.with_name("missing.txt")]):
        result = alfrd("add", *arguments)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (5, "", 1)
        assert result.stderr.startswith("error: ")
        assert _metas(archive) == []


def test_each_bad_file_is_named_and_a_folder_is_none(alfrd: Alfrd, archive: Archive, note: Path) -> None:
    empty = note.with_name("empty.txt")
    empty.touch()
    result = alfrd("add", note, empty, note.parent)
    assert (result.exit_code, _metas(archive)) == (5, [])
    assert result.stderr.startswith(
        f"error: none of the files was added: empty.txt is empty; {note.parent} is a folder."
    )
    assert alfrd("add", note.parent).stderr.endswith("is a folder. Name the files in it, such as FOLDER/*\n")


def test_nothing_to_add_is_wrong_usage(alfrd: Alfrd) -> None:
    result = alfrd("add")
    assert result.exit_code == 2
    assert result.stderr.endswith("Try: alfrd add --help\n")


def test_samples_are_written_where_nothing_else_is(alfrd: Alfrd, tmp_path: Path, note: Path) -> None:
    result = alfrd("samples", tmp_path / "few", "--few", "--seed", 7)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"12 documents in {tmp_path / 'few' / 'documents'}\n"
    refused = alfrd("samples", note.parent, "--few")
    assert (refused.exit_code, refused.stdout) == (5, "")
    assert note.read_text("utf-8") == "Dear reader"


def test_no_command_that_only_looks_leaves_a_run(alfrd: Alfrd) -> None:
    for arguments in (["list"], ["status"], ["prompts", "list"], ["types", "list"], ["retry"]):
        assert alfrd(*arguments).exit_code == 0
    assert runs.last(database().session(), 10) == []
