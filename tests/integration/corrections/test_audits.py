"""A sample is drawn before anybody has seen the values; approve or set closes it, and says what was right."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections import audit, bin
from alfrd_luigi.corrections.correction import approve, set_values
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import audits, events, runs, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from support import trial_rows
from support.archives import Archive
from support.commands import alfrd, alfrd_process
from support.connections import connected
from support.filled_archive import rows_of
from support.kept_archives import Keep
from support.pipeline import BILL, take_in, work_on

RUN, LATER = "20240401T000000-past", "20240501T000000-later"


@pytest.fixture
def bills(keep: Keep) -> list[UUID]:
    """Five filed bills."""
    return keep(_filed)


def _filed(archive: Archive) -> list[UUID]:
    documents = take_in(archive, RUN, **{f"bill-{month}": BILL.format(month=month) for month in range(1, 6)})
    work_on(documents, RUN)
    return documents


def _verdicts(session: Session, id: UUID) -> dict[str, Any]:
    (found,) = (each for each in audits.listing(session) if each.document == id)
    return {name: verdict["right"] for name, verdict in (found.verdicts or {}).items()}


def _state(session: Session, id: UUID) -> str:
    (state,) = (each.state for each in audits.listing(session) if each.document == id)
    return state


def test_a_draw_can_be_repeated_from_its_seed(bills: list[UUID], session: Session) -> None:
    assert audit.draw(session, 3, "a seed") == 3
    in_order = sorted(bills, key=lambda id: hashlib.md5(f"a seed{id}".encode(), usedforsecurity=False).hexdigest())
    assert [each.document for each in audits.waiting(session)] == in_order[:3]
    told = events.of(session, "run", "audits")[-1]
    assert (told.event, told.details["documents"]) == ("audits drawn", 3)


def test_a_week_has_so_many_and_a_document_is_audited_once(bills: list[UUID], session: Session) -> None:
    assert [audit.draw(session, wanted) for wanted in (0, 3, 3, 4, 9, 9)] == [0, 3, 0, 1, 1, 0]
    assert {each.document for each in audits.waiting(session)} == set(bills)
    assert [each.details["documents"] for each in events.of(session, "run", "audits")] == [
        3,
        1,
        1,
    ]  # none of no document


def test_what_a_person_has_touched_or_is_older_is_not_drawn(
    archive: Archive, bills: list[UUID], session: Session
) -> None:
    approve(session, bills[0], "anna")
    set_values(session, bills[1], {"title": "x"}, "anna")
    undo_act(session, "anna")
    with connected(archive.database_url) as own:
        own.execute("UPDATE documents SET filed_at = filed_at - interval '8 days' WHERE id = %s", (str(bills[2]),))
    audit.draw(session, 10)
    assert {each.document for each in audits.waiting(session)} == set(bills[3:])


def test_a_run_that_works_draws_and_an_idle_one_does_not(archive: Archive) -> None:
    archive.configure(settle_seconds=0, audits_per_week=1)
    archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    for month in (3, 4):
        (archive.inbox / f"{month}.txt").write_text(BILL.format(month=month), encoding="utf-8")
    assert alfrd_process("process").returncode == 0
    session = database().session()
    drawn = audits.listing(session)
    assert [each.state for each in drawn] == ["open"]
    session.script("UPDATE audit_draws SET week = week - 7")
    assert alfrd_process("process").returncode == 0
    assert audits.listing(session)[0].document == drawn[0].document
    assert len(audits.listing(session)) == 1


def test_approval_closes_an_audit(bills: list[UUID], session: Session) -> None:
    audit.draw(session, 1)
    paper, _ = audit.next_paper(session)
    assert paper is not None
    approve(session, paper.document, "anna")

    assert _state(session, paper.document) == "closed"
    verdicts = _verdicts(session, paper.document)
    assert {"type", "entity", "date", "total", "currency", "field.account_number"} <= verdicts.keys()
    assert all(verdicts.values())
    assert audit.next_paper(session) == (None, [])
    (closed,) = audits.listing(session)
    assert closed.engines is not None
    assert closed.engines["summarize"]["engine"] == "offline"


def test_a_correction_closes_it_and_says_what_was_wrong(bills: list[UUID], session: Session) -> None:
    audit.draw(session, 1)
    paper, _ = audit.next_paper(session)
    assert paper is not None
    set_values(session, paper.document, {"title": "My bill"}, "anna")
    assert _state(session, paper.document) == "open"
    set_values(session, paper.document, {"title": "A bill", "total": "1.00", "currency": "USD"}, "anna")

    verdicts = _verdicts(session, paper.document)
    assert (verdicts["total"], verdicts["currency"], verdicts["entity"]) == (False, True, True)
    (closed,) = audits.listing(session)
    assert closed.verdicts is not None
    assert closed.verdicts["total"] == {"right": False, "found": paper.values["total"], "is": 1.0}


def test_a_closed_audit_and_its_undoing_wake_the_trials_that_rest(bills: list[UUID], session: Session) -> None:
    def rest() -> None:
        assert trials.claim(session, LATER, trial)
        trials.rest(session, LATER, trial, 3600)
        assert trials.due(session, LATER, 10) == []

    runs.hold(database(), LATER)
    trial = trial_rows.challenge(session, key=Key("summarizer", "utility_bill")).id
    audit.draw(session, 1)
    paper, _ = audit.next_paper(session)
    assert paper is not None
    rest()
    approve(session, paper.document, "anna")
    assert [each.id for each in trials.due(session, LATER, 10)] == [trial]
    rest()
    undo_act(session, "anna")
    assert [each.id for each in trials.due(session, LATER, 10)] == [trial]
    runs.release(LATER)


@pytest.mark.parametrize("how", ["approve", "set"])
def test_without_a_look_at_the_paper_nothing_is_closed(bills: list[UUID], session: Session, how: str) -> None:
    audit.draw(session, 1)
    id = audits.waiting(session)[0].document
    if how == "approve":
        approve(session, id, "anna")
    else:
        set_values(session, id, {"total": "1.00"}, "anna")
    assert (_state(session, id), _verdicts(session, id)) == ("open", {})

    audit.paper(session, id)
    approve(session, id, "ben")
    verdicts = _verdicts(session, id)
    assert verdicts.pop("total") == (how == "approve")
    assert verdicts.keys() >= {"type", "entity", "date", "currency"}
    assert all(verdicts.values())


def test_the_word_on_a_field_alone_closes_it(bills: list[UUID], session: Session) -> None:
    audit.draw(session, 1)
    paper, _ = audit.next_paper(session)
    assert paper is not None
    set_values(session, paper.document, {"field.account_number": "99"}, "anna")
    assert _state(session, paper.document) == "closed"
    assert [name for name, is_right in _verdicts(session, paper.document).items() if not is_right] == [
        "field.account_number"
    ]


def test_another_type_leaves_its_fields_unjudged(bills: list[UUID], session: Session) -> None:
    audit.draw(session, 1)
    paper, _ = audit.next_paper(session)
    assert paper is not None
    set_values(session, paper.document, {"type": "insurance", "field.policy_number": "7"}, "anna")
    verdicts = _verdicts(session, paper.document)
    assert verdicts.keys() == {"type", "entity", "date", "total", "currency", "field.policy_number"}
    assert not verdicts["type"]


@pytest.mark.parametrize("how", ["approve", "set"])
def test_undo_opens_it_again(archive: Archive, bills: list[UUID], session: Session, how: str) -> None:
    audit.draw(session, 1)
    paper, _ = audit.next_paper(session)
    assert paper is not None
    before = rows_of(archive.database_url, "audits", "audit_draws", "documents")
    if how == "approve":
        approve(session, paper.document, "anna")
    else:
        set_values(session, paper.document, {"total": "1.00"}, "anna")
    undo_act(session, "anna")
    assert rows_of(archive.database_url, *before) == before


def test_an_old_audit_is_retired_and_a_deleted_document_has_none(
    archive: Archive, bills: list[UUID], session: Session
) -> None:
    audit.draw(session, 2, "one")
    first, second = (each.document for each in audits.waiting(session))
    with connected(archive.database_url) as own:
        own.execute("DELETE FROM documents WHERE id = %s", (str(first),))
    assert [each.document for each in audits.waiting(session)] == [second]
    assert audit.draw(session, 2) == 0
    session.script("UPDATE audit_draws SET at = at - interval '29 days'")
    assert (_state(session, second), audits.waiting(session)) == ("retired", [])
    approve(session, second, "anna")
    assert _state(session, second) == "retired"


def test_the_command_shows_the_paper_without_how_sure_it_is(archive: Archive, bills: list[UUID]) -> None:
    archive.configure(audits_per_week=2)
    shown = alfrd("audit")
    assert shown.exit_code == 0
    assert "NORTHWIND ELECTRIC COMPANY" in shown.output
    assert f"{archive.data_dir}/documents/" in shown.output
    assert "1 more after it" in shown.output
    for word in ("confidence", "uncertain", "not sure", "%", "?"):
        assert word not in shown.stdout
    told = json.loads(alfrd("audit", "--json").stdout)
    assert len(told["open"]) == 2
    assert told["paper"].keys() == {"document", "values", "text", "files"}

    assert alfrd("approve", told["paper"]["document"]).exit_code == 0
    listed = json.loads(alfrd("audit", "list", "--json").stdout)
    assert sorted(each["state"] for each in listed) == ["closed", "open"]
    assert "closed" in alfrd("audit", "list").output


def test_an_open_audit_is_chosen_and_nothing_tells_how_sure_its_values_are(
    archive: Archive, bills: list[UUID], session: Session
) -> None:
    archive.configure(audits_per_week=2)
    assert "confidence" in alfrd("show", bills[1]).stdout
    first, second = (each["document"] for each in json.loads(alfrd("audit", "list", "--json").stdout))
    chosen = alfrd("audit", "show", second[:8])
    assert f"alfrd approve {second}" in chosen.output
    assert json.loads(alfrd("audit", "show", second, "--json").stdout)["document"] == second
    assert f"1 more after it: alfrd audit show {second[:8]}" in alfrd("audit").output
    for id in (first, second):
        assert not {"confidence", "not sure"} & {line[:10].strip() for line in alfrd("show", id).stdout.splitlines()}
    assert alfrd("approve", second).exit_code == 0
    assert "confidence" in alfrd("show", second).stdout
    refused = alfrd("audit", "show", second)
    assert (refused.exit_code, refused.output.count("\n")) == (5, 1)
    assert "has no open audit" in refused.output


def test_the_bin_keeps_the_audit_of_a_document(archive: Archive, bills: list[UUID], session: Session) -> None:
    audit.draw(session, 2, "one")
    first, second = (each.document for each in audits.waiting(session))
    audit.paper(session, first)
    approve(session, first, "anna")
    before = rows_of(archive.database_url, "audits")
    bin.delete(session, [first, second], "anna")
    assert audits.listing(session) == []
    undo_act(session, "anna")
    assert rows_of(archive.database_url, "audits") == before
