"""One scan of the whole corpus, with real decoding and a real database, and the OCR stage on the accepted entries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.database import document_details, events
from alfrd_luigi.database.connection import database
from alfrd_luigi.names import printable
from support.archives import Archive
from support.corpus import GOOD, corpus

TESTS = Path(__file__).parents[1]
MEGABYTES = 400  # for each decoding child: less than the bombs need, and more than anything else
PARENT_MEGABYTES = 300
CASES = {case.name: case for case in corpus()}


@pytest.fixture
def taken_in(archive: Archive) -> dict[str, Any]:
    """What became of the corpus; pages that are pictures go to an engine that takes no time to see nothing."""
    archive.configure(decode_memory_mb=MEGABYTES, max_pages=100, ocr_engine="blind")
    _run("support.corpus", str(archive.inbox))
    before = _listing(archive.data_dir / "outside")
    told: dict[str, Any] = json.loads(_run("support.programs.corpus_intake"))
    assert _listing(archive.data_dir / "outside") == before
    return told


def _run(module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=TESTS,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def _listing(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def test_there_are_enough_cases() -> None:
    assert len(CASES) == len(corpus()) >= 60


def test_the_corpus_is_taken_in(taken_in: dict[str, Any], archive: Archive) -> None:
    rejected, waiting = dict(taken_in["rejected"]), set(taken_in["waiting"])
    assert taken_in["failed"] == []
    assert taken_in["duplicates"] == 0
    _check_outcomes(rejected, waiting)
    _check_reasons(rejected, archive.inbox / "rejected")
    left = {path.name for path in archive.inbox.iterdir()} - {"rejected", ".lock"}
    assert {printable(name) for name in left} == waiting
    assert len(taken_in["registered"]) == len(CASES) - len(rejected) - len(waiting)
    _check_stored(archive, len(taken_in["registered"]))
    assert taken_in["child_mb"] < MEGABYTES
    assert taken_in["parent_mb"] < PARENT_MEGABYTES


def _check_outcomes(rejected: dict[str, str], waiting: set[str]) -> None:
    wrong = []
    for name, case in CASES.items():
        shown = printable(name)
        became = "rejected" if shown in rejected else "waiting" if shown in waiting else "accepted"
        if case.expected == "either":
            assert became != "waiting"
        elif became != case.expected or case.reason not in rejected.get(shown, case.reason):
            wrong.append((shown, case.expected, case.reason, became, rejected.get(shown)))
    assert wrong == []
    assert not {printable(name) for name in GOOD} & (rejected.keys() | waiting)


def _check_reasons(rejected: dict[str, str], folder: Path) -> None:
    """Each has a row and a file, which say in one printable line each what it is, why, and what to do."""
    rows = {row.name: row for row in events.rejections(database().session(), 1000)}
    assert rows.keys() == rejected.keys()
    files = {}
    for path in folder.glob("*.reason.txt"):
        what, why, advice, rest = path.read_text(encoding="utf-8").split("\n")
        files[what.removeprefix("What:       ")] = (why, advice)
        assert rest == ""
    assert files.keys() == rejected.keys()
    for name, line in rejected.items():
        assert line.isprintable()
        assert name.isprintable()
        assert len(line) < 3000
        assert (rows[name].reason, rows[name].hint) != ("", "")
        assert files[name][0] == f"Why:        {rows[name].reason}"
        assert len(files[name][1]) > len("What to do: ")


def _check_stored(archive: Archive, registered: int) -> None:
    stored = [path for path in (archive.data_dir / "documents").rglob("*") if path.is_file()]
    assert len(stored) >= registered
    assert b"A secret" not in b"".join(path.read_bytes() for path in stored)
    assert list((archive.data_dir / "documents" / ".staging").iterdir()) == []
    for document in document_details.documents(database().session()):
        if document.status == "failed":
            assert document.error is not None
            assert document.error["stage"] == "ocr"
            assert document.error["message"].isprintable()
        else:
            assert (document.status, document.error) == ("ocr_completed", None)
