"""What a person says of series holds for every later run, and an undo takes it back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner

from alfrd_luigi.checking import rows
from alfrd_luigi.cli import main
from alfrd_luigi.corrections import series as acts
from alfrd_luigi.corrections.correction import set_values, unset_values
from alfrd_luigi.corrections.history import history
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import (
    document_details,
    documents,
    events,
    file_rows,
    files,
    locks,
    revisions,
    runs,
    series,
)
from alfrd_luigi.database.connection import connect, database
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, ConflictError, InvalidInputError, NotFoundError
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import lifecycle, load, rerun
from alfrd_luigi.stages.document_stage import DocumentStage
from alfrd_luigi.stages.graph import STAGES
from support.archives import Archive
from support.kept_archives import Keep
from support.pipeline import BILL, take_in, work_on

PAST, LATER, LATEST = "20240401T000000-past", "20240501T000000-later", "20240502T000000-latest"
OTHER = BILL.replace("NORTHWIND ELECTRIC COMPANY", "EASTSIDE POWER COMPANY").replace("4471-220", "90-31-77")


@pytest.fixture
def papers(keep: Keep) -> list[UUID]:
    """Two bills of Northwind and one of Eastside, filed."""
    return keep(_filed)


def _filed(archive: Archive) -> list[UUID]:
    bills = {f"a-{month}": BILL.format(month=month) for month in (3, 4)}
    found = take_in(archive, PAST, **bills, b=OTHER.format(month=7))
    work_on(found, PAST)
    return found


@pytest.fixture
def session(papers: list[UUID]) -> Session:
    """A session on their archive."""
    return database().session()


@pytest.fixture
def ours(papers: list[UUID], session: Session) -> tuple[int, int]:
    """The series of Northwind and of Eastside."""
    return _of(session, papers[0]), _of(session, papers[2])


def _of(session: Session, id: UUID) -> int:
    row = document_details.document(session, id).series
    assert row is not None
    return int(row["id"])


def _next(archive: Archive, text: str, run: str = LATER, month: int = 5) -> UUID:
    """The next bill of a sender, filed by a later run."""
    (id,) = take_in(archive, run, **{f"next-{month}": text.format(month=month)})
    work_on([id], run)
    return id


def _everything(session: Session) -> tuple[Any, ...]:
    """Every row that people see, and the rows of series and files as they are stored."""
    shown = [document_details.document(session, row.id) for row in document_details.documents(session)]
    with connect(settings()) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT jsonb_agg(to_jsonb(s) ORDER BY id) FROM series s), "
            "(SELECT jsonb_agg(to_jsonb(f) - 'run_id' ORDER BY id) FROM files f), "
            "(SELECT jsonb_agg(to_jsonb(t) ORDER BY document_id, tag) FROM document_tags t), "
            "(SELECT jsonb_agg(to_jsonb(w) ORDER BY document_id, field) FROM words w)"
        )
        stored = cursor.fetchone()
    connection.close()
    return shown, file_rows.files(session), series.listing(session), stored


def _problems(session: Session) -> list[Any]:
    with session.snapshot():
        return list(rows.broken(session))


Act = Callable[[Session, list[UUID], tuple[int, int]], object]
ACTS: dict[str, Act] = {
    "rename": lambda session, _, ours: acts.rename(session, ours[0], "Light", "anna"),
    "merge": lambda session, _, ours: acts.merge(session, [ours[1]], ours[0], "anna"),
    "split": lambda session, papers, ours: acts.split(session, ours[0], papers[:1], "anna"),
    "move": lambda session, papers, ours: acts.move(session, papers[:1], ours[1], "anna"),
    "move the last": lambda session, papers, ours: acts.move(session, papers[1:], ours[0], "anna"),
    "exclude": lambda session, papers, _: acts.exclude(session, papers[1:], "anna"),
}


@pytest.mark.parametrize("act", ACTS)
def test_undo_gives_equal_rows(papers: list[UUID], session: Session, ours: tuple[int, int], act: str) -> None:
    before = _everything(session)
    ACTS[act](session, papers, ours)
    assert len(document_details.documents(session)) == 3
    assert _everything(session) != before
    assert _problems(session) == []
    undo_act(session, "anna")
    assert _everything(session) == before

    ACTS[act](session, papers, ours)
    work_on([], LATER)
    assert _problems(session) == []
    undo_act(session, "anna")
    assert _everything(session) == before


def _listed(session: Session) -> list[tuple[str, list[str]]]:
    return [(each.title, [row["id"] for row in each.documents]) for each in series.listing(session)]


@pytest.mark.parametrize("act", ACTS)
def test_no_rerun_changes_it_until_it_is_undone(
    papers: list[UUID], session: Session, ours: tuple[int, int], act: str
) -> None:
    before = _listed(session)
    ACTS[act](session, papers, ours)
    wanted = _listed(session)
    for id in papers:
        rerun.take_back(id, "summarize", LATER)
    work_on(papers, LATER)
    assert _listed(session) == wanted
    assert _problems(session) == []

    undo_act(session, "anna")
    work_on(papers, LATEST)
    assert _listed(session) == before
    assert _problems(session) == []


@pytest.mark.parametrize("text", [BILL, OTHER], ids=["the one", "the other"])
def test_the_next_document_of_either_name_lands_in_the_merged_series(
    archive: Archive, session: Session, ours: tuple[int, int], text: str
) -> None:
    acts.merge(session, [ours[1]], ours[0], "anna")
    assert _of(session, _next(archive, text)) == ours[0]
    (file,) = file_rows.files(session)
    assert (file.status, file.documents) == ("generated", 4)
    assert _problems(session) == []


def test_a_merged_series_has_no_chain(archive: Archive, session: Session, ours: tuple[int, int]) -> None:
    third = _of(session, _next(archive, OTHER.replace("EASTSIDE POWER", "SOUTHERN GAS").replace("90-31", "55-02")))
    before = series.listing(session)
    acts.merge(session, [ours[1]], ours[0], "anna")
    acts.merge(session, [ours[0]], third, "anna")
    assert _of(session, _next(archive, OTHER, LATEST, 6)) == third
    assert {series.get(session, id).merged_into for id in ours} == {third}
    with pytest.raises(ConflictError, match="was merged meanwhile"):
        acts.merge(session, [third], ours[0], "anna")
    undo_act(session, "anna")
    assert series.get(session, ours[1]).merged_into == ours[0]
    undo_act(session, "anna")
    work_on([row.id for row in document_details.documents(session)], "20240503T000000-last")
    assert [(each.id, each.title) for each in series.listing(session)] == [(each.id, each.title) for each in before]
    assert len(series.listing(session, ours[1])[0].documents) == 2


def test_documents_that_were_filed_since_a_merge_go_back_with_it(
    archive: Archive, session: Session, ours: tuple[int, int]
) -> None:
    acts.merge(session, [ours[1]], ours[0], "anna")
    late = _next(archive, OTHER)
    undo_act(session, "anna")
    work_on([late], LATEST)
    assert _of(session, late) == ours[1]


def test_a_merge_with_itself_is_refused(session: Session, ours: tuple[int, int]) -> None:
    before = _everything(session)
    with pytest.raises(InvalidInputError, match=f"series {ours[0]} cannot be merged into itself"):
        acts.merge(session, [ours[1], ours[0]], ours[0], "anna")
    assert _everything(session) == before


def test_a_name_sticks_when_more_documents_have_another(
    archive: Archive, session: Session, ours: tuple[int, int]
) -> None:
    acts.rename(session, ours[0], "Light", "anna")
    for number, run in enumerate((LATER, LATEST)):
        _next(archive, BILL.replace("NORTHWIND", "NORTHWINDS"), run, 5 + number)
    assert [each.title for each in series.listing(session)][1:] == ["Light"]
    assert "Light" in [file.title for file in file_rows.files(session)]
    acts.rename(session, ours[0], "", "anna")
    assert "NORTHWIND" in series.get(session, ours[0]).title


def test_a_split_series_gets_the_next_documents_of_its_account(
    archive: Archive, papers: list[UUID], session: Session, ours: tuple[int, int]
) -> None:
    row = acts.split(session, ours[0], papers[:1], "anna", title="The cottage")
    assert _of(session, papers[0]) == row.id
    # Nothing tells the bill from the others: the next one is not of the new series.
    assert _of(session, _next(archive, BILL)) == ours[0]
    moved = _next(archive, BILL.replace("4471-220", "88-123"), LATEST, 6)
    acts.move(session, [moved], ours[0], "anna")
    other = acts.split(session, ours[0], [moved], "anna")
    assert other.title.endswith("(88123)")


def test_a_part_without_an_entity_has_that_of_its_series(
    papers: list[UUID], session: Session, ours: tuple[int, int]
) -> None:
    acts.move(session, papers[:1], ours[0], "anna")
    set_values(session, papers[0], {"entity": ""}, "anna")
    work_on(papers[:1], LATER)
    made = acts.split(session, ours[0], papers[:1], "anna")
    assert made.entity_key == series.get(session, ours[0]).entity_key
    file = files.of_series(session, made.id)
    assert file is not None
    acts.rename(session, made.id, "The rest", "anna")
    assert events.of(session, "file", str(file))[-1].event == "rename series"


def test_what_a_person_moved_does_not_teach_the_series(
    archive: Archive, papers: list[UUID], session: Session, ours: tuple[int, int]
) -> None:
    acts.move(session, papers[2:], ours[0], "anna")
    assert _of(session, _next(archive, BILL)) == ours[0]
    assert _of(session, _next(archive, OTHER, LATEST, 6)) == ours[1]


def test_an_excluded_document_is_in_no_series_until_it_is_included(
    papers: list[UUID], session: Session, ours: tuple[int, int]
) -> None:
    acts.exclude(session, papers[:1], "anna")
    shown = document_details.document(session, papers[0])
    assert (shown.series, shown.words_of["series"], shown.status) == (None, "person", "filed")
    assert not [tag for tag in shown.tags if tag.startswith("series:")]
    acts.include(session, papers[:1], "anna")
    work_on(papers[:1], LATER)
    assert _of(session, papers[0]) == ours[0]
    with pytest.raises(InvalidInputError, match="no person has set 'series'"):
        acts.include(session, papers[:1], "anna")


def test_unset_withdraws_it_too(papers: list[UUID], session: Session, ours: tuple[int, int]) -> None:
    acts.move(session, papers[:1], ours[1], "anna")
    made = unset_values(session, papers[0], ["series"], "anna")
    assert ([each.field for each in made.changes], made.stages) == (["series"], ["file"])
    work_on(papers[:1], LATER)
    assert _of(session, papers[0]) == ours[0]


def test_a_document_that_is_not_filed_yet_gets_its_series_when_it_is(
    archive: Archive, session: Session, ours: tuple[int, int]
) -> None:
    (id,) = take_in(archive, LATER, later=BILL.format(month=6))
    runs.set_finished(session, LATER)
    runs.release(LATER)
    acts.move(session, [id], ours[1], "anna")
    assert document_details.document(session, id).series is None
    work_on([id], LATEST)
    assert _of(session, id) == ours[1]
    (filing,) = [each for each in document_details.document(session, id).stages if each["stage"] == "file"]
    assert filing["engine"] == "person"


def test_the_history_has_titles(papers: list[UUID], session: Session, ours: tuple[int, int]) -> None:
    acts.move(session, papers[:1], ours[1], "anna")
    last = history(session, papers[0])[-1]
    one, other = (series.get(session, id).title for id in ours)
    assert (last.event, last.by) == ("move to series", "anna")
    assert [tuple(each) for each in last.changes] == [("series", one, other)]


def test_the_second_of_two_people_is_told(papers: list[UUID], session: Session, ours: tuple[int, int]) -> None:
    title = series.get(session, ours[0]).title
    seen = {papers[0]: revisions.last_id(session, papers[0])}
    acts.rename(session, ours[0], "Light", "anna", seen=title)
    acts.move(session, papers[:1], ours[1], "anna", seen=seen)
    with pytest.raises(ConflictError, match="it is called 'Light'"):
        acts.rename(session, ours[0], "Power", "ben", seen=title)
    with pytest.raises(ConflictError, match="by anna: series from 'Light' to"):
        acts.exclude(session, papers[:1], "ben", seen=seen)


def test_an_undo_of_what_another_changed_since_is_refused(session: Session, ours: tuple[int, int]) -> None:
    acts.rename(session, ours[0], "Light", "anna")
    acts.rename(session, ours[0], "Power", "ben")
    with pytest.raises(ConflictError, match="was renamed since"):
        undo_act(session, "anna")
    assert series.get(session, ours[0]).title == "Power"


@pytest.mark.parametrize(
    ("name", "message"),
    [("Company", "more than one series"), ("Westside", "no series"), ("999", "no series"), (" ", "no series")],
)
def test_a_name_that_fits_none_or_several_is_refused(
    session: Session, ours: tuple[int, int], name: str, message: str
) -> None:
    with pytest.raises(NotFoundError, match=message):
        series.find(session, name)
    assert series.find(session, "eastSIDE").id == ours[1]
    assert series.find(session, str(ours[0])).id == ours[0]


@pytest.fixture
def holder(session: Session) -> Iterator[Session]:
    """A session of its own."""
    other = database().new_session()
    yield other
    other.close()


@pytest.mark.parametrize("act", ["merge", "move", "exclude", "split"])
def test_a_document_that_a_run_processes_is_left_alone(
    papers: list[UUID], session: Session, ours: tuple[int, int], act: str
) -> None:
    runs.hold(database(), LATER)
    for id in papers:
        assert documents.claim_one(session, LATER, id)
    before = _listed(session)
    with pytest.raises(BusyError, match=LATER):
        ACTS[act](session, papers, ours)
    assert _listed(session) == before
    runs.release(LATER)


def test_a_document_that_is_filed_during_a_merge_lands_in_the_merged_series(
    archive: Archive, session: Session, ours: tuple[int, int], holder: Session
) -> None:
    (id,) = take_in(archive, LATER, meanwhile=OTHER.format(month=6))
    waits = threading.Event()

    def file() -> None:
        runs.hold(database(), LATER)
        for stage in STAGES:
            if stage == "file":
                waits.set()
            lifecycle.run(DocumentStage(load(stage), id, LATER))
        database().close()

    with holder.transaction():
        acts.merge(holder, [ours[1]], ours[0], "anna")
        filing = threading.Thread(target=file)
        filing.start()
        assert waits.wait(20)
        filing.join(0.3)
        assert filing.is_alive()
    filing.join(20)
    assert _of(session, id) == ours[0]
    runs.set_finished(session, LATER)
    runs.release(LATER)


def test_a_merge_waits_for_a_document_that_is_being_filed(
    archive: Archive, session: Session, ours: tuple[int, int], holder: Session
) -> None:
    refused: list[BaseException] = []

    def merge() -> None:
        try:
            acts.merge(database().session(), [ours[1]], ours[0], "anna")
        except BusyError as error:
            refused.append(error)
        database().close()

    merging = threading.Thread(target=merge)
    with holder.transaction():
        locks.hold_to_end(holder, LockClass.SERIES, 0)
        merging.start()
        while locks.is_free(session, LockClass.SERIES, 0) or not _waits(session):
            merging.join(0.01)
        holder.run("documents.set_series", id=document_details.documents(session)[-1].id, series_id=ours[1])
    merging.join(20)
    assert [str(error) for error in refused] == [f"series {ours[1]}: documents are being filed there"]
    assert series.get(session, ours[1]).merged_into is None


def _waits(session: Session) -> bool:
    with connect(settings()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        row = cursor.fetchone()
    connection.close()
    return bool(row and row[0])


def test_the_commands(papers: list[UUID], session: Session, ours: tuple[int, int]) -> None:
    def said(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["series", *arguments])
        assert done.exit_code == code, done.output
        assert arguments != ("list",) or max(map(len, done.stdout.splitlines())) <= 80
        return done.output

    listed = said("list")
    assert "NORTHWIND ELECTRIC COMPANY" in listed
    assert str(papers[0])[:8] in listed
    assert "Light" in said("rename", "Northwind", "Light")
    assert "1 document moved to series" in said("merge", "eastside", "light")
    assert "is merged into series" in said("show", str(ours[1]), code=3)
    assert "1 document moved to the new series" in said("split", "light", str(papers[2]))
    assert "1 document in no series" in said("exclude", str(papers[0]))
    assert "1 document moved" in said("move", str(papers[0]), "light")
    included = said("include", str(papers[0]))
    assert "of 1 document is withdrawn\nthe next run repeats: file" in included
    assert "EASTSIDE" in said("show", "light")
    assert '"is_named": true' in said("list", "--json")
    assert "cannot be merged into itself" in said("merge", "light", "Light", code=5)
    assert "as a person says" in CliRunner().invoke(main, ["show", str(papers[2])]).output
