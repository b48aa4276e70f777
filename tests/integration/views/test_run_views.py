"""Runs as they are shown, made by real runs."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from alfrd_luigi.database import activity, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.report.writing import write
from alfrd_luigi.stages.rerun import take_back
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.pictures import picture_of
from alfrd_luigi.views import runs as views
from alfrd_luigi.views.runs import RunView
from support.archives import Archive
from support.desk import RECEIPT, Desk, wait_for
from support.document_rows import ids
from support.kept_archives import Keep
from support.pipeline import BILL, OFFLINE_STAGES, take_in, work_on, worked

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
LIMITS = {"textract": 3, "bedrock": 5}


def newest() -> RunView:
    session = database().session()
    return views.run(session, activity.runs(session, 1)[0], views.slot_limits())


def pages(folder: Path) -> dict[str, str]:
    """The pages of runs and prompts, and the lists of them."""
    files = [*folder.glob("runs/*"), *folder.glob("prompts/*"), folder / "runs.html", folder / "prompts.html"]
    return {str(file.relative_to(folder)): file.read_text("utf-8") for file in files}


@pytest.fixture
def office(desk: Desk, archive: Archive, aws: StandIn) -> Archive:
    """Six receipts in the inbox, which services read and understand; some calls are throttled."""
    archive.configure(ocr_engine="textract", language_engine="bedrock", bedrock_model_id=MODEL, backoff_seconds=0.1)
    archive.configure(report="true")
    for number in range(6):
        text = RECEIPT.format(number=number, day=number % 9 + 1, script="")
        (archive.inbox / f"receipt-{number}.png").write_bytes(picture_of(text))
    (archive.inbox / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    aws.behaviour = Behaviour(seconds=0.15, throttled=0.1, seed=5)
    return archive


def test_a_run_with_slots(office: Archive, desk: Desk, aws: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run()
    view = newest()
    assert (view.run.registered, view.run.filed, view.run.rejected, view.run.state) == (6, 6, 1, "troubled")
    assert view.run.calls == len(aws.calls) == sum(total.calls for total in view.stages)
    assert view.is_whole
    _every_call_is_in_a_row(view, aws)
    assert view.waited["type"] > 0  # of six receipts, one is summarised at a time
    assert view.waited["slot"] > 0
    assert all(0 < lanes.used <= 1 for lanes in view.lanes if lanes.used is not None)
    mean = sum(sum(part) for part in zip(*view.waiting.kinds.values(), strict=True)) / 60 * view.waiting.seconds
    assert mean == pytest.approx(sum(view.waited.values()))

    page = (office.data_dir / "report" / "runs" / f"{view.run.id}.html").read_text("utf-8")
    assert "6 filed" in page
    assert "Going on" not in page  # the report is written after the run has ended

    _a_long_run_is_drawn_in_part(view, monkeypatch)


def _every_call_is_in_a_row(view: RunView, aws: StandIn) -> None:
    rows = {lanes.resource: lanes.rows for lanes in view.lanes}
    assert {name: len(each) <= LIMITS[name] for name, each in rows.items()} == {"textract": True, "bedrock": True}
    attempts = [attempt for each in rows.values() for row in each for hold in row for attempt in hold.attempts]
    assert len(attempts) == len(aws.calls)
    assert sum(attempt.outcome == "throttled" for attempt in attempts) == sum(c.fault is not None for c in aws.calls)
    assert view.backed_off > 0
    for row in (row for each in rows.values() for row in each):
        assert all(before.end <= after.start for before, after in pairwise(row))


def _a_long_run_is_drawn_in_part(view: RunView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_CALLS", 7)
    part = newest()
    assert sum(len(hold.attempts) for lanes in part.lanes for row in lanes.rows for hold in row) == 7
    assert not part.is_whole
    assert part.drawn < part.seconds
    assert part.in_use is not None
    seconds = sum(map(sum, part.in_use.kinds.values())) * part.seconds / 60
    assert seconds == pytest.approx(sum(total.call_seconds for total in view.stages), rel=1e-6)


def test_without_calls_the_stages_are_shown(keep: Keep) -> None:
    keep(worked)
    view = newest()
    assert (view.run.filed, view.run.summaries, view.run.state) == (2, 1, "done")
    assert [(lanes.resource, lanes.slots, lanes.used) for lanes in view.lanes] == [
        ("textract", None, None),
        ("bedrock", None, None),
    ]
    assert sum(len(row) for lanes in view.lanes for row in lanes.rows) == 2 * len(OFFLINE_STAGES)
    assert {hold.outcome for lanes in view.lanes for row in lanes.rows for hold in row} == {"completed"}


def test_a_run_that_goes_on_says_so_until_it_ends(archive: Archive, tmp_path: Path) -> None:
    documents = take_in(archive, "going", bill=BILL.format(month=3))
    session = database().session()
    assert newest().run.state == "running"
    write(session, tmp_path / "report", "en")
    assert "This run goes on" in pages(tmp_path / "report")["runs/going.html"]
    work_on(documents, "going")
    write(session, tmp_path / "report", "en")
    assert "This run goes on" not in pages(tmp_path / "report")["runs/going.html"]


def test_a_run_that_was_cut_off_is_no_run_that_goes_on(archive: Archive, tmp_path: Path) -> None:
    take_in(archive, "cut", bill=BILL.format(month=3))
    session = database().session()
    write(session, tmp_path / "report", "en")
    runs.release("cut")
    wait_for(lambda: newest().run.state == "died")
    write(session, tmp_path / "report", "en")
    assert "ended without a word" in pages(tmp_path / "report")["runs/cut.html"]


def test_pages_written_in_steps_equal_those_written_at_once(archive: Archive, tmp_path: Path) -> None:
    session = database().session()
    worked(archive)
    write(session, tmp_path / "steps", "en")
    work_on(take_in(archive, "20240402T000000-next", bill=BILL.format(month=6)), "20240402T000000-next")
    write(session, tmp_path / "steps", "en")
    first = ids(session)[0]
    take_back(first, "summarize", "20240403T000000-again")
    work_on([first], "20240403T000000-again")
    write(session, tmp_path / "steps", "en")
    write(session, tmp_path / "once", "en")
    assert pages(tmp_path / "steps") == pages(tmp_path / "once")
    assert len(pages(tmp_path / "once")) > 3


def test_only_the_newest_runs_have_a_page(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "WITH_PAGE", 1)
    session = database().session()
    worked(archive)
    write(session, tmp_path / "report", "en")
    work_on(take_in(archive, "next", bill=BILL.format(month=6)), "next")
    write(session, tmp_path / "report", "en")
    assert [file.name for file in (tmp_path / "report" / "runs").iterdir()] == ["next.html"]
    assert "runs/20240401T000000-past.html" not in pages(tmp_path / "report")["runs.html"]
