"""The members of a series are read again with the version of its prompt that was requested, whatever happens."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

import pytest

import support
from alfrd_luigi.corrections import bin
from alfrd_luigi.corrections import series as acts
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.corrections.undo import undo_act, undo_run
from alfrd_luigi.database import (
    checks,
    documents,
    events,
    files,
    pairs,
    regenerations,
    runs,
    series_fields,
    stage_results,
)
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BudgetError, BusyError, InvalidInputError, NotFoundError
from alfrd_luigi.language import engines
from alfrd_luigi.language.catalogue import KINDS
from alfrd_luigi.stages import embedded_invoice, lifecycle
from alfrd_luigi.stages.file_summary import FileSummary
from alfrd_luigi.stages.regeneration import regenerate
from alfrd_luigi.standin import Behaviour, StandIn
from support import series_prompts
from support.archives import Archive
from support.commands import alfrd
from support.connections import connected
from support.desk import Desk
from support.document_rows import ids
from support.series_prompts import read_with, standing

BILL = """HARBOR MUTUAL INSURANCE COMPANY
Home insurance bill
Policy number: HM-4471-220
Statement date: 2024-0{month}-05
Tariff class: R{month}
Amount due: $12{month}.50
Due date: 2024-0{month}-25
"""
RUN = "20240601T000000-again"


class Series:
    """A series of bills with a first prompt. `scripts` tell the scripted engine how to answer: n0="[[...]]"."""

    def __init__(self, archive: Archive, session: Session, count: int, **scripts: str) -> None:
        self.archive, self.session = archive, session
        self.members = series_prompts.bills(session, count, {int(key[1:]): text for key, text in scripts.items()})
        self.id = series_prompts.series_of(session, self.members[0])
        self.first = series_prompts.first(session, self.id)

    def read(self, prompt: int | None = None, run: str = RUN) -> None:
        """Regenerate in this process, after a request if there is a prompt."""
        if prompt is not None:
            regenerations.request(self.session, self.id, prompt, "a test")
        try:
            regenerate(self.id, run)
        finally:
            runs.set_finished(self.session, run)
            runs.release(run)

    def second(self, *labels: str) -> int:
        """A second version, which is active."""
        return series_prompts.second(self.archive, self.session, self.id, *labels)

    def readings(self) -> Counter[int | None]:
        """How many members were read with each version."""
        return read_with(self.session, self.members)

    def fields(self, name: str) -> list[Any]:
        """The values of a field, by date."""
        return [each.value for each in series_fields.values(self.session, [self.id], 500) if each.field == name]

    def summarise(self) -> UUID:
        """Summarise the file, and return its id."""
        file = files.of_series(self.session, self.id)
        assert file is not None
        runs.hold(database(), RUN)
        lifecycle.run(FileSummary(file, RUN))
        runs.release(RUN)
        return file


@pytest.fixture
def series_of(archive: Archive, aws: StandIn) -> Callable[[int], Series]:
    """Makes a series of so many bills, which a model of the stand-in reads."""
    series_prompts.use_model(archive)
    return lambda count: Series(archive, database().session(), count)


def asked(aws: StandIn) -> int:
    return Counter(call.operation for call in aws.calls)["extract_series"]


def test_all_members_are_read_with_the_version_and_the_flag_goes(
    series_of: Callable[[int], Series], aws: StandIn
) -> None:
    series = series_of(4)
    file = series.summarise()
    series.read(series.first)
    assert series.readings() == {series.first: 4}
    assert series.fields("meter_reading") == [1000, 1001, 1002, 1003]
    assert {each.extraction for each in series_fields.values(series.session, [series.id], 9)} == {"series"}
    assert standing(series.id) is None
    assert files.state(series.session, file).status == "outdated"
    assert asked(aws) == 4
    assert not documents.has_claims(series.session, RUN)
    told = [each.event for each in events.of(series.session, "file", file)]
    assert told[-2:] == ["regeneration requested", "regenerated"]


def test_members_that_are_on_the_version_are_skipped(series_of: Callable[[int], Series], aws: StandIn) -> None:
    series = series_of(3)
    series.read(series.first)
    file = series.summarise()
    series.read(series.first)
    assert asked(aws) == 3
    assert standing(series.id) is None
    assert files.state(series.session, file).status == "generated"


def test_the_version_is_the_requested_one_whatever_is_active(series_of: Callable[[int], Series]) -> None:
    series = series_of(2)
    regenerations.request(series.session, series.id, series.first, "a test")
    series.second("Tariff class")
    series.read()
    assert series.readings() == {series.first: 2}
    assert series.fields("tariff_class") == []


def test_a_newer_request_supersedes_the_older_one_while_it_is_read(
    series_of: Callable[[int], Series], aws: StandIn
) -> None:
    series = series_of(5)
    newer = series.second("Meter reading", "Tariff class")
    lock, calls = Lock(), [0]

    def supersede(_operation: str) -> None:
        with lock:
            calls[0] += 1
            if calls[0] == 3:
                regenerations.request(database().session(), series.id, newer, "a newer one")

    aws.behaviour = Behaviour(script=supersede)
    series.read(series.first)
    assert series.readings() == {newer: 5}
    assert asked(aws) == 8  # the third answer came for a version that was not wanted any more
    assert series.fields("tariff_class") == [f"R{1000 + number}" for number in range(5)]
    assert standing(series.id) is None


def test_the_file_becomes_outdated_once_when_no_member_is_left(
    series_of: Callable[[int], Series], aws: StandIn
) -> None:
    series = series_of(3)
    file = series.summarise()
    seen: list[str] = []
    aws.behaviour = Behaviour(script=lambda _: seen.append(files.state(database().session(), file).status))
    series.read(series.first)
    assert seen == ["generated"] * 3
    with connected(series.archive.database_url) as own:
        own.execute("SELECT count(*) FROM file_revisions")
        assert own.fetchall() == [(1,)]


@pytest.fixture
def scripted(archive: Archive) -> Iterator[Callable[..., Series]]:
    """Makes a series that the scripted engine reads."""
    folder = str(Path(support.__file__).parent / "language_engines")
    engines.__path__.append(folder)
    archive.configure(language_engine="scripted", retry_seconds=0, max_attempts=2)
    yield lambda count, **scripts: Series(archive, database().session(), count, **scripts)
    engines.__path__.remove(folder)


BUG, BUSY = "[[extract_series: bug]]", "[[extract_series: transient]]"


def test_a_member_that_fails_does_not_block_the_others(scripted: Callable[..., Series]) -> None:
    series = scripted(3, n2=BUG)
    file = series.summarise()
    series.read(series.first)
    found = standing(series.id)
    assert found is not None
    assert (found.read, found.failed, found.left, found.members) == (2, 1, 0, 3)
    assert found.error is not None
    assert "KeyError" in found.error
    assert documents.state(series.session, series.members[2]).status == "filed"
    assert stage_results.result(series.session, series.members[2], "extract_series") is None
    assert files.state(series.session, file).status == "outdated"
    assert regenerations.due(series.session, "20240602T000000-next", 9) == []


def test_what_failed_is_retried_on_request(scripted: Callable[..., Series]) -> None:
    series = scripted(2, n1=BUG)
    failing, id = str(series.members[1]), series.id
    series.read(series.first)
    assert json.loads(alfrd("retry", "--json").stdout)["read_again"] == [failing]
    session = database().session()
    assert regenerations.due(session, "20240602T000000-next", 9) == [id]
    assert json.loads(alfrd("retry", failing, "--json").stdout)["read_again"] == []


def test_a_service_that_does_not_answer_defers_a_member(scripted: Callable[..., Series]) -> None:
    series = scripted(3, n1=BUSY)
    file = series.summarise()
    series.archive.configure(retry_seconds=3600)
    series.read(series.first)
    found = standing(series.id)
    assert found is not None
    assert (found.read, found.deferred, found.failed) == (2, 1, 0)
    assert files.state(series.session, file).status == "generated"  # the deferred one is still to come
    with series.session.transaction():
        assert list(checks.violations(series.session, "summaries_stale", KINDS)) == []
    assert regenerations.due(series.session, "20240602T000000-next", 9) == []


def test_a_member_that_another_run_holds_is_left_to_a_later_run(series_of: Callable[[int], Series]) -> None:
    series = series_of(3)
    other = "20240601T000000-other"
    runs.hold(database(), other)
    assert documents.claim_one(series.session, other, series.members[0])
    series.read(series.first)
    found = standing(series.id)
    assert found is not None
    assert (found.read, found.left) == (2, 1)
    assert regenerations.due(series.session, RUN, 9) == []
    documents.release(series.session, series.members[0])
    runs.release(other)
    series.read(run="20240602T000000-next")
    assert standing(series.id) is None


def test_a_run_that_could_read_no_member_ends_well(series_of: Callable[[int], Series]) -> None:
    series = series_of(1)
    other = "20240601T000000-other"
    runs.hold(database(), other)
    assert documents.claim_one(series.session, other, series.members[0])
    series.read(series.first)
    assert runs.is_finished(series.session, RUN)
    runs.release(other)


def test_only_one_run_reads_a_series(series_of: Callable[[int], Series]) -> None:
    series = series_of(1)
    regenerations.request(series.session, series.id, series.first, "a test")
    other = "20240601T000000-other"
    runs.hold(database(), other)
    assert regenerations.claim(series.session, other, series.id)
    with pytest.raises(BusyError, match=other):
        series.read()
    assert regenerations.due(series.session, RUN, 9) == []
    runs.release(other)
    series.read()
    assert standing(series.id) is None


def test_nothing_is_read_without_a_request(series_of: Callable[[int], Series], aws: StandIn) -> None:
    series = series_of(1)
    with pytest.raises(NotFoundError, match="nothing of series"):
        series.read()
    other = series_prompts.Other(series.session)
    with pytest.raises(InvalidInputError, match="is not one of series"):
        regenerations.request(series.session, other.id, series.first, "a test")


def test_the_budget_bounds_a_regeneration_and_the_next_run_goes_on(
    series_of: Callable[[int], Series], aws: StandIn
) -> None:
    series = series_of(4)
    series.archive.configure(max_cost_per_run=0.025)
    with pytest.raises(BudgetError):
        series.read(series.first)
    found = standing(series.id)
    assert found is not None
    assert 0 < found.read < 4
    assert not documents.has_claims(series.session, RUN)
    series.archive.configure(max_cost_per_run="")
    before = asked(aws)
    series.read(run="20240602T000000-next")
    assert standing(series.id) is None
    assert asked(aws) == before + 4 - found.read


def test_the_word_of_a_person_stands(series_of: Callable[[int], Series]) -> None:
    series = series_of(2)
    said = {"total": "77.00", "field.amount_due": "77.00", "field.due_date": "2020-02-01"}
    set_values(series.session, series.members[0], said, "anna")
    series.read(series.first)
    values = {
        each.field: (each.value, each.extraction)
        for each in series_fields.values(series.session, [series.id], 2)
        if each.document_id == series.members[0]
    }
    assert values["meter_reading"] == (1000, "series")
    assert values["amount_due"] == (77, "person")
    assert values["due_date"] == ("2020-02-01", "person")


def test_a_copy_is_not_read(series_of: Callable[[int], Series], aws: StandIn) -> None:
    series = series_of(3)
    one, other = sorted(series.members[1:])
    pairs.set_verdict(series.session, one, other, "same", "person", "")
    series.read(series.first)
    assert asked(aws) == 2
    assert standing(series.id) is None


def test_an_electronic_invoice_is_exact_as_it_is(series_of: Callable[[int], Series], aws: StandIn) -> None:
    series = series_of(2)
    with connected(series.archive.database_url) as own:
        own.execute("UPDATE stage_results SET engine = %s WHERE stage = 'summarize'", [embedded_invoice.ENGINE])
    series.read(series.first)
    assert asked(aws) == 0
    assert standing(series.id) is None
    assert series.readings() == {series.first: 2}


def test_undoing_the_run_brings_the_earlier_reading_back_for_good(series_of: Callable[[int], Series]) -> None:
    series = series_of(2)
    series.read(series.first)
    newer = series.second("Tariff class")
    series.read(newer, "20240602T000000-next")
    assert series.readings() == {newer: 2}
    undo_run(series.session, "20240602T000000-next", "anna")
    assert series.readings() == {series.first: 2}
    assert series.fields("tariff_class") == []
    assert standing(series.id) is None


def test_documents_that_come_back_are_read_by_the_present_version(series_of: Callable[[int], Series]) -> None:
    series = series_of(4)
    series.read(series.first)
    moved = series.members[:1]
    acts.exclude(series.session, moved, "anna")
    newer = series.second("Tariff class")
    series.read(newer, "20240602T000000-next")
    undo_act(series.session, "anna")
    assert series.readings() == {newer: 3, series.first: 1}
    series.read(run="20240603T000000-last")
    assert series.readings() == {newer: 4}


def test_a_document_from_the_bin_is_read_by_the_present_version(series_of: Callable[[int], Series]) -> None:
    series = series_of(3)
    series.read(series.first)
    bin.delete(series.session, series.members[:1], "anna")
    newer = series.second("Tariff class")
    series.read(newer, "20240602T000000-next")
    bin.restore(series.session, series.members[:1], "anna")
    series.read(run="20240603T000000-last")
    assert series.readings() == {newer: 3}


def test_a_failure_comes_back_from_the_bin_with_its_document(scripted: Callable[..., Series]) -> None:
    series = scripted(2, n0=BUG)
    series.read(series.first)
    bin.delete(series.session, series.members[:1], "anna")
    bin.restore(series.session, series.members[:1], "anna")
    found = standing(series.id)
    assert found is not None
    assert (found.read, found.failed) == (1, 1)


def test_a_series_from_the_bin_is_read_by_its_present_version(scripted: Callable[..., Series]) -> None:
    series = scripted(3, n0=BUG)
    series.read(series.first)
    newer = series.second("Tariff class")
    regenerations.request(series.session, series.id, newer, "a test")
    regenerations.fail(series.session, newer, series.members[1], "too long", Failures(1), None)
    bin.delete(series.session, series.members, "anna")
    assert standing(series.id) is None
    bin.restore(series.session, series.members, "anna")
    series.read(run="20240603T000000-last")
    assert series.readings() == {newer: 1, series.first: 1, None: 1}


def test_a_series_that_was_merged_is_read_where_its_documents_are(series_of: Callable[[int], Series]) -> None:
    series = series_of(3)
    series.read(series.first)
    other = series_prompts.Other(series.session)
    newer = series.second("Tariff class")
    regenerations.request(series.session, series.id, newer, "a test")
    acts.merge(series.session, [series.id], other.id, "anna")
    series.read()
    assert standing(series.id) is None
    undo_act(series.session, "anna")
    assert standing(series.id) is not None
    series.read(run="20240603T000000-last")
    assert series.readings() == {newer: 3}


def test_the_run_that_derives_a_prompt_reads_the_earlier_members_and_then_summarises(
    archive: Archive, aws: StandIn, desk: Desk
) -> None:
    series_prompts.use_model(archive)
    for month in range(1, 5):
        (archive.inbox / f"bill-{month}.txt").write_text(BILL.format(month=month), encoding="utf-8")
    assert desk.run() == 0, desk.said
    session = database().session()
    members = ids(session)
    (prompt,) = read_with(session, members)
    assert prompt is not None
    operations = [call.operation for call in aws.calls]
    assert (operations.count("extract_series"), operations.count("summarize_file")) == (4, 1)
    assert operations[-1] == "summarize_file"
    archive.configure(series_prompts=False)
    id = series_prompts.series_of(session, members[0])
    newer = series_prompts.second(archive, session, id, "Tariff class")
    regenerations.request(session, id, newer, "a test")
    assert desk.run() == 0, desk.said
    assert read_with(session, members) == {prompt: 4}
    archive.configure(series_prompts=True)
    assert desk.run() == 0, desk.said
    assert read_with(session, members) == {newer: 4}
    assert standing(id) is None
    calls = len(aws.calls)
    assert desk.run() == 0, desk.said
    assert len(aws.calls) == calls


def test_a_process_may_be_killed_at_any_member(series_of: Callable[[int], Series], aws: StandIn, desk: Desk) -> None:
    series = series_of(17)
    series_prompts.use_model(series.archive)
    file = series.summarise()
    regenerations.request(series.session, series.id, series.first, "a test")
    task = ("RegenerateSeries", "--series-id", str(series.id))
    for point in ("call_answered", "result_written"):
        assert desk.run(*task, ALFRD_TRIGGER=f"{point}/extract_series@5=kill") == -9, desk.said
        assert files.state(series.session, file).status == "generated"
    assert desk.run(*task, ALFRD_TRIGGER="regeneration_written=kill") == -9, desk.said
    assert standing(series.id) is not None
    assert desk.run(*task) == 0, desk.said
    assert series.readings() == {series.first: 17}
    assert asked(aws) == 18  # the answer that was not saved is paid twice
    assert standing(series.id) is None
    assert files.state(series.session, file).status == "outdated"
    assert len([each for each in events.of(series.session, "file", file) if each.event == "regenerated"]) == 1


def test_a_person_who_runs_the_task_is_told_what_could_not_be_read(scripted: Callable[..., Series], desk: Desk) -> None:
    series = scripted(2, n0=BUG)
    regenerations.request(series.session, series.id, series.first, "a test")
    assert desk.run("RegenerateSeries", "--series-id", str(series.id)) == 30
    assert "1 documents of series" in desk.said
    assert desk.run("RegenerateSeries", "--series-id", "999") == 3
    assert "no series has the id" in desk.said
