"""Types and issuers as they are shown."""

from __future__ import annotations

from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import types as known
from alfrd_luigi.database.connection import database
from alfrd_luigi.views import issuers, types
from alfrd_luigi.views.issuers import Memory
from support.archives import Archive
from support.kept_archives import Keep
from support.pipeline import BILL, take_in, work_on, worked


def test_a_type_has_its_documents_series_and_prompt(keep: Keep) -> None:
    documents, session = keep(worked), database().session()
    known.propose(session, "love_letter", "A letter of love", documents[0])
    view = types.everything(session)
    assert [proposal.name for proposal in view.proposals] == ["love_letter"]
    by_name = {each.type.name: each for each in view.types}
    bill = by_name["utility_bill"]
    (page,) = types.pages(session, [bill])
    assert {row.id for row in page.newest} == set(documents)
    assert [row.series.documents for row in page.series] == [2]
    assert bill.active is not None
    assert bill.active.documents == 2
    assert [field.name for field in bill.fields if field.is_expected]
    assert not by_name["tax"].newest
    assert [types.view(session, each.type.name) for each in view.types] == view.types
    assert [each.row.name for each in types.listing(session)] == [*by_name, "love_letter"]


def test_an_issuer_has_its_lessons_uses_and_papers(archive: Archive, keep: Keep) -> None:
    documents, session = keep(worked), database().session()
    set_values(session, documents[0], {"entity": "Northwind"}, "anna")
    (next,) = take_in(archive, "20240501T000000-next", bill=BILL.format(month=5))
    work_on([next], "20240501T000000-next")
    memory = Memory(session)
    (view,) = memory.views(list(memory.outlines()))
    assert view == issuers.view(session, view.issuer.id)
    assert view.issuer.name == "Northwind"
    assert [(each.lesson.field, each.lesson.value, each.is_doubted) for each in view.learnt] == [
        ("entity", "Northwind", False)
    ]
    assert view.learnt[0].uses is not None
    assert view.learnt[0].uses.taken == view.issuer.taken == 1
    assert {row.id for row in view.newest} >= {documents[0], next}
    assert view.documents == len(view.newest)
    assert view.series
    assert any(mark.document == documents[0] for mark in view.marks)
