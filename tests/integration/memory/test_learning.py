"""What a person says of one paper is right on the issuer's next one, and on nobody else's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections.correction import approve, set_values, unset_values
from alfrd_luigi.corrections.tags import add
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import document_details, issuers
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.stages import rerun
from support.archives import Archive
from support.connections import connected
from support.memory_rows import memory_rows
from support.pipeline import take_in, work_on
from support.receipts import bakery, bakery_receipts, market

RUN, LATER = "20240401T000000-past", "20240501T000000-later"


@pytest.fixture
def first(archive: Archive) -> UUID:
    """The first receipt of the bakery, filed."""
    return _filed(archive, RUN, first=bakery_receipts()[0])[0]


@pytest.fixture
def session(first: UUID) -> Session:
    """A session on its archive."""
    return database().session()


def _filed(archive: Archive, run: str, **papers: str) -> list[UUID]:
    ids = take_in(archive, run, **papers)
    work_on(ids, run)
    return ids


def _shown(session: Session, id: UUID) -> dict[str, Any]:
    return document_details.document(session, id)._asdict()


def _next(archive: Archive, text: str) -> dict[str, Any]:
    (id,) = _filed(archive, LATER, next=text)
    return _shown(database().session(), id)


def test_a_total_is_read_beside_the_label_of_the_corrected_one(first: UUID, session: Session, archive: Archive) -> None:
    assert _shown(session, first)["total_amount"] != pytest.approx(9.40)
    set_values(session, first, {"total": "9.40"}, "anna")

    shown = _next(archive, bakery_receipts()[1])
    assert float(shown["total_amount"]) == 17.25
    assert shown["words_of"]["total"] == "engine"
    assert shown["evidence"]["total_amount"] == "Knorp: 17.25"
    assert shown["places"]["total"]["page"] == 1
    assert "17.25" in shown["summary"]
    (use,) = [use for use in shown["memory"] if use["field"] == "total"]
    assert (use["proposed"], use["outcome"], use["lesson"]) == (17.25, "taken", str(first))


def test_a_name_a_type_and_a_tag_of_ones_own_are_taken_over(first: UUID, session: Session, archive: Archive) -> None:
    add(session, "breakfast", [first], "anna")
    set_values(session, first, {"entity": "Crusty", "type": "invoice"}, "anna")
    work_on([first], LATER)

    shown = _next(archive, bakery_receipts()[1])
    assert (shown["entity"], shown["document_type"], "breakfast" in shown["tags"]) == ("Crusty", "invoice", True)
    assert {use["field"] for use in shown["memory"]} >= {"entity", "type", "tag"}
    other = _next(archive, market("Q-7", "05/03/2024", "8.40"))
    assert (other["entity"], other["document_type"], other["memory"]) == ("QUAYSIDE MARKET LTD", "receipt", [])
    assert "breakfast" not in other["tags"]


def test_the_order_of_day_and_month_is_learnt(first: UUID, session: Session, archive: Archive) -> None:
    set_values(session, first, {"date": "2024-03-02"}, "anna")
    assert str(_next(archive, bakery_receipts()[1])["document_date"]) == "2024-05-03"
    assert str(_next(archive, bakery("B-9", "25/03/2024", "5.00"))["document_date"]) == "2024-03-25"


def test_an_approval_teaches_the_name_behind_a_misread_one(first: UUID, session: Session, archive: Archive) -> None:
    approve(session, first, "anna")
    misread = bakery_receipts()[1].replace("GOLDEN CRUST BAKERIES", "G0LDEN CRUST BAKERTES")
    assert _next(archive, misread)["entity"] == _shown(session, first)["entity"]


@pytest.mark.parametrize(
    ("learnt", "top", "number"),
    [("Reg #000899874816", "Eastport\n", "#000899874816"), ("000899874816", "", "000112223334")],
    ids=["number without its words", "on top"],
)
def test_a_misread_name_is_that_of_the_issuer(learnt: str, top: str, number: str, archive: Archive) -> None:
    """The rules find no name in the misread one. A number of the issuer, or its place on top, says whose it is."""
    paper = "{top}{name} Health And Beauty Sqndv\n{number}\nPlorf 500ML   2.28\nIUIAL   2.28\n17:45   18/05/18\n"
    (first,) = _filed(archive, RUN, a=paper.format(top="", name="Willow", number=learnt))
    said = "WILLOW HEALTH AND BEAUTY"
    set_values(database().session(), first, {"entity": said}, "anna")
    assert _next(archive, paper.format(top=top, name="uillow", number=number))["entity"] == said
    other = _next(archive, paper.format(top="", name="Garden", number="000776665554"))
    assert other["entity"] != said


def test_a_paper_that_speaks_for_no_type_has_that_of_the_same_form(archive: Archive) -> None:
    """An approved type is enough: "other" is no evidence against it."""
    paper = (
        "GOLDEN CRUST BAKERIES LTD\n40300 Eastport\nVAT No: 381399040\nQuittel {n}\n{title}Loaf   4.20\nGrom   4.20\n"
        "Goods sold are not returnable unless damaged when delivered\nPlorf tenk fur byen her\n"
    )
    (first,) = _filed(archive, RUN, a=paper.format(n=1, title="RECEIPT\nCash sale\n"))
    assert _shown(database().session(), first)["document_type"] == "receipt"
    approve(database().session(), first, "anna")
    plain = paper.format(n=2, title="")
    assert _next(archive, plain)["document_type"] == "receipt"


def test_a_paper_that_says_nothing_of_an_issuer_is_filed_by_an_archive_that_has_learnt(
    first: UUID, session: Session, archive: Archive
) -> None:
    set_values(session, first, {"total": "9.40"}, "anna")
    assert _next(archive, "500")["status"] == "filed"


def test_clear_evidence_on_the_page_wins(archive: Archive) -> None:
    """The person's value stood beside "Apples" once. The next paper says clearly what its total is."""
    (first,) = _filed(archive, RUN, a=market("Q-1", "05/03/2024", "8.40"))
    session = database().session()
    approve(session, first, "anna")
    shown = _next(archive, market("Q-2", "09/03/2024", "18.40").replace("Apples   2   4.20", "Apples   2   18.40"))
    assert float(shown["total_amount"]) == 18.40
    assert {use["outcome"] for use in shown["memory"] if use["field"] == "total"} == {"agreed"}


def test_a_rerun_of_the_lesson_finds_what_it_found_before(first: UUID, session: Session) -> None:
    before = _shown(session, first)
    set_values(session, first, {"total": "9.40"}, "anna")
    rerun.take_back(first, "classify", LATER)
    work_on([first], LATER)
    assert _shown(session, first)["memory"] == []
    unset_values(session, first, ["total"], "anna")
    assert _shown(session, first)["total_amount"] == before["total_amount"]


def test_an_undone_correction_leaves_the_memory_as_it_was(first: UUID, session: Session, archive: Archive) -> None:
    nothing = memory_rows(archive)
    set_values(session, first, {"total": "9.40"}, "anna")
    learnt = memory_rows(archive)
    assert all(learnt.values())
    set_values(session, first, {"entity": "Crusty", "type": "invoice"}, "anna")
    work_on([first], LATER)
    assert memory_rows(archive) != learnt
    undo_act(session, "anna")
    assert memory_rows(archive) == learnt
    unset_values(session, first, ["total"], "anna")
    assert memory_rows(archive) == nothing
    undo_act(session, "anna")
    assert memory_rows(archive) == learnt
    undo_act(session, "anna")
    assert memory_rows(archive) == nothing


def test_a_deleted_document_takes_its_lesson_with_it(first: UUID, session: Session, archive: Archive) -> None:
    set_values(session, first, {"total": "9.40", "entity": "Crusty"}, "anna")
    with connected(archive.database_url) as own:
        own.execute(
            "DELETE FROM stage_results; DELETE FROM revisions; DELETE FROM corrections; DELETE FROM document_files"
        )
        own.execute("DELETE FROM pages; DELETE FROM document_tags; DELETE FROM documents")
    rows = memory_rows(archive)
    assert (rows["issuer_lessons"], rows["issuer_marks"], rows["issuer_fields"]) == ([], [], [])


def test_the_customer_of_two_shops_is_neither_of_them(archive: Archive) -> None:
    customer = "Bill to:\nHILLTOP OFFICE LTD\n3 Hill Road\n40411 Hilltop\nVAT No: 555666777\nTel: 03-1111 2222\n"
    first, second = bakery_receipts()[0] + customer, market("Q-1", "05/03/2024", "8.40") + customer
    ids = _filed(archive, RUN, first=first)
    session = database().session()
    set_values(session, ids[0], {"entity": "Crusty"}, "anna")
    (other,) = _filed(archive, LATER, second=second)
    assert _shown(session, other)["memory"] == []
    assert _shown(session, other)["entity"] != "Crusty"


def test_what_several_issuers_papers_print_identifies_nobody(archive: Archive) -> None:
    """A bank's number, a terminal's and a mall's address are on the papers of both shops."""
    shared = "Payment by CityPay, VAT No: 998877665\nTel: 03-7777 8888\nmail@citypay.example\n"
    first, second = _filed(
        archive, RUN, a=bakery_receipts()[0] + shared, b=market("Q-1", "05/03/2024", "8.40") + shared
    )
    session = database().session()
    set_values(session, first, {"entity": "Crusty"}, "anna")
    set_values(session, second, {"entity": "Quay"}, "anna")
    nameless = "RECEIPT\nDate: 09/04/2024\nCoffee   1   2.50\nTotal   2.50\n40300 Eastport\n" + shared
    shown = _next(archive, nameless)
    assert (shown["memory"], shown["entity"] in ("Crusty", "Quay")) == ([], False)
    assert _next(archive, bakery_receipts()[1] + shared)["entity"] == "Crusty"
    last = _next(archive, market("Q-2", "06/03/2024", "9.40") + shared)
    assert last["entity"] == "Quay"


def test_two_branches_of_one_chain_are_one_issuer(first: UUID, session: Session, archive: Archive) -> None:
    set_values(session, first, {"entity": "Crusty", "total": "9.40"}, "anna")
    branch = (
        bakery_receipts()[1]
        .replace("Unit 4, 17 Harbour Street\n40300 Eastport", "2 Mill Lane\n51220 Westport")
        .replace("03-5542 3228", "07-222 1100")
    )
    shown = _next(archive, branch)
    assert (shown["entity"], float(shown["total_amount"])) == ("Crusty", 17.25)


def test_a_letter_does_not_get_the_type_of_a_receipt(first: UUID, session: Session, archive: Archive) -> None:
    set_values(session, first, {"type": "invoice", "entity": "Crusty"}, "anna")
    letter = (
        "GOLDEN CRUST BAKERIES LTD\nUnit 4, 17 Harbour Street\n40300 Eastport\n\n9 April 2024\n\nDear Customer,\n"
        "we thank you for your kind letter about our seeded rolls. We have spoken with the people in our kitchen, and\n"
        "from next week the rolls will again be baked with poppy seeds, as you remember them from earlier years.\n"
        "We hope to welcome you soon.\n\nYours sincerely,\nThe baker\n"
    )
    shown = _next(archive, letter)
    assert (shown["document_type"] != "invoice", shown["entity"]) == (True, "Crusty")


def test_a_memory_that_loses_against_two_papers_proposes_nothing(
    first: UUID, session: Session, archive: Archive
) -> None:
    """The till of the bakery now prints a total, and something else beside the label of the corrected one."""
    set_values(session, first, {"total": "9.40"}, "anna")

    def total_of(number: int, *, is_clear: bool) -> tuple[float | None, list[str]]:
        paper = bakery(f"B-{number}", f"{number:02}/05/2024", f"{number}.40", goods=f"{number}.10")
        clear = f"Subtotal {number}6.25\nTax 1.00\nTOTAL {number}7.25\nCash {number}8.00\nChange 0.75\nKnorp"
        shown = _next(archive, paper.replace("Knorp", clear) if is_clear else paper)
        total = shown["total_amount"]
        outcomes = [use["outcome"] for use in shown["memory"] if use["field"] == "total"]
        return None if total is None else float(total), outcomes

    assert total_of(1, is_clear=True) == (17.25, ["lost"])
    assert total_of(2, is_clear=False) == (2.40, ["taken"])
    assert total_of(3, is_clear=True) == (37.25, ["lost"])
    assert total_of(4, is_clear=False) == (None, [])
    (listed,) = issuers.listing(session)
    assert (listed.taken, listed.lost) == (1, 2)

    set_values(session, first, {"total": "9.40", "date": "2024-03-02"}, "anna")
    assert total_of(5, is_clear=False) == (5.40, ["taken"])


def test_a_brand_that_the_paper_names_too_is_the_name_of_its_licensee(archive: Archive) -> None:
    paper = (
        "HARBOUR RESTAURANTS SDN BHD (65351-M)\nLicensee of Burger Barn\nLevel 6, 12 Tower Road\n47400 Eastport\n"
        "Burger Barn\nGST ID: 000504664064\nRECEIPT {n}\nDate: 0{n}/05/2024\nMeal   1   1{n}.20\nTotal   1{n}.20\n"
    )
    (first,) = _filed(archive, RUN, a=paper.format(n=1))
    set_values(database().session(), first, {"entity": "Burger Barn"}, "anna")
    assert _next(archive, paper.format(n=2))["entity"] == "Burger Barn"
    branch = paper.format(n=3).replace("47400 Eastport", "51000 Westport").replace("Burger Barn\nGST", "GST")
    assert _next(archive, branch)["entity"] == "Burger Barn"
