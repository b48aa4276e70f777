"""`alfrd events` lists what happened, by its subject and its time, and follows what happens."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest

from alfrd_luigi.database import changes, documents, events, files
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.events import Matching
from support.archives import Archive
from support.commands import Alfrd
from support.kept_archives import Keep
from support.pipeline import OFFLINE_STAGES, worked

RUN = "20240401T000000-past"


def _listed(alfrd: Alfrd, *options: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(alfrd("events", *options, "--json").stdout)
    return found


def _happen(event: str) -> None:
    session = database().session()
    with session.transaction():
        events.record(session, None, "prompt", "classifier", event)


def test_the_events_of_a_document_are_its_stages_in_their_order(keep: Keep, alfrd: Alfrd) -> None:
    id, _ = keep(worked)
    found = [each["event"] for each in _listed(alfrd, "--document", str(id)[:8])]
    assert [name for name in found if name.endswith(" completed")] == [f"{stage} completed" for stage in OFFLINE_STAGES]


def test_each_option_narrows_the_list(keep: Keep, alfrd: Alfrd) -> None:
    id, _ = keep(worked)
    series = documents.series_of(database().session(), id)
    assert series is not None
    file = files.of_series(database().session(), series)
    assert {each["run_id"] for each in _listed(alfrd, "--run", RUN)} == {RUN}
    assert {each["subject"] for each in _listed(alfrd, "--series", series)} == {"document", "file"}
    assert {each["key"] for each in _listed(alfrd, "--file", str(file)[:8])} == {str(file)}
    assert {each["event"] for each in _listed(alfrd, "--kind", "ocr completed")} == {"ocr completed"}
    assert _listed(alfrd, "--until", "2020-01-01") == []
    assert len(_listed(alfrd, "--since", "2020-01-01", "--limit", "3")) == 3
    assert _listed(alfrd, "--type", "invoice") == []
    _happen("pinned")
    assert [each["event"] for each in _listed(alfrd, "--prompt", "classifier")] == ["pinned"]


def test_the_newest_events_are_last(keep: Keep, alfrd: Alfrd) -> None:
    keep(worked)
    every = [each["id"] for each in _listed(alfrd)]
    assert every == sorted(every)
    assert [each["id"] for each in _listed(alfrd, "--limit", "2")] == every[-2:]


def test_an_event_is_one_line(archive: Archive, alfrd: Alfrd) -> None:
    _happen("pinned\nand more")
    shown = alfrd("events")
    assert len(shown.stdout.splitlines()) == 1
    assert shown.stderr == "1 event\n"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--document", "a", "--type", "invoice"], 2),
        (["--since", "last march"], 2),
        (["--document", "zz"], 3),
        (["--file", "zz"], 3),
        (["--series", "no such"], 3),
        (["--type", "no_such"], 3),
    ],
)
def test_what_is_not_known_is_an_error(archive: Archive, alfrd: Alfrd, options: list[str], code: int) -> None:
    assert alfrd("events", *options).exit_code == code


def test_an_event_of_a_transaction_that_commits_late_is_not_missed(archive: Archive) -> None:
    session = database().session()
    with closing(psycopg2.connect(archive.database_url)) as slow:
        with slow.cursor() as cursor:
            cursor.execute("INSERT INTO events (subject, key, event) VALUES ('prompt', 'classifier', 'slow')")
        _happen("quick")
        first = changes.snapshot(session).seen
        assert [each.event for each in events.newest(session, Matching(), 9)] == ["quick"]
        slow.commit()
    assert [each.event for each in events.unseen(session, Matching(), first)] == ["slow"]
    assert events.unseen(session, Matching(), changes.snapshot(session).seen) == []


@contextmanager
def _following() -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own, after it has shown an event."""
    command = [sys.executable, "-W", "error", "-m", "alfrd_luigi.cli", "events", "--follow", "--json"]
    _happen("first")
    follower = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert _next(follower) == "first"
        yield follower
    finally:
        follower.kill()
        follower.communicate()


def _next(follower: subprocess.Popen[str]) -> str:
    assert follower.stdout is not None
    event: str = json.loads(follower.stdout.readline())["event"]
    return event


def test_new_events_are_shown_until_the_person_ends_it(archive: Archive) -> None:
    with _following() as follower:
        _happen("second")
        assert _next(follower) == "second"
        follower.send_signal(signal.SIGINT)
        rest, errors = follower.communicate(timeout=30)
        assert (rest, errors, follower.returncode) == ("", "", 0)


def test_it_ends_when_nobody_reads_it(archive: Archive) -> None:
    with _following() as follower:
        assert follower.stdout is not None
        follower.stdout.close()
        assert follower.wait(timeout=30) == 0
        assert follower.stderr is not None
        assert follower.stderr.read() == ""
        follower.stdout = None
