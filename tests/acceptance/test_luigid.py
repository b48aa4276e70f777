"""With luigid the same command has the same result, and the visualiser shows the whole graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import tasks
from support import luigid
from support.archives import Archive
from support.luigid import Luigid
from support.pipeline import OFFLINE_STAGES

_STAGES = tuple(name for name in tasks.__all__ if getattr(getattr(tasks, name), "stage", None) in OFFLINE_STAGES)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[Luigid]:
    """A luigid."""
    with luigid.serving(tmp_path) as made:
        yield made


def _counts(scheduler: Luigid, status: str) -> Counter[str]:
    return Counter(task["name"] for task in scheduler.tasks(status))


def test_a_run_through_luigid(scheduler: Luigid, archive: Archive) -> None:
    archive.inbox.mkdir(parents=True)
    for number in range(3):
        (archive.inbox / f"note-{number}.txt").write_text(f"Corner Shop\nReceipt {number}\nTotal $1{number}.00\n")
    archive.configure(settle_seconds=0, report_url="http://reports.example/alfrd/")
    done = scheduler.run("ProcessAllPending")
    assert done.returncode == 0, done.stderr
    shown = _counts(scheduler, "DONE")
    assert {name: shown[name] for name in (*_STAGES, "ProcessDocument", "ProcessAllPending")} == {
        **dict.fromkeys((*_STAGES, "ProcessDocument"), 3),
        "ProcessAllPending": 1,
    }
    assert not _counts(scheduler, "FAILED")

    of_documents = [task for task in scheduler.tasks("DONE") if task["name"] in (*_STAGES, "ProcessDocument")]
    assert {task["params"]["doc_name"] for task in of_documents} == {f"note-{number}.txt" for number in range(3)}
    for task in of_documents:
        id = task["params"]["doc_id"]
        assert task["tracking_url"] == f"http://reports.example/alfrd/documents/{id[:2]}/{id}.html"
        assert task["status_message"] is None
    lanes = [task for task in scheduler.tasks("DONE") if task["name"] == "ProcessLane"]
    assert len(lanes) == 3  # one for each paper of the inbox
    assert {task["progress_percentage"] for task in lanes} <= set(range(101))
    assert any("3 filed, 0 failed, 0 deferred, 0 waiting" in task["status_message"] for task in lanes)

    # A person names a document by the beginning of its id: the task is the same as with the full id.
    one = of_documents[0]["params"]["doc_id"]
    for given in (one[:6], one.upper()):
        done = scheduler.run("OcrDocument", "--doc-id", given)
        assert (done.returncode, done.stdout) == (
            0,
            f"OcrDocument of document {one} is done already. To run it again: alfrd rerun {one} --from ocr\n",
        )
    for given in ("fffffff0", "x"):
        done = scheduler.run("OcrDocument", "--doc-id", given)
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith(f"error: no document has the id '{given}'")
        assert len(done.stderr.splitlines()) == 1
