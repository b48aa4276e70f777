"""A living process whose connections are cut takes its locks again and loses no attempt."""

from __future__ import annotations

from pathlib import Path

from alfrd_luigi.database import document_details, runs
from alfrd_luigi.database.connection import database
from support.archives import Archive
from support.connections import cut
from support.desk import Desk, wait_for

RUN = "20240101T000000-kept"


def _is_alive() -> bool:
    session = database().new_session()
    try:
        return bool(runs.last(session, 1)[0].alive)
    finally:
        session.close()


def test_a_run_takes_its_lock_again(archive: Archive) -> None:
    runs.hold(database(), RUN)
    assert _is_alive()
    cut(archive.database_url)
    wait_for(_is_alive, seconds=10)
    runs.release(RUN)
    assert not _is_alive()


def test_a_run_whose_connections_are_cut_spends_no_attempt(archive: Archive, desk: Desk, tmp_path: Path) -> None:
    for number in range(4):
        desk.receipt(number)
    process = desk.start("ProcessAllPending", ALFRD_TEST_SECONDS="0.3")
    wait_for(lambda: "classified" in desk.statuses())
    cut(archive.database_url)
    said = process.communicate(timeout=60)[0]
    assert "Traceback" not in said
    database().close()
    assert desk.run() == 0, desk.said
    assert desk.statuses() == ["filed"] * 4
    stages = [
        stage for row in desk.rows() for stage in document_details.document(database().session(), row["id"]).stages
    ]
    assert [stage["attempts"] for stage in stages] == [1] * 6 * 4
