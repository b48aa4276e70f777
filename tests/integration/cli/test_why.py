"""`alfrd why` explains each value and the series, also of a document that is not filed."""

from __future__ import annotations

import json
import sys
from signal import SIGSTOP
from subprocess import PIPE, Popen
from typing import Any
from uuid import UUID

from alfrd_luigi.corrections import audit
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database import documents, runs, types
from alfrd_luigi.database.connection import database
from support.archives import Archive
from support.commands import Alfrd
from support.document_rows import classified, failed, filed
from support.kept_archives import Keep
from support.pipeline import BILL, take_in, work_on, worked

RUN = "20240501T060000-aaaa"
# Holds the lock of a type until the input ends.
_HOLDING = """
import sys
from alfrd_luigi.database import locks
from alfrd_luigi.database.connection import database
with locks.held_if_free(database().session(), locks.LockClass.SUMMARIZER, int(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
# A run that has a document.
_RUNNING = """
import sys, time
from uuid import UUID
from alfrd_luigi.database import documents, runs
from alfrd_luigi.database.connection import database
runs.hold(database(), sys.argv[1])
documents.claim_one(database().session(), sys.argv[1], UUID(sys.argv[2]))
print("held", flush=True)
time.sleep(60)
"""


def _why(alfrd: Alfrd, name: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(alfrd("why", name, "--json").stdout)
    return found


def _ground(alfrd: Alfrd, id: UUID, name: str) -> dict[str, Any]:
    return next(ground for ground in _why(alfrd, id)["grounds"] if ground["name"] == name)


def test_an_entry_that_waits_in_the_inbox_is_explained(archive: Archive, alfrd: Alfrd) -> None:
    (archive.inbox / "scans").mkdir(parents=True)
    (archive.inbox / "new.txt").write_text("A note", encoding="utf-8")
    folder, file = _why(alfrd, "scans"), _why(alfrd, "new.txt")
    assert (folder["status"], folder["because"][:11]) == ("waiting", "it is a fol")
    assert (file["status"], file["what_to_do"]) == ("waiting", "alfrd process")
    assert "Put its files in the inbox itself" in alfrd("why", "scans").stdout


def test_a_value_has_its_words_and_what_else_was_considered(keep: Keep, alfrd: Alfrd) -> None:
    id, _ = keep(worked)
    found = _ground(alfrd, id, "date")
    assert found["words"] == [{"text": "Statement date: 2024-03-05", "page": 1}]
    assert found["reader"] == "rules"
    (rival,) = found["rivals"]
    assert (rival["value"], rival["behind"], rival["reasons"]) == ("2024-03-25", None, ["date_due"])


def test_a_type_has_its_phrases_with_their_pages_and_the_next_types(keep: Keep, alfrd: Alfrd) -> None:
    id, _ = keep(worked)
    found = _ground(alfrd, id, "type")
    assert {"text": "electricity", "page": 1} in found["words"]
    assert [(each["value"], each["behind"]) for each in found["rivals"]] == [("invoice", found["score"])]


def test_each_rival_is_behind_what_was_taken(keep: Keep, alfrd: Alfrd) -> None:
    id, _ = keep(worked)
    grounds = _why(alfrd, id)["grounds"]
    assert all(rival["behind"] is None or rival["behind"] >= 0 for each in grounds for rival in each["rivals"])


def test_the_series_says_how_it_was_chosen(archive: Archive, keep: Keep, alfrd: Alfrd) -> None:
    first, second = keep(worked)
    assert [_why(alfrd, id)["series"]["how"] for id in (first, second)] == ["new", "joined"]
    assert _why(alfrd, second)["series"]["account"] == "4471220"
    other = take_in(archive, RUN, other=BILL.format(month=5).replace("4471-220", "9900-110"))
    work_on(other, RUN)
    found = _why(alfrd, other[0])["series"]
    assert (found["how"], [each["id"] for each in found["near"]]) == ("new", [_why(alfrd, first)["series"]["id"]])
    assert "also of this issuer and type" in alfrd("why", other[0]).stdout


def test_the_word_of_a_person_is_named_with_what_was_found(keep: Keep, alfrd: Alfrd) -> None:
    id, _ = keep(worked)
    set_values(database().session(), id, {"total": "41.00"}, "anna")
    said = _ground(alfrd, id, "total")["said"]
    assert (said["kind"], said["person"], said["found"]) == ("set", "anna", 123.5)
    assert alfrd("series", "exclude", id).exit_code == 0
    found = _why(alfrd, id)["series"]
    assert (found["id"], found["how"], found["said"]["person"]) == (None, "person", person())


def test_a_model_is_said_to_name_no_alternatives(archive: Archive, alfrd: Alfrd) -> None:
    session = database().session()
    id = filed(session)
    session.script("UPDATE stage_results SET engine = 'bedrock', model = 'a-model' WHERE stage = 'summarize'")
    assert _ground(alfrd, id, "entity")["reader"] == "model"
    assert "read by a-model, which names no alternatives" in " ".join(alfrd("why", id).stdout.split())


def test_a_document_of_an_earlier_version_is_explained_without_rivals(archive: Archive, alfrd: Alfrd) -> None:
    session = database().session()
    id = filed(session)
    session.script("UPDATE stage_results SET answer = answer - 'considered' - 'filing'")
    shown = alfrd("why", id)
    assert shown.exit_code == 0
    assert _why(alfrd, id)["series"]["how"] is None


def test_another_type_has_its_present_name(keep: Keep, alfrd: Alfrd) -> None:
    id, _ = keep(worked)
    assert alfrd("types", "rename", "invoice", "reckoning").exit_code == 0
    assert [each["value"] for each in _ground(alfrd, id, "type")["rivals"]] == ["reckoning"]


def test_how_sure_the_values_are_is_not_shown_during_an_audit(keep: Keep, alfrd: Alfrd) -> None:
    id, _ = keep(worked)
    assert "% sure" in alfrd("why", id).stdout
    assert audit.draw(database().session(), 2, "a seed") == 2
    alfrd("audit", "show", id)
    shown = " ".join(alfrd("why", id).stdout.split())
    assert "% sure" not in shown
    assert "behind" not in shown
    assert "made new" in shown


def test_a_failed_document_says_what_to_do(archive: Archive, alfrd: Alfrd) -> None:
    id = failed(database().session())
    found = _why(alfrd, id)["holdup"]
    assert (found["state"], found["stage"], found["reason"]) == ("failed", "ocr", "the PDF is encrypted")
    assert found["command"] == f"alfrd retry {str(id)[:8]}"


def test_who_has_a_document_that_is_not_filed_is_named(archive: Archive, alfrd: Alfrd) -> None:
    id = classified(database().session())
    runs.hold(database(), RUN)
    assert documents.claim_one(database().session(), RUN, id)
    found = _why(alfrd, id)["holdup"]
    assert (found["state"], found["stage"], found["holder"]["run"]) == ("held", "summarize", RUN)
    runs.release(RUN)
    assert _why(alfrd, id)["holdup"]["state"] == "abandoned"
    documents.release(database().session(), id)
    found = _why(alfrd, id)["holdup"]
    assert (found["state"], found["holder"]) == ("due", None)


def test_what_a_held_document_waits_for_is_named(archive: Archive, alfrd: Alfrd) -> None:
    session = database().session()
    id = classified(session)
    runs.hold(database(), RUN)
    assert documents.claim_one(session, RUN, id)
    number = types.get(session, "utility_bill").number
    holder = Popen([sys.executable, "-c", _HOLDING, str(number)], stdin=PIPE, stdout=PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    (said,) = _why(alfrd, id)["holdup"]["locked_by"]
    assert f"process {holder.pid} on " in said
    holder.communicate("")
    assert _why(alfrd, id)["holdup"]["locked_by"] == []
    runs.release(RUN)


def test_a_run_that_is_frozen_is_told_from_one_that_works(archive: Archive, alfrd: Alfrd) -> None:
    id = classified(database().session())
    holder = Popen([sys.executable, "-c", _RUNNING, RUN, str(id)], stdout=PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    assert _why(alfrd, id)["holdup"]["state"] == "held"
    holder.send_signal(SIGSTOP)
    found = _why(alfrd, id)["holdup"]
    assert (found["state"], found["command"], found["holder"]["pid"]) == ("frozen", "alfrd doctor", holder.pid)
    holder.kill()
    holder.communicate()


def test_an_entry_with_the_bytes_of_a_document_finds_the_document(archive: Archive, keep: Keep, alfrd: Alfrd) -> None:
    keep(worked)
    take_in(archive, RUN, again=BILL.format(month=3))
    shown = alfrd("why", "again.txt")
    assert "bill-3.txt" in shown.stdout
    assert "has the bytes of document" in shown.stderr


def test_an_unknown_name_is_an_error(archive: Archive, alfrd: Alfrd) -> None:
    assert alfrd("why", "no such").exit_code == 3


def test_every_line_fits_a_terminal(keep: Keep, alfrd: Alfrd) -> None:
    id, _ = keep(worked)
    lines = alfrd("why", id).stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40
