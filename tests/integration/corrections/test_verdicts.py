"""What a person says of two documents is an act: it is told by the history, and undone."""

from __future__ import annotations

import io
from uuid import UUID

import pytest

from alfrd_luigi.corrections import bin
from alfrd_luigi.corrections.history import history
from alfrd_luigi.corrections.purge import purge
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.corrections.verdicts import Verdict, decide
from alfrd_luigi.database import document_details, pairs, tables
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import ConflictError, InvalidInputError, NotFoundError
from support.archives import Archive
from support.kept_archives import Keep
from support.pipeline import BILL, take_in, work_on

RUN = "20240501T000000-copies"
_RECORDS = {"acts", "events", "file_revisions", "runs", "last_run"}


def _copies(archive: Archive) -> list[UUID]:
    """A bill, a copy of it, and another bill of the same series."""
    ids = take_in(archive, RUN, a=BILL.format(month=3), b=BILL.format(month=3) + "\n", c=BILL.format(month=4))
    work_on(ids, RUN)
    return ids


@pytest.fixture
def papers(keep: Keep) -> list[UUID]:
    """The three papers."""
    return keep(_copies)


def _rows(session: Session) -> dict[str, list[bytes]]:
    found = {}
    with session.transaction():
        for table in tables.all_tables(session):
            if table.name not in _RECORDS:
                content = io.BytesIO()
                tables.copy_out(session, table, content)
                found[table.name] = sorted(content.getvalue().splitlines())
    return found


@pytest.mark.parametrize("verdict", ["same", "distinct"])
@pytest.mark.parametrize("other", [1, 2], ids=["a copy", "another paper"])
def test_a_verdict_is_undone_to_equal_rows(papers: list[UUID], verdict: Verdict, other: int) -> None:
    session = database().session()
    before = _rows(session)
    decide(session, papers[0], papers[other], verdict, "anna")
    assert _rows(session) != before
    assert sorted(undo_act(session, "anna").documents) == sorted([papers[0], papers[other]])
    assert _rows(session) == before
    told = [(entry.event, entry.by) for entry in history(session, papers[0])][-2:]
    assert told == [(verdict, "anna"), ("undo", "anna")]


def test_what_is_the_same_as_a_copy_is_the_same_until_they_are_told_apart(papers: list[UUID]) -> None:
    session, (bill, copy, other) = database().session(), papers
    decide(session, bill, other, "same", "anna")
    found = pairs.verdict(session, copy, other)
    assert found is not None
    assert (found.verdict, found.origin) == ("same", "group")
    decide(session, bill, copy, "distinct", "anna")
    assert [sorted(pairs.group(session, [id])) for id in papers] == [
        sorted([bill, other]),
        [copy],
        sorted([bill, other]),
    ]


def _three_copies(archive: Archive) -> list[UUID]:
    """A bill and two copies of it."""
    ids = take_in(archive, RUN, **{name: BILL.format(month=3) + "\n" * number for number, name in enumerate("abc")})
    work_on(ids, RUN)
    return ids


def _copies_among(session: Session, ids: list[UUID]) -> list[UUID]:
    return [id for id in ids if document_details.document(session, id).duplicate_of is not None]


@pytest.mark.parametrize("told", [1, 2])
def test_a_copy_that_is_told_apart_is_counted_though_there_are_other_copies(keep: Keep, told: int) -> None:
    ids = keep(_three_copies)
    session = database().session()
    assert _copies_among(session, ids) == ids[1:]
    before = _rows(session)
    decide(session, ids[0], ids[told], "distinct", "anna")
    assert _copies_among(session, ids) == [ids[3 - told]]
    undo_act(session, "anna")
    assert _rows(session) == before


def test_of_two_copies_that_are_told_apart_the_first_stays_one(keep: Keep) -> None:
    ids = keep(_three_copies)
    session = database().session()
    decide(session, ids[1], ids[2], "distinct", "anna")
    assert _copies_among(session, ids) == [ids[1]]
    decide(session, ids[1], ids[2], "same", "anna")
    assert _copies_among(session, ids) == ids[1:]


def test_the_earlier_verdict_of_a_person_counts_again(papers: list[UUID]) -> None:
    session = database().session()
    decide(session, papers[0], papers[1], "distinct", "ben")
    before = _rows(session)
    decide(session, papers[0], papers[1], "same", "anna")
    undo_act(session, "anna")
    assert _rows(session) == before


def test_a_verdict_that_another_replaced_is_not_undone(papers: list[UUID]) -> None:
    session = database().session()
    decide(session, papers[0], papers[1], "distinct", "anna")
    decide(session, papers[0], papers[1], "distinct", "ben")
    with pytest.raises(ConflictError, match="were compared by a person since"):
        undo_act(session, "anna")
    undo_act(session, "ben")
    undo_act(session, "anna")
    with pytest.raises(InvalidInputError, match="anna has done nothing"):
        undo_act(session, "anna")


def test_a_verdict_on_a_deleted_document_waits_for_it_and_is_gone_with_it(papers: list[UUID]) -> None:
    session = database().session()
    decide(session, papers[0], papers[1], "distinct", "anna")
    bin.delete(session, papers[:1], "ben")
    with pytest.raises(ConflictError, match=f"{papers[0]} was deleted since"):
        undo_act(session, "anna")
    with pytest.raises(NotFoundError, match="is in the bin"):
        decide(session, papers[0], papers[1], "same", "anna")
    purge(session, papers[:1])
    assert undo_act(session, "anna").documents == []
