"""Runs of the real command whose documents are read by their series: one prompt, whatever is killed or runs at once."""

from __future__ import annotations

import json
from decimal import Decimal
from uuid import UUID

import pytest

from alfrd_luigi.database import calls, events
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.events import Event
from alfrd_luigi.samples import languages
from alfrd_luigi.samples.collection import Sample, collect
from alfrd_luigi.samples.layout import place
from alfrd_luigi.standin import Behaviour, StandIn
from support.archives import Archive
from support.commands import Alfrd
from support.desk import Desk
from support.insurer import Office
from support.kept_archives import Keep


class Runs(Office):
    """The office, whose work is done by runs of the `luigi` command."""

    def __init__(self, desk: Desk, archive: Archive, aws: StandIn, keep: Keep) -> None:
        super().__init__(archive, aws, keep)
        self.desk = desk

    @property
    def usd(self) -> Decimal:
        """What all calls have cost."""
        return sum((row.usd for row in calls.cost(database().session(), "day", None)), Decimal())

    def events(self, id: UUID) -> list[Event]:
        """What happened to a document."""
        return events.of(database().session(), "document", str(id))

    def run(self, *arguments: str, code: int = 0) -> None:
        """Run the command."""
        assert self.desk.run(*arguments) == code, self.desk.said


@pytest.fixture
def office(desk: Desk, archive: Archive, aws: StandIn, keep: Keep) -> Runs:
    return Runs(desk, archive, aws, keep)


def test_twelve_bills_get_one_schema_of_a_model_that_drifts(office: Runs) -> None:
    office.aws.behaviour = Behaviour(drifting=1.0)
    office.put(*range(1, 13))
    office.run()
    read = office.readings.values()
    assert len(read) == 12  # the first two are read again
    assert len({tuple(each.fields) for each in read}) == 1
    assert {each.method for each in read} == {"series"}
    assert (office.prompts, office.asked("design_series")) == (1, 1)


def test_a_stage_that_runs_again_has_the_document_read_again(office: Runs, alfrd: Alfrd) -> None:
    office.begin(1, 2, 3)
    first, _, third = office.documents
    asked = len(office.aws.calls)
    for stage in ("extract_series", "file", "summarize"):
        assert alfrd("rerun", str(third), "--from", stage).exit_code == 0
        assert office.readings[third].method == "series"
    assert len(office.aws.calls) == asked
    shown = alfrd("rerun", str(third), "--from", "extract_series", "--fresh", "--json")
    assert [row["stage"] for row in json.loads(shown.stdout)["stages"]] == ["extract_series"]
    assert [call.operation for call in office.aws.calls[asked:]] == ["extract_series", "summarize_file"]
    assert alfrd("rerun", str(first), "--from", "extract_series").exit_code == 0
    assert office.readings[first].method == "series"


def test_the_stage_runs_by_hand(office: Runs, desk: Desk) -> None:
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
    assert office.readings[third].method == "series"
    assert desk.run("ExtractSeries", "--doc-id", str(third)) == 0
    assert "done already" in desk.said
    office.read_again(third)
    assert desk.run("ExtractSeries", "--doc-id", str(third), "--series-id", "999") == 30
    assert "not in series 999" in desk.said


def test_a_budget_that_is_used_up_leaves_the_reading_to_a_later_run(office: Runs) -> None:
    office.begin(1, 2, 3)
    *_, third = office.documents
    office.read_again(third)
    office.sql("DELETE FROM answers RETURNING question_key")
    office.configure(max_cost_per_day=str(office.usd + Decimal("0.0001")))
    office.run()
    assert office.state(third) == ("filed", True)
    assert "allows no further call" in office.desk.said
    assert [event.event for event in office.events(third)][-1] == "extract_series left"
    office.configure(max_cost_per_day="")
    office.run()
    assert office.readings[third].method == "series"
    assert office.state(third) == ("filed", False)


@pytest.mark.parametrize(
    ("point", "lost"),
    [
        ("result_written/file", 0),
        ("result_committed/file", 0),
        ("stage_begun/extract_series", 0),
        ("call_reserved/extract_series", 0),
        ("call_answered/extract_series", 1),
        ("answer_saved/extract_series", 0),
        ("prompt_written", 0),
        ("prompt_committed", 0),
        ("call_answered/extract_series@2", 1),
        ("answer_saved/extract_series@2", 0),
        ("result_written/extract_series", 0),
        ("result_committed/extract_series", 0),
    ],
)
def test_a_run_that_is_killed_is_gone_on_with(office: Runs, point: str, lost: int) -> None:
    office.begin(1, 2)
    office.put(3)
    assert office.desk.run(ALFRD_TRIGGER=f"{point}=kill") == -9, office.desk.said
    office.run()
    *_, third = office.documents
    assert office.state(third) == ("filed", False)
    assert office.readings[third].method == "series"
    assert office.prompts == 1
    assert office.asked("design_series") + office.asked("extract_series") == 4 + lost  # the first two are read again


def test_two_runs_at_once_design_one_prompt(office: Runs) -> None:
    office.begin(1, 2)
    office.put(*range(3, 11))
    office.aws.behaviour = Behaviour(seconds=0.1, drifting=1.0)
    both = [office.desk.start("ProcessAllPending") for _ in range(2)]
    for run in both:
        said, _ = run.communicate(timeout=100)
        assert run.returncode == 0, said
    assert (office.prompts, office.asked("design_series")) == (1, 1)
    assert [each.method for each in office.readings.values()] == ["series"] * 10
    assert len({tuple(each.fields) for each in office.readings.values()}) == 1
    assert office.aws.peaks["extract_series"] <= 2  # one reads the first two again meanwhile


def _papers(language: str) -> list[Sample]:
    """The samples of a language, but at most five papers of a series. The test above has twelve of one."""
    found: list[Sample] = []
    for sample in collect(2024, "all", language):
        series = [each for each in found if each.paper.series == sample.paper.series]
        if sample.paper.series is None or len(series) < 5:
            found.append(sample)
    return found


@pytest.mark.parametrize("language", ["en", *languages.codes()])
def test_each_series_of_the_samples_keeps_one_shape_of_a_model_that_drifts(office: Runs, language: str) -> None:
    office.aws.behaviour = Behaviour(drifting=1.0)
    office.put_texts({
        sample.name: "\f".join(page.text for page in place(sample.paper.pages, sample.paper.sheet))
        for sample in _papers(language)
    })  # fmt: skip
    office.run()
    shapes: dict[int, set[tuple[str, ...]]] = {}
    for id, read in office.readings.items():
        assert read.method == "series"
        shapes.setdefault(office.series_of(id), set()).add(tuple(read.fields))
    assert len(shapes) == 3
    assert {len(each) for each in shapes.values()} == {1}
    assert (office.prompts, office.asked("design_series")) == (3, 3)
