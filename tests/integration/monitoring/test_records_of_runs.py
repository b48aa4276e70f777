"""`alfrd runs`: the record of a run has what it did, what it cost, and the exit code of its process."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from support.archives import Archive
from support.commands import Alfrd
from support.connections import connected
from support.desk import Desk, wait_for


def _listed(alfrd: Alfrd) -> dict[str, Any]:
    result = alfrd("runs", "list", "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_what_a_run_did_is_recorded_with_its_exit_code(desk: Desk, archive: Archive, alfrd: Alfrd) -> None:
    desk.receipt(1)
    desk.receipt(2, "[[classify: nonsense]]")
    (archive.inbox / "tool.py").write_text("print()", encoding="utf-8")
    assert desk.run() == 30, desk.said
    assert desk.run() == 0, desk.said  # found nothing to do, and leaves no row
    listed = _listed(alfrd)
    (run,) = listed["runs"]
    assert (run["exit_code"], run["state"], run["registered"], run["filed"], run["failed"]) == (30, "troubled", 2, 1, 1)
    assert run["seconds"] > 0
    assert listed["last_run"]["outcome"] == "idle"
    assert listed["last_run"]["succeeded_at"] == listed["last_run"]["ended_at"]

    shown = json.loads(alfrd("runs", "show", run["id"], "--json").stdout)
    assert [document["outcome"] for document in shown["documents"]] == ["failed", "filed"]
    assert {"ocr", "classify", "file"} <= {stage["stage"] for stage in shown["stages"]}
    page = alfrd("runs", "show", run["id"][:12]).stdout
    assert "2 registered, 1 filed, 1 failed, 1 rejected" in page
    assert [entry["outcome"] for entry in shown["inbox"]] == ["rejected"]
    assert "tool.py is a program, which is not supported" in page
    assert "classify: classify" not in page
    assert "classify got" in page
    assert "exit code  30" in page
    table = alfrd("runs", "list")
    assert run["id"] in table.stdout
    assert "nothing to do" in table.stderr


def test_the_exit_code_of_an_interrupted_run(desk: Desk, alfrd: Alfrd) -> None:
    desk.receipt(1)
    process = desk.start("ProcessAllPending", ALFRD_TRIGGER="documents_claimed=terminate")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 143, said
    (run,) = _listed(alfrd)["runs"]
    assert (run["exit_code"], run["state"], run["finished_at"]) == (143, "interrupted", None)


def test_a_run_without_a_usable_inbox_says_so(desk: Desk, archive: Archive, alfrd: Alfrd) -> None:
    archive.inbox.rmdir()
    archive.inbox.write_text("no folder", encoding="utf-8")
    assert desk.run() == 30, desk.said
    (run,) = _listed(alfrd)["runs"]
    assert (run["exit_code"], run["state"], run["stopped_by"]) == (30, "stopped", "settings")
    assert "inbox cannot be used" in alfrd("runs", "show", run["id"]).stdout.replace("\n", " ")
    status = alfrd("status").stdout
    assert "cannot be used" in status
    assert "was cut off" not in status


def test_a_killed_run_has_no_exit_code(desk: Desk, alfrd: Alfrd) -> None:
    desk.receipt(1)
    process = desk.start("ProcessAllPending", ALFRD_TRIGGER="documents_claimed=kill")
    process.communicate(timeout=60)
    wait_for(lambda: not _listed(alfrd)["runs"][0]["is_alive"])
    (run,) = _listed(alfrd)["runs"]
    assert (run["exit_code"], run["state"]) == (None, "died")
    assert _listed(alfrd)["last_run"] is None


def test_runs_of_several_hosts_have_their_host(alfrd: Alfrd, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for id in ("20240101T000000-aaaa", "20240101T000000-bbbb"):
        runs.hold(database(), id)
        runs.release(id)
    assert alfrd("runs", "list").stdout.split()[:3] == ["run", "seconds", "ended"]
    names = alfrd("runs", "list", "--csv").stdout.splitlines()[0]
    with connected(archive.database_url) as own:
        own.execute("UPDATE runs SET host = 'attic' WHERE id LIKE '%%bbbb'")
    lines = alfrd("runs", "list").stdout.splitlines()
    assert lines[0].split()[:2] == ["run", "host"]
    assert [line.split()[1] for line in lines if line.startswith("20240101T000000-bbbb")] == ["attic"]
    assert alfrd("runs", "list", "--csv").stdout.splitlines()[0] == names


@pytest.mark.parametrize(("name", "said"), [("20990101", "no run's id begins"), ("2024", "more than one run's id")])
def test_a_run_that_is_not_known(alfrd: Alfrd, archive: Archive, name: str, said: str) -> None:
    for id in ("20240101T000000-aaaa", "20240101T000000-bbbb"):
        runs.hold(database(), id)
        runs.release(id)
    result = alfrd("runs", "show", name)
    assert result.exit_code == 3
    assert said in result.stderr
