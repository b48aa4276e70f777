"""In an outage no document loses an attempt. A document that fails while the service answers others does."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from alfrd_luigi.cli import main
from alfrd_luigi.database import documents, outages, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import MachineError, Outcome, ServiceError, SettingsError
from alfrd_luigi.ocr.engines.textract import SERVICE as TEXTRACT
from alfrd_luigi.services.books import Books, CallRequest, Reply
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.stages import lifecycle
from alfrd_luigi.stages.document_stage import DocumentStage
from alfrd_luigi.stages.graph import GRAPH
from alfrd_luigi.stages.stage import Result, Stage
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.pictures import picture_of
from support.archives import Archive
from support.desk import RECEIPT, Desk
from support.document_rows import registered

RUN = "20240101T000000-outage"
MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"


class Reading:
    """The stage `ocr` by a service that fails for some documents, or for all of them."""

    def __init__(self) -> None:
        self.session = database().session()
        self.failing: dict[UUID, Exception] = {}
        self.everybody: Exception | None = None
        self._stage = Stage("ocr", self._work, lambda session, id, _: documents.set_text(session, id, "text"))

    def run(self, id: UUID, run: str = RUN) -> None:
        runs.hold(database(), run)
        documents.claim_one(self.session, run, id)
        self.session.script("UPDATE documents SET next_attempt_at = now() WHERE next_attempt_at > now()")
        lifecycle.run(DocumentStage(self._stage, id, run))

    def _work(self, _: Session, id: UUID, books: Books) -> Result:
        def send() -> Reply:
            error = self.everybody or self.failing.get(id)
            if error is not None:
                raise error
            return Reply(["words"], Usage(pages=1))

        key = sha256(id.bytes).hexdigest()
        books.answer(CallRequest(TEXTRACT, "read_page", None, key, Usage(pages=1)), send)
        return Result({"pages": 1}, "textract")


@pytest.fixture
def reading(archive: Archive) -> Reading:
    archive.configure(call_attempts=1, max_attempts=3)
    return Reading()


def _failures(reading: Reading, id: UUID) -> tuple[int, int, str]:
    found = stage_results.failures(reading.session, id, "ocr")
    return found.attempts, found.waits, str(documents.state(reading.session, id).status)


@pytest.mark.parametrize("outcome", ["throttled", "server_error", "timeout", "connection", "unreached"])
def test_who_meets_an_outage_spends_nothing(reading: Reading, outcome: Outcome) -> None:
    first, second, third = (registered(reading.session) for _ in range(3))
    reading.run(first)
    reading.everybody = ServiceError("away", outcome)
    for _ in range(8):
        reading.run(second)
        reading.run(third)
    assert _failures(reading, second) == (0, 8, "pending")
    assert [outage.service for outage in outages.current(reading.session)] == ["textract"]
    assert outages.waiting(reading.session) == 2
    reading.everybody = None
    for id in (second, third):
        reading.run(id)
        assert documents.state(reading.session, id).status == "ocr_completed"
    assert outages.current(reading.session) == []


def test_a_document_alone_in_an_outage_spends_nothing_either(reading: Reading) -> None:
    reading.run(registered(reading.session))
    last = registered(reading.session)
    reading.everybody = ServiceError("away", "server_error")
    for _ in range(8):
        reading.run(last)
    assert _failures(reading, last) == (0, 8, "pending")


def test_who_alone_makes_a_healthy_service_fail_comes_to_its_end(reading: Reading) -> None:
    poison, *others = (registered(reading.session) for _ in range(3))
    reading.failing[poison] = ServiceError("it fails", "server_error")
    reading.run(poison)
    for other in others:
        reading.run(other)
    # From here on, no other document calls the service.
    for _ in range(3):
        assert documents.state(reading.session, poison).status == "pending"
        reading.run(poison)
    assert _failures(reading, poison)[::2] == (3, "failed")


def test_two_of_them_do_not_excuse_each_other(reading: Reading) -> None:
    poisons = [registered(reading.session) for _ in range(2)]
    for poison in poisons:
        reading.failing[poison] = ServiceError("it fails", "timeout")
        reading.run(poison)
    reading.run(registered(reading.session))
    for _ in range(3):
        for poison in poisons:
            reading.run(poison)
    assert [_failures(reading, poison)[2] for poison in poisons] == ["failed", "failed"]


def test_who_is_throttled_while_others_are_answered_waits(reading: Reading) -> None:
    busy = registered(reading.session)
    reading.failing[busy] = ServiceError("too many tokens", "throttled")
    for _ in range(5):
        reading.run(busy)
        reading.run(registered(reading.session))
    assert _failures(reading, busy) == (0, 5, "pending")


@pytest.mark.parametrize("error", [SettingsError("no key"), OSError(30, "Read-only file system"), MemoryError()])
def test_what_is_no_documents_fault_leaves_it_and_stops_the_run(reading: Reading, error: Exception) -> None:
    id = registered(reading.session)
    reading.failing[id] = error
    for number in range(5):
        with pytest.raises((SettingsError, MachineError)):
            reading.run(id, f"run-{number}")
        assert runs.stop_reason(reading.session, f"run-{number}") is not None
    assert _failures(reading, id) == (0, 0, "pending")
    del reading.failing[id]
    reading.run(id)
    assert documents.state(reading.session, id).status == "ocr_completed"


def test_after_some_documents_the_run_takes_up_no_more(reading: Reading) -> None:
    reading.everybody = ServiceError("away", "unreached")
    for _ in range(5):
        assert runs.stop_reason(reading.session, RUN) is None
        reading.run(registered(reading.session))
    reason = runs.stop_reason(reading.session, RUN)
    assert reason is not None
    assert "textract answers nobody" in reason.message


@pytest.fixture
def office(desk: Desk, archive: Archive, aws: StandIn) -> Callable[[int], None]:
    """Lets the desk work with AWS, and puts receipts in its inbox."""
    archive.configure(ocr_engine="textract", language_engine="bedrock", bedrock_model_id=MODEL)
    archive.configure(call_attempts=1, retry_seconds=1, max_attempts=2)

    def put(count: int) -> None:
        for number in range(count):
            text = RECEIPT.format(number=number, day=number % 9 + 1, script="")
            (archive.inbox / f"receipt-{number}.png").write_bytes(picture_of(text))

    return put


def test_runs_in_an_outage_say_so_and_exit_with_0(desk: Desk, office: Callable[[int], None], aws: StandIn) -> None:
    office(3)
    aws.behaviour = Behaviour(script=lambda operation: None if operation == "textract" else "throttle")
    for _ in range(4):
        assert desk.run() == 0, desk.said
        assert "bedrock answers nobody since" in desk.said
        assert "3 documents or files wait for it" in desk.said
        assert set(desk.statuses()) == {GRAPH["classify"].before}
        database().session().script("UPDATE documents SET next_attempt_at = now()")
    told = json.loads(CliRunner().invoke(main, ["status", "--json"]).stdout)
    assert [outage["service"] for outage in told["outages"]] == ["bedrock"]
    assert "bedrock answers nobody since" in CliRunner().invoke(main, ["doctor"], env={"COLUMNS": "200"}).stdout
    aws.behaviour = Behaviour()
    assert desk.run() == 0, desk.said
    assert set(desk.statuses()) == {"filed"}
    assert "answers nobody" not in desk.said


def test_a_folder_of_locks_that_cannot_be_written_stops_the_run_in_one_line(desk: Desk, archive: Archive) -> None:
    desk.receipt(1)
    locks = archive.data_dir / "locks"
    locks.write_text("in the place of the folder", encoding="ascii")
    assert desk.run() == 30
    assert "this machine refuses" in desk.said
    assert "Traceback" not in desk.said
    assert "met an error it does not know" not in desk.said
    assert desk.statuses() == ["classified"]
    locks.unlink()
    assert desk.run() == 0, desk.said
    assert desk.statuses() == ["filed"]


def test_a_setting_that_every_lane_meets_is_said_once(
    desk: Desk, archive: Archive, aws: StandIn, tmp_path: Path
) -> None:
    for number in range(1, 7):
        desk.receipt(number)
    assert desk.run("ScanInbox") == 0, desk.said
    archive.configure(prices_file=tmp_path / "none.toml", ocr_engine="textract", max_cost_per_run=1)
    assert desk.run() == 30
    assert aws.calls == []
    assert desk.said.count("ERROR:") == 1, desk.said
