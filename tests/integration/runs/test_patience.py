"""A run that would only wait for another run ends: with 0 if that run is alive, with 25 if it gives no sign of life."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from uuid import UUID

import pytest
from click.testing import CliRunner

from alfrd_luigi.cli import main
from alfrd_luigi.database import documents, holders, runs
from alfrd_luigi.database.connection import database
from support.archives import Archive
from support.desk import Desk
from support.document_rows import ids

# Another run that processes a document of the same type.
_OTHER = """
import time
from alfrd_luigi.database import locks, runs, types
from alfrd_luigi.database.connection import database
runs.hold(database(), "the other")
session = database().session()
with locks.held_if_free(session, locks.LockClass.SUMMARIZER, types.get(session, "receipt").number) as taken:
    print(taken, flush=True)
    time.sleep(90)
"""


@pytest.fixture
def other(archive: Archive) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", _OTHER], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def _status() -> tuple[str, str | None]:
    """Of the one document: how far it is, and which run has it."""
    state = documents.state(database().session(), _id())
    return state.status, state.run_id


def _id() -> UUID:
    (id,) = ids(database().session())
    return id


def test_a_type_that_a_living_run_keeps_is_left_to_it(
    desk: Desk, archive: Archive, other: subprocess.Popen[str]
) -> None:
    archive.configure(patience=1)
    desk.receipt(1)
    assert desk.run() == 0, desk.said
    assert (
        f"stopped: the type receipt is held: 1 by run the other ({socket.gethostname()}, pid {other.pid})" in desk.said
    )
    assert _status() == ("classified", None)


def test_a_frozen_run_is_named_and_takes_nothing_with_it(desk: Desk, other: subprocess.Popen[str]) -> None:
    desk.receipt(1)
    other.send_signal(signal.SIGSTOP)
    assert desk.run() == 25, (desk.said, desk.rows())
    assert len(desk.said.strip().splitlines()) == 1
    assert f"run the other ({socket.gethostname()}, pid {other.pid})" in desk.said
    assert "shows no sign of life" in desk.said
    assert _status() == ("classified", None)
    (holder,) = holders.at_work(database().session())
    assert (holder.run, holder.pid, holder.lives) == ("the other", other.pid, False)
    assert holder.holds == {"summarizer": 1}
    other.kill()
    other.wait()
    assert desk.run() == 0, desk.said
    assert _status() == ("filed", None)


def test_an_idle_run_leaves_one_row_that_says_when_and_how(archive: Archive) -> None:
    session = database().session()
    for run in ("first", "second"):
        runs.hold(database(), run)
        runs.set_finished(session, run)
        runs.release(run)
        last = runs.ended_last(session)
        assert last is not None
        assert (last.run, last.outcome) == (run, "idle")
        assert runs.is_finished(session, run)
    assert runs.last(session, 10) == []


def test_status_and_doctor_name_who_is_at_work(archive: Archive, other: subprocess.Popen[str]) -> None:

    found = json.loads(CliRunner().invoke(main, ["status", "--json"]).stdout)["at_work"]
    assert [(row["run"], row["pid"], row["lives"], row["holds"]) for row in found] == [
        ("the other", other.pid, True, {"summarizer": 1})
    ]
    findings = json.loads(CliRunner().invoke(main, ["doctor", "--json"]).stdout)
    said = [finding["said"] for finding in findings if finding["check"] == "runs"]
    assert len(said) == 1
    assert f"pid {other.pid}" in said[0]
    assert "1 summarizer" in said[0]
