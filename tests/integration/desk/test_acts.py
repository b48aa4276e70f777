"""What a person does at the desk: the same acts as those of the commands, and the same protection of others' work."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest

from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.corrections.history import history
from alfrd_luigi.database import (
    audits,
    corrections,
    deletions,
    document_details,
    documents,
    revisions,
    runs,
    series,
    tags,
    types,
)
from alfrd_luigi.database.connection import database
from support import document_rows
from support.desks import Answer, ServedDesk


def post(desk: ServedDesk, path: str, **form: object) -> Answer:
    return desk.ask("POST", path, urlencode(form))


def send(desk: ServedDesk, path: str, body: dict[str, Any]) -> Answer:
    return desk.ask("POST", path, json.dumps(body), Content_Type="application/json", Accept="application/json")


def shown(id: UUID) -> document_details.DocumentDetails:
    return document_details.document(database().session(), id)


def last_act(id: UUID) -> str:
    return history(database().session(), id)[-1].event


def seen(id: UUID) -> int:
    return revisions.last_id(database().session(), id)


def test_only_what_was_changed_is_a_persons_word(served_desk: ServedDesk, bills: list[UUID]) -> None:
    form = {"value.total": "42.00", "was.total": "123.5", "value.entity": "NORTHWIND", "was.entity": "NORTHWIND"}
    assert post(served_desk, f"/documents/{bills[0]}/set", **form).status == 303
    assert float(shown(bills[0]).total_amount or 0) == 42
    assert shown(bills[0]).words_of["entity"] == "engine"


def test_a_bill_is_paid_and_not_paid_at_the_press_of_a_button(served_desk: ServedDesk, bills: list[UUID]) -> None:
    assert f"/documents/{bills[0]}/paid" in served_desk.ask("GET", "/due").body
    answer = post(served_desk, f"/documents/{bills[0]}/paid")
    assert (answer.status, answer.headers["location"]) == (303, "/due")
    assert shown(bills[0]).paid == f"{date.today()}"
    assert f"/documents/{bills[0]}/unpaid" in served_desk.ask("GET", "/due").body
    assert "A person says that this was paid on" in served_desk.ask("GET", f"/documents/{bills[0]}").body
    assert post(served_desk, f"/documents/{bills[0]}/unpaid").status == 303
    assert (shown(bills[0]).paid, last_act(bills[0])) == ("no", "set")


def test_a_value_that_does_not_fit_is_told(served_desk: ServedDesk, bills: list[UUID]) -> None:
    answer = post(served_desk, f"/documents/{bills[0]}/set", **{"value.date": "yesterday", "was.date": ""})
    assert (answer.status, "date cannot have the value" in answer.body) == (422, True)


def test_the_second_of_two_windows_is_told_what_changed(served_desk: ServedDesk, bills: list[UUID]) -> None:
    before = seen(bills[0])
    set_values(database().session(), bills[0], {"total": "7"}, "another person")
    for name, form in (("set", {"value.total": "8", "was.total": "123.5"}), ("approve", {}), ("exclude", {})):
        answer = post(served_desk, f"/documents/{bills[0]}/{name}", seen=before, **form)
        assert (answer.status, "another person" in answer.body) == (409, True)
    assert float(shown(bills[0]).total_amount or 0) == 7


def test_a_document_that_a_run_holds_is_left_alone(served_desk: ServedDesk, bills: list[UUID]) -> None:
    session = database().session()
    runs.hold(database(), "20240601T000000-busy")
    documents.claim_one(session, "20240601T000000-busy", bills[0])
    answer = post(served_desk, f"/documents/{bills[0]}/delete")
    assert (answer.status, "20240601T000000-busy" in answer.body) == (423, True)
    runs.release("20240601T000000-busy")


def test_a_document_that_was_deleted_meanwhile_is_not_there(served_desk: ServedDesk, bills: list[UUID]) -> None:
    assert post(served_desk, f"/documents/{bills[0]}/delete").status == 303
    for name in ("set", "approve", "delete", "retry"):
        assert post(served_desk, f"/documents/{bills[0]}/{name}", **{"value.total": "1"}).status == 404
    assert served_desk.ask("GET", f"/documents/{bills[0]}").status == 404


def test_the_bin_gives_back_what_was_deleted(served_desk: ServedDesk, bills: list[UUID]) -> None:
    post(served_desk, f"/documents/{bills[0]}/delete")
    assert f"/bin/{bills[0]}/restore" in served_desk.ask("GET", "/bin").body
    assert post(served_desk, f"/bin/{bills[0]}/restore").status == 303
    assert shown(bills[0]).status == "filed"


def test_the_last_act_is_taken_back(served_desk: ServedDesk, bills: list[UUID]) -> None:
    post(served_desk, f"/documents/{bills[0]}/set", **{"value.total": "42", "was.total": ""})
    told = send(served_desk, "/undo", {})
    assert json.loads(told.body)["documents"] == [str(bills[0])]
    assert float(shown(bills[0]).total_amount or 0) == 123.5


def test_a_verdict_on_two_documents_leads_back_to_the_first(served_desk: ServedDesk, bills: list[UUID]) -> None:
    for verdict in ("same", "distinct"):
        answer = post(served_desk, f"/documents/{bills[0]}/{verdict}", other=bills[1])
        assert (answer.status, answer.headers["location"]) == (303, f"/documents/{bills[0]}")
        assert last_act(bills[1]) == verdict
    answer = post(served_desk, "/undo")
    assert (answer.status, answer.headers["location"]) == (303, f"/documents/{bills[0]}")
    assert [pair["verdict"] for pair in shown(bills[0]).pairs] == ["same"]
    post(served_desk, "/undo")
    assert "has done nothing that can be undone" in post(served_desk, "/undo").body


def test_a_series_is_merged_into_another(served_desk: ServedDesk, bills: list[UUID]) -> None:
    session = database().session()
    gym = document_rows.filed(session, entity="Gym")
    mine, theirs = (documents.series_of(session, id) for id in (bills[0], gym))
    assert mine is not None
    answer = post(served_desk, f"/series/{mine}/merge", into=theirs)
    assert (answer.status, answer.headers["location"]) == (303, f"/series/{theirs}")
    assert documents.series_of(session, bills[0]) == theirs


def test_a_proposed_type_is_accepted_or_refused_once(served_desk: ServedDesk, bills: list[UUID]) -> None:
    session = database().session()
    for name, verdict in (("warranty", "accept"), ("love_letter", "refuse")):
        types.propose(session, name, "A proposal", bills[0])
        answer = post(served_desk, f"/types/{name}/{verdict}")
        assert (answer.status, answer.headers["location"]) == (303, "/types")
        assert post(served_desk, f"/types/{name}/{verdict}").status == 404
    known = {each.name for each in types.listing(session)}
    assert ("warranty" in known, "love_letter" in known) == (True, False)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/documents/years/2024/99", "the year 2024 has no such list"),
        ("/documents/years/1999", "the year 1999 has no such list"),
        ("/static/nothing.js", "there is no file"),
        ("/review/{bill}/pages/9", "has no page 9"),
        ("/issuers/{bill}", ""),
    ],
)
def test_what_is_not_there_is_told(served_desk: ServedDesk, bills: list[UUID], path: str, said: str) -> None:
    answer = served_desk.ask("GET", path.format(bill=bills[0]))
    assert (answer.status, said in answer.body) == (404, True)


def test_the_list_of_a_year_and_the_words_of_a_page(served_desk: ServedDesk, bills: list[UUID]) -> None:
    assert all(str(bill) in served_desk.ask("GET", "/documents/years/2024").body for bill in bills)
    page = json.loads(served_desk.ask("GET", f"/review/{bills[0]}/pages/1").body)
    assert "NORTHWIND ELECTRIC COMPANY" in page["text"]
    assert served_desk.ask("GET", f"/data/words/{bills[0]}.js").headers["content-type"].startswith("text/javascript")


def test_a_fault_of_the_program_is_a_page_without_its_insides(
    served_desk: ServedDesk, bills: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("hunter2")

    monkeypatch.setattr(deletions, "listing", broken)
    answer = served_desk.ask("GET", "/bin")
    assert (answer.status, "hunter2" in answer.body, "KeyError" in answer.body) == (500, False, False)


def test_tags_come_and_go(served_desk: ServedDesk, bills: list[UUID]) -> None:
    post(served_desk, f"/documents/{bills[0]}/tag", tag="home")
    assert "home" in tags.of_document(database().session(), bills[0])
    post(served_desk, f"/documents/{bills[0]}/untag", tag="home")
    assert "home" not in tags.of_document(database().session(), bills[0])


def test_series_are_renamed_and_left(served_desk: ServedDesk, bills: list[UUID]) -> None:
    session = database().session()
    id = documents.series_of(session, bills[0])
    assert id is not None
    assert post(served_desk, f"/series/{id}/rename", title="Power").status == 303
    assert series.get(session, id).title == "Power"
    assert post(served_desk, f"/series/{id}/merge", into=id).status == 422
    post(served_desk, f"/documents/{bills[0]}/exclude")
    assert documents.series_of(session, bills[0]) is None
    post(served_desk, f"/documents/{bills[0]}/move", series="Power")
    assert documents.series_of(session, bills[0]) == id


@pytest.mark.parametrize("name", ["tag", "untag", "move", "unset", "same", "set"])
def test_an_empty_field_is_told(served_desk: ServedDesk, bills: list[UUID], name: str) -> None:
    assert post(served_desk, f"/documents/{bills[0]}/{name}").status == 422


def test_a_review_takes_the_changed_values_and_approves_the_rest(served_desk: ServedDesk, bills: list[UUID]) -> None:
    place = {"page": 1, "boxes": [[0.1, 0.2, 0.3, 0.25]]}
    body = {"seen": 0, "values": {"total": "42.00"}, "places": {"total": place}}
    assert send(served_desk, f"/review/{bills[0]}", body).status == 200
    found = shown(bills[0])
    assert (float(found.total_amount or 0), (found.places or {})["total"]) == (42, place)
    assert set(found.words_of.values()) == {"person"}
    assert found.uncertain == []
    assert last_act(bills[0]) == "set"


def test_a_place_that_a_person_shows_for_a_right_value_goes_before_the_engines(
    served_desk: ServedDesk, bills: list[UUID]
) -> None:
    session, before = database().session(), (shown(bills[0]).places or {}).get("total")
    place = {"page": 1, "boxes": [[0.1, 0.2, 0.3, 0.25]]}
    assert before != place
    body = {"seen": 0, "values": {}, "places": {"total": place, "no such value": place}}
    assert send(served_desk, f"/review/{bills[0]}", body).status == 200
    send(served_desk, f"/review/{bills[0]}", {"seen": seen(bills[0]), "values": {}})  # says nothing of places
    send(served_desk, f"/review/{bills[0]}", {"seen": seen(bills[0]), "values": {"date": "2024-03-06"}})
    words = {word.field: word for word in corrections.words(session, bills[0])}
    assert (words["total"].kind, words["total"].place, words["entity"].place) == ("approved", place, None)
    assert (shown(bills[0]).places or {})["total"] == place
    for _ in range(3):
        send(served_desk, "/undo", {})
    assert (shown(bills[0]).places or {}).get("total") == before


def test_a_review_without_a_change_is_an_approval(served_desk: ServedDesk, bills: list[UUID]) -> None:
    assert send(served_desk, f"/review/{bills[0]}", {"seen": 0, "values": {}}).status == 200
    assert last_act(bills[0]) == "approve"


def test_a_review_of_what_another_changed_is_refused(served_desk: ServedDesk, bills: list[UUID]) -> None:
    set_values(database().session(), bills[0], {"total": "7"}, "another person")
    for values in ({}, {"total": "8"}):
        assert send(served_desk, f"/review/{bills[0]}", {"seen": 0, "values": values}).status == 409
    assert float(shown(bills[0]).total_amount or 0) == 7


def test_an_audit_is_closed_by_its_review_and_judges_every_value(served_desk: ServedDesk, bills: list[UUID]) -> None:
    session = database().session()
    audits.draw(session, "seed", 1)
    (audit,) = audits.waiting(session)
    told = json.loads(served_desk.ask("GET", f"/review/{audit.document}").body)
    assert sum(field["is_marked"] for field in told["fields"]) == 1  # as one of a document that is no audit
    assert str(audit.document) in served_desk.ask("GET", "/review/queue").body
    send(served_desk, f"/review/{audit.document}", {"seen": 0, "values": {"total": "1"}})
    (closed,) = audits.listing(session)
    assert closed.verdicts is not None
    wrong = [name for name, verdict in closed.verdicts.items() if not verdict["right"]]
    assert (closed.state, wrong) == ("closed", ["total"])


@pytest.mark.parametrize(
    ("kind", "words", "read"),
    [
        ("date", "Statement date: 5 March 2024", "2024-03-05"),
        ("date", "no day", "no day"),
        ("number", "$1,234.50", "1234.50"),
        ("text", "City Water", "City Water"),
    ],
)
def test_words_that_a_person_pointed_at_are_read(
    served_desk: ServedDesk, bills: list[UUID], kind: str, words: str, read: str
) -> None:
    told = send(served_desk, f"/review/{bills[0]}/read", {"kind": kind, "words": words})
    assert json.loads(told.body) == {"text": read}
