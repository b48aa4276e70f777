"""A series with three documents gets one prompt with one schema, by which its documents are read."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from alfrd_luigi.corrections import series as acts
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import documents, events, runs, series, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.stages import estimate, rerun
from alfrd_luigi.stages.rerun import take_back
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.faults import Fault
from support.archives import Archive
from support.commands import Alfrd
from support.connections import connected
from support.desk import Desk
from support.document_rows import ids

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
BILL = """HARBOR MUTUAL INSURANCE COMPANY
Home insurance bill
Policy number: {policy}
Statement date: 2024-{month:02}-05
Tariff class: R{month}
Risk zone: B4
Amount due: $12{month}.50
Due date: 2024-{month:02}-25
"""
HOME, BOAT = "HM-4471-220", "BT-9902-118"
NEW = ["risk_zone", "tariff_class"]


class Reading(NamedTuple):
    """What a series read of a document."""

    answer: dict[str, Any]
    prompt_id: int | None

    @property
    def fields(self) -> list[str]:
        """The names of the fields."""
        return sorted(self.answer.get("structured_data", {}))


class Office:
    """A desk that works with a model, and an inbox for the bills of an insurer."""

    def __init__(self, desk: Desk, archive: Archive, aws: StandIn) -> None:
        self._desk, self._archive, self.aws = desk, archive, aws
        archive.configure(language_engine="bedrock", bedrock_model_id=MODEL, backoff_seconds=0, retry_seconds=0)

    def file(self, *months: int, policy: str = HOME) -> None:
        """File the bills of these months, the last in a run of its own."""
        for month in months[:-1]:
            self.put(month, policy)
        if months[:-1]:
            self.run()
        self.put(months[-1], policy)
        self.run()

    def put(self, month: int, policy: str = HOME) -> None:
        text = BILL.format(month=month, policy=policy)
        (self._archive.inbox / f"{policy}-{month:02}.txt").write_text(text, encoding="utf-8")

    def run(self) -> None:
        assert self._desk.run() == 0, self._desk.said

    def read_again(self, id: UUID) -> None:
        """Let the next run read a document again."""
        take_back(id, "extract_series", "again")
        runs.release("again")

    def fails_at(self, operation: str, fault: Fault) -> None:
        self.aws.behaviour = Behaviour(script=lambda each: fault if each == operation else None)

    def is_well(self) -> None:
        self.aws.behaviour = Behaviour()

    def asked(self, operation: str) -> int:
        return Counter(call.operation for call in self.aws.calls)[operation]

    def configure(self, **settings: Any) -> None:
        self._archive.configure(**settings)

    def sql(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with connected(self._archive.database_url) as own:
            own.execute(query, values)
            return list(own.fetchall())

    @property
    def documents(self) -> list[UUID]:
        return ids(database().session())

    @property
    def readings(self) -> dict[UUID, Reading]:
        """The readings that series have made, by document in the order of registration."""
        session = database().session()
        found = {id: stage_results.result(session, id, "extract_series") for id in self.documents}
        return {id: Reading(row.answer, row.prompt_id) for id, row in found.items() if row is not None}

    def values(self, id: UUID) -> dict[str, Any]:
        found = documents.facts(database().session(), id)
        return {**(found.structured_data or {}), "entity": found.entity}

    def state(self, id: UUID) -> tuple[str, bool]:
        found = documents.state(database().session(), id)
        return found.status, found.awaits_series

    @property
    def prompts(self) -> int:
        ((count,),) = self.sql("SELECT count(*) FROM prompts WHERE kind = 'series_summarizer'")
        return int(count)

    def series_of(self, id: UUID) -> int:
        found = documents.series_of(database().session(), id)
        assert found is not None
        return found


@pytest.fixture
def office(desk: Desk, archive: Archive, aws: StandIn) -> Office:
    return Office(desk, archive, aws)


def test_twelve_bills_get_one_schema_of_a_model_that_drifts(office: Office) -> None:
    office.aws.behaviour = Behaviour(drifting=1.0)
    office.file(*range(1, 13))
    read = office.readings.values()
    assert len(read) == 10  # from the third on
    assert len({tuple(each.fields) for each in read}) == 1
    assert {each.answer["method"] for each in read} == {"series"}
    assert (office.prompts, office.asked("design_series")) == (1, 1)


def test_the_third_document_has_the_prompt_designed_and_is_read_by_it(office: Office) -> None:
    office.file(1, 2)
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
    office.file(1, 2, 3)
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
    office.run()
    assert (office.values(third)["tariff_class"], office.values(third)["due_date"]) == ("R9", "2024-04-01")
    assert office.values(third)["risk_zone"] == "B4"


def test_a_word_on_a_field_has_to_fit_it(office: Office) -> None:
    office.file(1, 2, 3)
    first, _, third = office.documents
    session = database().session()
    with pytest.raises(InvalidInputError, match=r"no value 'field\.moon_phase'"):
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


@pytest.mark.parametrize("fault", ["wrong_type", "extra_field", "prose", "max_tokens"])
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
    office.run()
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
    office.run()
    assert office.state(third) == ("filed", False)
    assert office.readings[third].answer == {"method": "type", "reason": "series do not read documents"}


def test_one_call_is_enough_where_the_memory_knows_the_series(office: Office) -> None:
    office.file(1, 2, 3)
    *_, third = office.documents
    set_values(database().session(), third, {"entity": "Harbor Mutual"}, "anna", rest_is_right=True)
    office.run()  # files it again
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
    office.file(1, 2, 3)
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
    office.run()
    assert office.readings[home].prompt_id == own


def test_a_paper_of_another_account_is_not_read_by_the_series(office: Office) -> None:
    office.file(1, 2, 3)
    *_, third = office.documents
    series.set_account(database().session(), office.series_of(third), "ZZ9999999")
    office.read_again(third)
    office.run()
    assert office.readings[third].answer["reason"] == "its account is not that of the series"


def test_a_stage_that_runs_again_has_the_document_read_again(office: Office, alfrd: Alfrd) -> None:
    office.file(1, 2, 3)
    first, _, third = office.documents
    asked = len(office.aws.calls)
    for stage in ("extract_series", "file", "summarize"):
        assert alfrd("rerun", str(third), "--from", stage).exit_code == 0
        assert office.readings[third].answer["method"] == "series"
    assert len(office.aws.calls) == asked
    shown = alfrd("rerun", str(third), "--from", "extract_series", "--fresh", "--json")
    assert [row["stage"] for row in json.loads(shown.stdout)["stages"]] == ["extract_series"]
    assert [call.operation for call in office.aws.calls[asked:]] == ["extract_series", "summarize_file"]
    assert alfrd("rerun", str(first), "--from", "extract_series").exit_code == 0
    assert office.readings[first].answer["method"] == "series"


def test_a_document_that_no_series_reads_cannot_be_read_by_one(office: Office) -> None:
    office.file(1)
    (first,) = office.documents
    with pytest.raises(InvalidInputError, match="no series that reads"):
        take_back(first, "extract_series", "again")
    assert rerun.repeated("file") == ["file", "extract_series"]


def test_the_stage_runs_by_hand(office: Office, desk: Desk) -> None:
    office.put(1)
    assert desk.run("ScanInbox") == 0, desk.said
    (first,) = office.documents
    assert desk.run("ExtractSeries", "--doc-id", str(first)) == 0, desk.said
    assert office.state(first) == ("filed", False)
    office.file(2)
    office.put(3)
    assert desk.run("ScanInbox") == 0, desk.said
    *_, third = office.documents
    assert desk.run("ExtractSeries", "--doc-id", str(third)) == 0, desk.said
    assert office.readings[third].answer["method"] == "series"
    assert desk.run("ExtractSeries", "--doc-id", str(third)) == 0
    assert "done already" in desk.said
    office.read_again(third)
    assert desk.run("ExtractSeries", "--doc-id", str(third), "--series-id", "999") == 30
    assert "not in series 999" in desk.said


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


def test_a_budget_that_is_used_up_leaves_the_reading_to_a_later_run(office: Office) -> None:
    office.file(1, 2)
    office.put(3)
    office.configure(max_cost_per_run="0.03")
    office.run()
    *_, third = office.documents
    office.configure(max_cost_per_run="")
    office.run()
    assert office.readings[third].answer["method"] == "series"
