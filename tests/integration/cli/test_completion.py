"""What a shell is offered while a person types, from the archive, and that nothing is said where there is none."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID

import pytest
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

from alfrd_luigi.cli import main
from alfrd_luigi.database.session import Session
from support import document_rows
from support.archives import Archive
from support.commands import Alfrd
from support.connections import connected
from support.embedded_server import Served

ONE = UUID("abcd1234-0000-4000-8000-000000000000")


def _offered(*words: str, shell: type[ShellComplete] = ZshComplete) -> list[str]:
    return [item.value for item in _items(*words, shell=shell)]


def _items(*words: str, shell: type[ShellComplete] = ZshComplete) -> list[CompletionItem]:
    *before, typed = words
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("_ALFRD_COMPLETE", f"{shell.name}_complete")
        return shell(main, {}, "alfrd", "_ALFRD_COMPLETE").get_completions(before, typed)


@pytest.mark.usefixtures("archive")
def test_ids_types_series_tags_prompts_and_columns_are_offered(session: Session) -> None:
    document_rows.filed(session, id=ONE, tags=("tax 2024",), uncertain=[])
    (item,) = _items("show", "ab")
    assert (item.value, item.help) == ("abcd1234", "2024-03-05 Northwind Water 41.20")
    assert _offered("show", "abcd1234-") == [str(ONE)]
    assert _offered("show", "b") == _offered("show", "no id") == []
    for command in (["get"], ["why"], ["set"], ["delete"], ["tag", "add", "home"], ["events", "--document"]):
        assert _offered(*command, "abcd") == ["abcd1234"], command
    assert _offered("list", "--type", "utility") == ["utility_bill"]
    (series,) = _items("list", "--series", "")
    assert series.help == "Northwind Water bills"
    assert _offered("series", "show", "") == [series.value]
    assert _offered("list", "--tag", "ta") == ["tax 2024"]
    assert _offered("list", "--tag", "ta", shell=BashComplete) == ["tax\\ 2024"]
    assert _offered("prompts", "show", "summarizer:re") == ["summarizer:receipt"]
    assert _offered("list", "--columns", "id,da") == ["id,date"]
    assert _offered("list", "--columns", "id,i") == []


def test_a_person_who_types_does_not_wait_for_a_lock(archive: Archive, session: Session) -> None:
    document_rows.filed(session, id=ONE)
    with connected(archive.database_url) as own:
        own.execute("BEGIN; LOCK TABLE documents")  # as a migration does
        began = time.monotonic()
        assert _offered("show", "ab") == []
        assert time.monotonic() - began < 3


def test_nothing_is_offered_or_said_where_there_is_no_archive(
    archive: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    archive.configure(data_dir=tmp_path / "nothing", database_url="")
    assert _offered("show", "") == []
    archive.configure(database_url="postgresql://nobody@127.0.0.1:1/none")
    assert _offered("list", "--type", "") == []
    assert capfd.readouterr() == ("", "")
    assert not (tmp_path / "nothing").exists()


def test_an_embedded_server_that_does_not_run_is_not_started(
    archive: Archive, served: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    served.use()
    archive.configure(data_dir=served.data_dir, database_url="")
    assert _offered("list", "--type", "") == []
    assert not served.is_running
    with served.user():  # a server runs, on which nothing has been prepared yet
        assert _offered("list", "--type", "") == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("shell", [BashComplete, ZshComplete, FishComplete])
def test_the_script_of_a_shell_is_printed(alfrd: Alfrd, shell: type[ShellComplete]) -> None:
    printed = alfrd("completion", shell.name)
    assert printed.exit_code == 0
    assert f"_ALFRD_COMPLETE={shell.name}_complete" in printed.stdout
