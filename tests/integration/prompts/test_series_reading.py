"""A series with three documents gets a prompt with fields of its own, and its documents are read by it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alfrd_luigi.corrections import series as acts
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import documents, events, series, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.stages import estimate, rerun
from alfrd_luigi.stages.rerun import take_back
from alfrd_luigi.standin import StandIn, answers
from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.standin.series import design
from support.archives import Archive
from support.commands import Alfrd
from support.filled_archive import contents
from support.insurer import BOAT, HOME, NEW, Office, Reading
from support.kept_archives import Keep


@pytest.fixture
def office(archive: Archive, aws: StandIn, keep: Keep) -> Office:
    return Office(archive, aws, keep)


def test_the_third_document_has_the_prompt_designed_and_is_read_by_it(office: Office) -> None:
    office.begin(1, 2)
    assert (office.prompts, office.readings) == (0, {})
    office.file(3)
    *_, third = office.documents
    ((id, schema, text),) = office.sql("SELECT id, fields_schema, text FROM prompts WHERE series_id IS NOT NULL")
    assert office.readings == {third: Reading(office.readings[third].answer, id)}
    assert set(NEW) < set(schema["properties"])
    assert {"policy_number", "due_date", "premium"} < set(schema["properties"])
    assert schema["properties"]["risk_zone"] == {"type": "string", "title": "Risk zone"}
    ((by_type,),) = office.sql("SELECT text FROM prompts WHERE kind = 'summarizer' AND document_type = 'insurance'")
    assert text.startswith(by_type.strip())
    told = events.of(database().session(), "prompt", f"series_summarizer:{office.series_of(third)}")
    assert [(event.event, event.details["fields"]) for event in told] == [("derived", len(schema["properties"]))]
    assert office.sql("SELECT members, prompt_id, fault FROM series_designs") == [(3, id, None)]


def test_both_readings_are_kept_and_a_person_is_right_before_both(office: Office) -> None:
    office.begin(1, 2, 3)
    *_, third = office.documents
    session = database().session()
    by_type = stage_results.result(session, third, "summarize")
    assert by_type is not None
    assert not set(NEW) & set(by_type.answer["structured_data"])
    assert office.values(third)["tariff_class"] == "R3"
    set_values(session, third, {"field.tariff_class": "R9", "field.due_date": "2024-04-01"}, "anna")
    assert office.values(third)["tariff_class"] == "R9"
    office.read_again(third)
    assert "tariff_class" not in office.values(third)
    office.go_on()
    assert (office.values(third)["tariff_class"], office.values(third)["due_date"]) == ("R9", "2024-04-01")
    assert office.values(third)["risk_zone"] == "B4"


def test_a_word_on_a_field_has_to_fit_it(office: Office) -> None:
    office.begin(1, 2, 3)
    first, _, third = office.documents
    session = database().session()
    with pytest.raises(InvalidInputError, match="no value 'field"):
        set_values(session, third, {"field.moon_phase": "full"}, "anna")
    set_values(session, first, {"field.risk_zone": "C1"}, "anna")  # its series has the field
    assert office.values(first)["policy_number"] == HOME


@pytest.mark.parametrize("fault", ["wrong_type", "extra_field", "prose", "filtered"])
def test_an_answer_that_does_not_fit_leaves_what_the_type_read(office: Office, fault: Fault) -> None:
    office.fails_at("extract_series", fault)
    office.file(1, 2, 3)
    *_, third = office.documents
    (read,) = office.readings.values()
    assert (read.answer["method"], read.prompt_id is not None) == ("type", True)
    assert read.answer["reason"]
    assert office.state(third) == ("filed", False)
    assert office.values(third)["policy_number"] == HOME
    assert "tariff_class" not in office.values(third)


@pytest.mark.parametrize("fault", ["extra_field", "prose"])
def test_a_design_that_cannot_be_used_is_asked_for_again_when_the_series_has_grown(
    office: Office, fault: Fault
) -> None:
    office.fails_at("design_series", fault)
    office.file(1, 2, 3)
    asked = office.asked("design_series")
    assert asked == 2  # once more with the fault
    ((members, reason),) = office.sql("SELECT members, fault FROM series_designs")
    assert members == 3
    assert "invalid answers" in reason
    office.is_well()
    office.file(4, 5)
    assert (office.asked("design_series"), office.prompts) == (asked, 0)
    office.file(6)
    assert (office.asked("design_series"), office.prompts) == (asked + 1, 1)
    assert [each.answer["method"] for each in office.readings.values()] == ["type"] * 3 + ["series"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"notes": "HARBOR MUTUAL INSURANCE COMPANY Home insurance bill"}, "it quotes a document"),
        ({"prompt": "The tariff class stands below the policy number."}, None),
        ({"prompt": "word " * 301}, "its prompt has more than"),
        ({"fields": []}, "it adds 0 fields"),
        ({"fields": [{"name": "due_date", "kind": "number", "label": None, "is_required": True}]}, "adds 0 fields"),
        ({"fields": [{"name": "entity", "kind": "text", "label": None, "is_required": True}]}, "cannot have"),
    ],
)
def test_a_design_is_checked(
    office: Office, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], fault: str | None
) -> None:
    answers._written.cache_clear()
    monkeypatch.setattr(answers, "design", lambda question: {**design(question), **changed})
    office.file(1, 2, 3)
    answers._written.cache_clear()
    ((found,),) = office.sql("SELECT fault FROM series_designs")
    assert (found is None) == (fault is None)
    assert (fault or "") in (found or "")
    assert office.prompts == (fault is None)
    *_, third = office.documents
    assert office.state(third) == ("filed", False)


def test_a_service_that_does_not_answer_is_waited_for(office: Office) -> None:
    office.configure(call_attempts=1)
    office.file(1, 2)
    office.fails_at("extract_series", "server_error")
    office.file(3)
    *_, third = office.documents
    assert office.state(third) == ("filed", True)
    assert office.values(third)["policy_number"] == HOME
    office.is_well()
    documents.make_due(database().session(), third)
    office.go_on()
    assert office.state(third) == ("filed", False)
    assert office.readings[third].answer["method"] == "series"


def test_nothing_is_read_where_series_have_no_prompts(office: Office) -> None:
    office.configure(series_prompts=False)
    office.file(1, 2, 3)
    assert (office.readings, office.prompts) == ({}, 0)
    assert {office.state(id) for id in office.documents} == {("filed", False)}
    assert office.asked("design_series") == 0


def test_the_offline_engine_reads_no_series(office: Office) -> None:
    office.configure(language_engine="offline")
    office.file(1, 2, 3)
    assert (office.readings, office.prompts) == ({}, 0)
    assert {office.state(id) for id in office.documents} == {("filed", False)}


def test_a_document_that_waits_when_the_model_goes_keeps_what_its_type_read(office: Office) -> None:
    office.configure(call_attempts=1)
    office.fails_at("extract_series", "server_error")
    office.file(1, 2, 3)
    *_, third = office.documents
    documents.make_due(database().session(), third)
    office.configure(language_engine="offline")
    office.go_on()
    assert office.state(third) == ("filed", False)
    assert office.readings[third].answer == {"method": "type", "reason": "series do not read documents"}


def test_one_call_is_enough_where_the_memory_knows_the_series(office: Office) -> None:
    office.begin(1, 2, 3)
    *_, third = office.documents
    set_values(database().session(), third, {"entity": "Harbor Mutual"}, "anna", rest_is_right=True)
    office.go_on(third)
    before = {name: office.asked(name) for name in ("summarize", "extract_series", "design_series")}
    office.file(4)
    *_, fourth = office.documents
    after = {name: office.asked(name) - count for name, count in before.items()}
    assert after == {"summarize": 0, "extract_series": 1, "design_series": 0}
    by_type = stage_results.result(database().session(), fourth, "summarize")
    assert by_type is not None
    assert not set(NEW) & {*by_type.answer["structured_data"], *by_type.answer["evidence"]}
    read = office.readings[fourth]
    assert (read.answer["method"], read.prompt_id) == ("series", by_type.prompt_id)
    assert office.values(fourth)["tariff_class"] == "R4"


def test_a_document_in_another_series_is_read_by_that_one(office: Office) -> None:
    office.begin(1, 2, 3)
    office.file(1, 2, 3, policy=BOAT)
    home, boat = office.documents[2], office.documents[5]
    assert office.series_of(home) != office.series_of(boat)
    assert office.prompts == 2
    session = database().session()
    own = office.readings[boat].prompt_id
    acts.move(session, [home], office.series_of(boat), "anna")
    assert office.state(home) == ("filed", True)
    assert "tariff_class" not in office.values(home)
    undo_act(session, "anna")
    assert (office.state(home), office.values(home)["tariff_class"]) == (("filed", False), "R3")
    acts.exclude(session, [home], "anna")
    assert (office.state(home), home in office.readings) == (("filed", False), False)
    undo_act(session, "anna")
    acts.merge(session, [office.series_of(home)], office.series_of(boat), "anna")
    office.go_on()
    assert office.readings[home].prompt_id == own


def test_a_paper_of_another_account_is_not_read_by_the_series(office: Office) -> None:
    office.begin(1, 2, 3)
    *_, third = office.documents
    series.set_account(database().session(), office.series_of(third), "ZZ9999999")
    office.read_again(third)
    office.go_on()
    assert office.readings[third].answer["reason"] == "its account is not that of the series"


def test_a_document_that_no_series_reads_cannot_be_read_by_one(office: Office) -> None:
    office.begin(1)
    (first,) = office.documents
    with pytest.raises(InvalidInputError, match="no series that reads"):
        take_back(first, "extract_series", "again")
    assert rerun.repeated("file") == ["file", "extract_series"]


def test_what_it_costs_is_expected_and_in_the_books(office: Office, alfrd: Alfrd) -> None:
    session = database().session()
    assert estimate.by_stage(session)["extract_series"] > 0
    office.file(1, 2)
    assert estimate.by_stage(session)["extract_series"] > 0
    office.file(3, 4)
    rows = json.loads(alfrd("cost", "--by", "stage", "--json").stdout)["rows"]
    costs = {row["what"]: row for row in rows}
    assert costs["extract_series"]["calls"] == 3  # the design, and two documents
    assert float(costs["extract_series"]["usd"]) > 0


def test_the_bin_keeps_the_prompt_of_a_series_and_what_it_read(office: Office, alfrd: Alfrd) -> None:
    office.begin(1, 2, 3)
    all_of_them = office.documents
    *_, third = all_of_them
    before = (
        office.readings,
        office.values(third),
        office.sql("SELECT id, text, fields_schema FROM prompts ORDER BY id"),
    )
    assert alfrd("delete", *map(str, all_of_them)).exit_code == 0
    assert (office.documents, office.prompts) == ([], 0)
    assert alfrd("restore", *map(str, all_of_them)).exit_code == 0
    assert before == (
        office.readings,
        office.values(third),
        office.sql("SELECT id, text, fields_schema FROM prompts ORDER BY id"),
    )
    assert alfrd("check", "--quick").exit_code == 0


def test_a_document_returns_without_the_series_that_read_it(office: Office, alfrd: Alfrd) -> None:
    first, second, third = office.begin(1, 2, 3)
    assert alfrd("delete", str(third)).exit_code == 0
    assert alfrd("delete", str(first), str(second)).exit_code == 0
    assert alfrd("delete", "--forever", str(first), str(second)).exit_code == 0
    assert alfrd("restore", str(third)).exit_code == 0
    office.go_on(third)
    assert office.state(third) == ("filed", False)
    assert office.values(third)["policy_number"] == HOME


def test_a_purge_leaves_nothing_of_a_series(office: Office, alfrd: Alfrd, archive: Archive) -> None:
    office.fails_at("design_series", "extra_field")
    office.file(1, 2, 3)
    office.is_well()
    office.file(4, 5, 6)
    assert office.prompts == 1
    *others, last = office.documents
    assert alfrd("delete", *map(str, others)).exit_code == 0
    assert alfrd("delete", "--forever", *map(str, others)).exit_code == 0
    assert office.sql("SELECT count(*) FROM answers WHERE operation = 'design_series'") == [(0,)]
    assert office.sql("SELECT fault FROM series_designs ORDER BY members") == [("a design that was refused",), (None,)]
    assert alfrd("delete", str(last)).exit_code == 0
    assert alfrd("delete", "--forever", str(last)).exit_code == 0
    rows = [row for table in contents(archive.database_url).values() for row in table]
    assert [row for row in rows if "HARBOR" in row or "Tariff class" in row or "tariff_class" in row] == []


def test_what_a_series_read_is_shown(office: Office, alfrd: Alfrd, archive: Archive) -> None:
    *_, third = office.begin(1, 2, 3)
    series_id = office.series_of(third)
    assert f"series_summarizer:{series_id}" in alfrd("prompts", "list").stdout
    (read,) = [
        row
        for row in json.loads(alfrd("show", str(third), "--json").stdout)["stages"]
        if row["stage"] == "extract_series"
    ]
    assert (read["method"], read["reason"], read["prompt_version"]) == ("series", None, 1)
    assert "tariff class" in alfrd("show", str(third)).stdout.lower()
    assert "extract_series" in alfrd("why", str(third)).stdout
    assert alfrd("report").exit_code == 0
    pages = {path.name for path in (archive.data_dir / "report" / "prompts").iterdir()}
    assert any("series_summarizer" in name for name in pages)
    office.fails_at("extract_series", "extra_field")
    *_, fourth = office.file(4)
    assert "invalid answers" in alfrd("show", str(fourth)).stdout.replace("\n", " ")
