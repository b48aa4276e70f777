"""Every error is one line on stderr with a hint and an exit code; stdout stays empty."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from alfrd_luigi.cli import main
from alfrd_luigi.database import listings
from alfrd_luigi.database.session import Session
from support import document_rows
from support.archives import Archive
from support.commands import Alfrd, AlfrdProcess

HEAVY = ("luigi", "boto3", "rapidocr", "onnxruntime", "dateparser", "jsonschema", "PIL", "pypdfium2", "numpy")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["lst"], "Try: alfrd --help"),
        (["list", "--limt", "3"], "Try: alfrd list --help"),
        (["list", "--limit", "0"], "Try: alfrd list --help"),
        (["list", "--limit", "many"], "Try: alfrd list --help"),
        (["list", "--status", "done"], "Try: alfrd list --help"),
        (["show"], "Try: alfrd show --help"),
        (["rerun", "abc"], "Try: alfrd rerun --help"),
        (["rerun", "abc", "--from", "scan"], "Try: alfrd rerun --help"),
        (["prompts"], "Try: alfrd prompts --help"),
        (["prompts", "show", "poem"], "Try: alfrd prompts show --help"),
        (["types", "accept"], "Try: alfrd types accept --help"),
    ],
)
def test_wrong_usage_is_one_line(alfrd: Alfrd, arguments: list[str], hint: str) -> None:
    result = alfrd(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: ")
    assert result.stderr.endswith(f"{hint}\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["list", "status", "init", "process", "retry"])
def test_a_database_that_cannot_be_reached(alfrd: Alfrd, archive: Archive, command: str) -> None:
    archive.configure(database_url="postgresql://someone:hunter2@localhost:1/nowhere")
    result = alfrd(command)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (7, "", 1)
    assert result.stderr.startswith("error: the database cannot be reached")
    assert "hunter2" not in result.stderr


def test_a_setting_that_cannot_be_used(alfrd: Alfrd, archive: Archive) -> None:
    archive.configure(max_attempts="often")
    result = alfrd("list")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (6, "", 1)
    assert "ALFRD_MAX_ATTEMPTS" in result.stderr


def test_a_configuration_that_is_named_but_not_there(
    alfrd: Alfrd, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUIGI_CONFIG_PATH", "/nowhere/luigi.cgf")
    archive.configure()
    result = alfrd("list")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (6, "", 1)
    assert "/nowhere/luigi.cgf" in result.stderr


@pytest.mark.parametrize(
    "url",
    ["mysql://u:hunter2@h/x", "user=u password=hunter2 nonsense", "postgresql://u:hunter2@[::bad/x"],
)
def test_no_password_is_told_whatever_the_url(alfrd: Alfrd, archive: Archive, url: str) -> None:
    archive.configure(database_url=url)
    result = alfrd("list")
    assert result.exit_code == 7
    assert "hunter2" not in result.stderr


def test_a_search_for_bytes_that_are_no_text_finds_nothing(alfrd: Alfrd) -> None:
    assert alfrd("list", "--search", "\udcff").exit_code == 0


def test_a_run_that_did_not_begin_is_not_said_to_have_had_nothing_to_do(
    alfrd_process: AlfrdProcess, archive: Archive
) -> None:
    archive.configure(ocr_engine="foo")
    done = alfrd_process("process")
    assert done.returncode == 6
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_a_database_that_goes_away_meanwhile(alfrd: Alfrd, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(session: Session, **_: Any) -> None:
        session.close()
        session.values("overview.counts")

    monkeypatch.setattr(listings, "documents", gone)
    result = alfrd("list")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (7, "", 1)
    assert result.stderr.startswith("error: the database was lost")


def test_an_interruption_ends_with_the_shells_own_code(alfrd: Alfrd, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(listings, "documents", interrupted)
    result = alfrd("list")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.strip() == "error: interrupted"


def test_a_fault_of_the_program_is_not_hidden(alfrd: Alfrd, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(listings, "documents", faulty)
    assert isinstance(alfrd("list").exception, ZeroDivisionError)


@pytest.mark.usefixtures("archive")
def test_a_pipe_that_closes_early_is_no_trouble(session: Session) -> None:
    for number in range(300):
        document_rows.registered(session, f"{number}.txt")
    for arguments in (["list", "--json"], ["list"]):
        command = [sys.executable, "-m", "alfrd_luigi.cli", *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            said = process.stderr.read()
        assert "Traceback" not in said
        assert "Exception" not in said


@pytest.mark.parametrize("arguments", [["types", "list"], ["list", "--csv"], ["completion", "bash"]], ids=" ".join)
def test_an_output_without_space_is_one_line(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # the output is then written when the command ends
    command = [sys.executable, "-m", "alfrd_luigi.cli", *arguments]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1:]) == (
        1,
        ["error: the output cannot be written: No space left on device"],
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["status"], ["list", "--json"]], ids=" ".join)
def test_a_closed_output_is_one_line(archive: Archive, arguments: list[str]) -> None:
    command = ["/bin/sh", "-c", '"$@" >&-', "sh", sys.executable, "-m", "alfrd_luigi.cli", *arguments]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    said = "error: the output cannot be written: stdout is closed. For no output: >/dev/null\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "arguments",
    [
        ["status", "--health", "--hours", "nan"],
        ["status", "--health", "--hours", "inf"],
        ["list", "--limit", str(2**63)],
        ["runs", "list", "--limit", str(2**31)],
        ["process", "--limit", str(2**63)],
        ["prompts", "diff", "classifier", str(2**63)],
    ],
    ids=" ".join,
)
def test_a_number_that_is_too_large_is_a_mistake_of_the_command_line(alfrd: Alfrd, arguments: list[str]) -> None:
    result = alfrd(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: Invalid value for ")


def test_help_and_version_need_no_archive(empty_archive: Archive) -> None:
    empty_archive.configure(database_url="postgresql://localhost:1/nowhere")
    for arguments in ([], ["-h"], ["--help"], ["list", "-h"], ["prompts", "--help"]):
        result = CliRunner().invoke(main, arguments)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("Usage: ")
    assert CliRunner().invoke(main, ["--version"]).stdout.startswith("alfrd, version ")


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "arguments", [["list", "--json"], ["list"], ["status"], ["prompts", "list"], ["types", "list"]]
)
def test_a_command_that_only_looks_loads_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
import sys
from alfrd_luigi.cli import main
try:
    main({arguments!r})
finally:
    print("heavy:", *[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1].split() == ["heavy:"], done.stderr
