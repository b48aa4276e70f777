"""The death of the child that decodes a document's file counts one attempt of that document, and nothing else."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import termios
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from alfrd_luigi.database import documents, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import document_stage, lifecycle, ocr
from alfrd_luigi.stages.document_stage import DocumentStage
from support.archives import Archive
from support.desk import wait_for
from support.document_rows import RUN, registered


def arrived(text: str) -> UUID:
    session = database().session()
    id = registered(session, content=text.encode())
    path = settings().documents_dir / documents.files(session, id)[0].key
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return id


def children() -> set[int]:
    tasks = Path("/proc/self/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split()}


def unread(pid: int) -> int:
    """How many bytes wait at the standard input of a process."""
    with Path(f"/proc/{pid}/fd/0").open("rb") as pipe:
        count: int = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]
        return count


def kill_with_its_request(pid: int) -> None:
    """Kill the stopped process once it was asked something; in any case, because later tests would wait for it."""
    try:
        wait_for(lambda: unread(pid))
    finally:
        os.kill(pid, signal.SIGKILL)


def test_the_death_of_the_decoder_spends_an_attempt_of_its_document_alone(archive: Archive, tmp_path: Path) -> None:
    unlucky, other = arrived("Total 1.00"), arrived("Total 2.00")
    shared_decoder().close()
    before = children()
    (tmp_path / "note.txt").write_text("hello")
    shared_decoder().inspect(tmp_path / "note.txt")
    (child,) = children() - before
    os.kill(child, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        killing = pool.submit(kill_with_its_request, child)
        lifecycle.run(DocumentStage(ocr.STAGE, unlucky, RUN))
        killing.result()
    lifecycle.run(DocumentStage(ocr.STAGE, other, RUN))
    session = database().session()
    assert stage_results.failures(session, unlucky, "ocr").attempts == 1
    assert "ocr" not in stage_results.progress(session, unlucky).completed
    assert document_stage.failure(unlucky) is not None
    assert documents.state(session, other).status == "ocr_completed"
