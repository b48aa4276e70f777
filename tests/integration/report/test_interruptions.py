"""A report that was interrupted anywhere is mended by the next one, and nothing of what is gone stays."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from alfrd_luigi import archive as archives
from alfrd_luigi import triggers
from alfrd_luigi.corrections import bin, series
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import changes, documents, events
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.report import state
from support.archives import Archive, Prepared, Server
from support.commands import alfrd, alfrd_process
from support.document_rows import filed, registered
from support.pipeline import worked
from support.report_pages import differing, files, written


@pytest.fixture
def session(archive: Archive) -> Iterator[Session]:
    yield database().session()
    triggers.arm("")


def _registered(session: Session, name: str) -> UUID:
    """A new document, with the event of its registration."""
    id = registered(session, name)
    events.record(session, None, "document", id, "registered", files=1)
    return id


def _series(session: Session, id: UUID) -> int:
    found = documents.series_of(session, id)
    assert found is not None
    return found


def test_a_full_disk_anywhere_is_said_and_mended(session: Session, tmp_path: Path) -> None:
    kept, gone = filed(session), filed(session, entity="Contoso")
    report = tmp_path / "report"
    written(report)
    set_values(session, kept, {"total": "1", "date": "2021-01-01"}, "anna")
    bin.delete(session, [gone], "anna")
    passages = 0
    while True:
        session, passages = database().session(), passages + 1  # a command closes the session
        passing = _registered(session, f"passing {passages}.txt")
        triggers.arm(f"report_file_ready@{passages}=enospc")
        said = alfrd("report", report)
        triggers.arm("")
        if said.exit_code == 0:
            break
        assert (
            said.output == "error: the disk is full (No space left on device). Free some space; the next run goes on\n"
        )
        # What an interrupted report has shown may be gone when the next one is written.
        session = database().session()
        bin.delete(session, [passing], "anna")
        if passages % 3 == 0:
            written(report)
            written(tmp_path / f"whole {passages}")
            assert differing(report, tmp_path / f"whole {passages}") == []
            set_values(session, kept, {"total": str(passages), "date": f"2020-01-{passages:02}"}, "anna")
    assert passages > 6


@pytest.mark.parametrize(
    ("is_first", "point"),
    [(True, "report_file_ready@9"), (False, "report_file_ready@2"), (False, "report_drawn@1")],
)
def test_a_killed_one_is_mended(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_first: bool, point: str
) -> None:
    id, report = filed(session), tmp_path / "report"
    filed(session, entity="Contoso")
    if not is_first:
        written(report)
        set_values(session, id, {"total": "1"}, "anna")
    with monkeypatch.context() as environment:
        environment.setenv("ALFRD_TRIGGER", f"{point}=kill")
        assert alfrd_process("report", report).returncode == -9
    assert alfrd("report", report).exit_code == 0
    written(tmp_path / "whole")
    assert differing(report, tmp_path / "whole") == []
    assert not (report / ".new").exists()


def test_what_an_interrupted_report_showed_and_was_undone_is_shown_no_more(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document was in a series, and in the list of a year, only when the interrupted report was written."""
    report = tmp_path / "report"
    first, second, third = (filed(session, entity=name) for name in ("Contoso", "Fabrikam", "Northwind"))
    written(report)
    series.move(session, [first], _series(session, second), "anna")
    set_values(session, first, {"date": "1999-01-01"}, "anna")
    with monkeypatch.context() as environment:
        environment.setenv("ALFRD_TRIGGER", "report_drawn@1=kill")
        assert alfrd_process("report", report).returncode == -9
    series.move(session, [first], _series(session, third), "anna")
    set_values(session, first, {"date": "1998-01-01"}, "anna")
    assert written(report).documents >= 1
    written(tmp_path / "whole")
    assert differing(report, tmp_path / "whole") == []


def test_a_document_that_is_gone_without_an_event_is_shown_no_more(session: Session, tmp_path: Path) -> None:
    """The number of documents says that one is missing."""
    gone, kept, report = filed(session), filed(session, entity="Contoso"), tmp_path / "report"
    written(report)
    bin.delete(session, [gone], "anna")
    session.run("purges.events", ids=[gone])
    set_values(session, kept, {"total": "5"}, "anna")
    written(report)
    written(tmp_path / "whole")
    assert differing(report, tmp_path / "whole") == []
    assert not any(str(gone) in name for name in files(report))


def test_a_run_that_is_asked_to_stop_stops(session: Session, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    worked(archive)
    monkeypatch.setenv("ALFRD_TRIGGER", "report_file_ready@7=terminate")
    command = [sys.executable, "-m", "luigi", "--module", "alfrd_luigi", "ProcessAllPending"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 128 + signal.SIGTERM
    assert "the report was not written: this process was asked to stop" in ended.stderr
    assert not (archive.data_dir / "report/index.html").exists()
    written(archive.data_dir / "report")
    written(archive.data_dir / "whole")  # pages link to the originals by their place
    assert differing(archive.data_dir / "report", archive.data_dir / "whole") == []


def test_an_older_copy_of_the_database_is_written_whole(session: Session, prepared: Prepared, tmp_path: Path) -> None:
    first, report = filed(session), tmp_path / "report"
    written(report)
    older = prepared.content()
    set_values(session, first, {"total": "77"}, "anna")
    later = filed(session, entity="Contoso")
    written(report)
    prepared.restore(older)
    database().close()
    session = database().session()
    filed(session, entity="Fabrikam")
    seen = state.snapshot_of(report)
    assert seen is not None
    assert changes.is_changed(session, seen)
    written(report)
    written(tmp_path / "whole")
    assert differing(report, tmp_path / "whole") == []
    assert not any(str(later) in name for name in files(report))


def test_nothing_stays_of_another_archive(session: Session, archive: Archive, server: Server, tmp_path: Path) -> None:
    report, other = tmp_path / "report", server.create()
    old = filed(session)
    written(report)
    (report / "pictures" / str(old)[:2] / str(old)).mkdir(parents=True)
    archive.configure(database_url=other)
    archives.initialise()
    filed(database().session(), entity="Contoso")
    seen = state.snapshot_of(report)
    assert seen is not None
    assert changes.is_changed(database().session(), seen)
    written(report)
    written(tmp_path / "whole")
    assert differing(report, tmp_path / "whole") == []
    assert not (report / "documents" / str(old)[:2]).exists()
    assert not (report / "pictures").exists()
    database().close()
    server.drop(other)


def test_a_report_of_another_version_is_written_whole(session: Session, tmp_path: Path) -> None:
    filed(session)
    report = tmp_path / "report"
    written(report)
    (report / "report.json").write_text('{"form": "older", "seen": "1:1:", "database": "1/1"}')
    assert written(report).documents == 1
    (report / "documents.json").write_text("{")
    assert written(report).documents == 1
    assert written(report).documents == 0
    assert written(report, locale="de_CH").documents == 1


def test_a_folder_in_which_files_arrive_is_refused(session: Session, archive: Archive) -> None:
    archive.inbox.mkdir(parents=True)
    done = alfrd("report", archive.inbox / "pages")
    assert done.exit_code == 6
    assert done.output == (
        f"error: the report cannot be written to {archive.inbox}/pages: files arrive there. Name another folder\n"
    )
    assert list(archive.inbox.iterdir()) == []
