"""A paper that came twice is counted once; a person decides what only looks alike, and is not asked again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any
from uuid import UUID

from alfrd_luigi.corrections import verdicts
from alfrd_luigi.database import document_details, events, file_rows, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.stages import file, lifecycle, load, rerun
from alfrd_luigi.stages.document_stage import DocumentStage
from alfrd_luigi.stages.graph import STAGES
from support.archives import Archive
from support.commands import Alfrd
from support.pipeline import take_in, work_on

BILL = """NORTHWIND ELECTRIC COMPANY
Monthly electricity bill for 12 Oak Street, San Mira
Account number: 4471-220      Statement date: 2024-0{month}-05
Service period: 2024-0{month}-01 to 2024-0{month}-28
Electricity used: 31{month} kWh at 0.24 per kWh
Customer charge $10.12    Utility users tax 7.5 percent $6.38
Payment received, thank you for your business
Amount due: ${amount}    Due date: 2024-0{month}-25
A late payment charge may be added to a balance that is not paid by the due date.
"""
# As a second scan reads it.
AGAIN = {"Monthly": "Mcnthly", "electricity": "electricily", "thank": "lhank", "10.12": "10.l2", "balance": "ba1ance"}
COFFEE = """BLUE KETTLE CAFE
230 Market Lane, San Mira
09 Mar 2024{time}
{number}
Coffee 3.75
Blueberry scone 4.50
TOTAL $8.25
Cash 10.00
Change 1.75
Thank you for shopping with us, see you again soon
"""


def bill(month: int = 3, amount: str = "91.38") -> str:
    return BILL.format(month=month, amount=amount)


def scanned_again(text: str) -> str:
    for printed, read in AGAIN.items():
        text = text.replace(printed, read)
    return text


def file_all(archive: Archive, *papers: str) -> list[UUID]:
    """File the papers one after the other."""
    ids = take_in(archive, "run", **{f"paper-{number}": paper for number, paper in enumerate(papers)})
    work_on(ids, "run")
    return ids


def shown(alfrd: Alfrd, id: UUID) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(alfrd("show", id, "--json").stdout)
    return found


def statistics() -> dict[str, Any]:
    (found,) = file_rows.files(database().session())
    return found.statistics or {}


def process(archive: Archive) -> None:
    """Bring the summaries up to date, as a run does."""
    work_on([], "later")


def test_a_second_scan_is_counted_once_and_the_summary_says_so(archive: Archive, alfrd: Alfrd) -> None:
    first, april, again = file_all(archive, bill(), bill(4, "80.00"), scanned_again(bill()))

    assert shown(alfrd, again)["duplicate_of"] == str(first)
    assert [shown(alfrd, id)["duplicate_of"] for id in (first, april)] == [None, None]
    found = statistics()
    assert (found["count"], found["duplicates"], found["amounts"], found["total"]) == (3, 1, 2, 171.38)
    (summary,) = [each.summary or "" for each in file_rows.files(database().session())]
    assert "3 documents" in summary
    assert "1 is a duplicate and not counted" in summary
    assert "The total of 2 documents is $171.38" in summary
    assert f"of {str(first)[:8]}" in alfrd("list").stdout
    assert str(first) in alfrd("show", again).stdout


def test_a_paper_that_is_not_filed_yet_is_named_by_its_copy(archive: Archive, alfrd: Alfrd) -> None:
    first, again = file_all(archive, bill(), bill(4, "80.00"))
    assert alfrd("same", first, again).exit_code == 0
    rerun.take_back(first, "file", "again")

    listed = json.loads(alfrd("list", "--duplicates", "--json", "--columns", "id,same_as").stdout)

    assert {row["id"]: row["same_as"] for row in listed} == {str(first): [str(again)], str(again): [str(first)]}
    assert f"same as {str(first)[:8]}" in alfrd("list", "--duplicates").stdout


def test_monthly_bills_of_one_amount_are_all_counted(archive: Archive) -> None:
    file_all(archive, *(bill(month) for month in (3, 4, 5)))

    assert (statistics()["duplicates"], statistics()["total"]) == (0, 274.14)


def test_two_purchases_on_one_day_are_two_papers(archive: Archive, alfrd: Alfrd) -> None:
    papers = [
        COFFEE.format(time=f" {time}", number=f"Receipt {number}")
        for time, number in (("09:12", 4107), ("15:32", 4190))
    ]
    ids = file_all(archive, *papers)

    assert [shown(alfrd, id)["pairs"] for id in ids] == [[], []]


def test_purchases_that_nothing_tells_apart_are_counted_and_asked_about(archive: Archive, alfrd: Alfrd) -> None:
    first, second = file_all(archive, COFFEE.format(time="", number=""), COFFEE.format(time="", number="\n"))

    assert [pair["verdict"] for pair in shown(alfrd, second)["pairs"]] == ["alike"]
    assert shown(alfrd, second)["duplicate_of"] is None
    assert f"like {str(first)[:8]}?" in alfrd("list").stdout
    assert "alfrd distinct" in alfrd("show", first).stdout
    assert len(json.loads(alfrd("list", "--duplicates", "--json").stdout)) == 2


def test_what_a_person_decides_is_not_asked_again(archive: Archive, alfrd: Alfrd) -> None:
    archive.configure(uncertain_below=0.0)  # an uncertain value has a question mark, too
    first, second = file_all(archive, COFFEE.format(time="", number=""), COFFEE.format(time="", number="\n"))

    assert alfrd("distinct", str(first)[:8], str(second)[:8]).exit_code == 0

    for id in (first, second):
        rerun.take_back(id, "ocr", "again")
        work_on([id], "again")
        assert [(pair["verdict"], pair["by"]) for pair in shown(alfrd, id)["pairs"]] == [("distinct", "person")]
    assert "?" not in alfrd("list").stdout
    assert json.loads(alfrd("list", "--duplicates", "--json").stdout) == []


def test_a_person_tells_copies_apart_and_joins_papers(archive: Archive, alfrd: Alfrd) -> None:
    first, april, again = file_all(archive, bill(), bill(4, "80.00"), scanned_again(bill()))

    assert alfrd("distinct", first, again).exit_code == 0
    assert alfrd("same", april, again).exit_code == 0
    process(archive)

    assert shown(alfrd, again)["duplicate_of"] == str(april)
    assert (statistics()["duplicates"], statistics()["total"]) == (1, 171.38)
    rerun.take_back(again, "summarize", "again")
    work_on([again], "again")
    assert shown(alfrd, again)["duplicate_of"] == str(april)
    assert (statistics()["duplicates"], statistics()["total"]) == (1, 171.38)


def test_a_group_is_one_paper_until_a_person_takes_one_out(archive: Archive, alfrd: Alfrd) -> None:
    papers = [bill(month, f"{month}0.00") for month in (1, 2, 3, 4)]
    a, b, c, d = file_all(archive, *papers)
    for one, other in ((a, b), (c, d), (b, c)):
        alfrd("same", one, other)
    process(archive)
    assert (statistics()["duplicates"], statistics()["total"]) == (3, 10)

    alfrd("distinct", b, c)
    process(archive)

    assert (statistics()["duplicates"], statistics()["total"]) == (2, 40)
    assert [shown(alfrd, id)["duplicate_of"] for id in (b, c, d)] == [str(a), None, str(c)]


def test_the_copy_is_counted_while_the_first_is_not_filed(archive: Archive, alfrd: Alfrd) -> None:
    first, again = file_all(archive, bill(), scanned_again(bill()))

    rerun.take_back(first, "ocr", "again")
    runs.release("again")
    process(archive)

    assert (statistics()["count"], statistics()["duplicates"], statistics()["total"]) == (1, 0, 91.38)
    work_on([first], "again")
    assert (statistics()["count"], statistics()["duplicates"], statistics()["total"]) == (2, 1, 91.38)
    assert shown(alfrd, again)["duplicate_of"] == str(first)


def test_a_copy_with_a_total_is_counted_in_place_of_the_first_without(archive: Archive, alfrd: Alfrd) -> None:
    first, again = file_all(archive, bill().replace("Amount due: $91.38", "Amount due: see overleaf"), bill())

    alfrd("same", first, again)
    process(archive)

    assert shown(alfrd, first)["duplicate_of"] == str(again)
    assert statistics()["total"] == 91.38


def _in_threads(*work: Callable[[], object]) -> None:
    barrier = threading.Barrier(len(work))
    failures: list[BaseException] = []

    def turn(each: Callable[[], object]) -> None:
        try:
            barrier.wait(20)
            each()
        except BaseException as error:
            failures.append(error)
        finally:
            database().close()

    threads = [threading.Thread(target=turn, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


def test_copies_that_are_filed_at_once_are_linked_once(archive: Archive) -> None:
    ids = take_in(archive, "at once", one=bill(), other=scanned_again(bill()), third=f"{bill()}\n")
    for id in ids:
        for stage in STAGES[: STAGES.index("file")]:
            lifecycle.run(DocumentStage(load(stage), id, "at once"))

    jobs = [DocumentStage(file.STAGE, id, "at once") for id in ids]
    _in_threads(*(partial(lifecycle.run, job) for job in jobs))

    assert {row.status for row in document_details.documents(database().session())} == {"filed"}
    pairs = {
        (pair["verdict"], *sorted((str(row.id), pair["document"])))
        for row in document_details.documents(database().session())
        for pair in row.pairs
    }
    assert {verdict for verdict, *_ in pairs} == {"same"}
    assert len(pairs) == 3
    assert sum(row.duplicate_of is None for row in document_details.documents(database().session())) == 1
    runs.release("at once")


def test_a_decision_during_a_filing_waits_for_it(archive: Archive) -> None:
    ids = file_all(archive, bill(), bill(4, "80.00"), scanned_again(bill()))
    rerun.take_back(ids[2], "file", "again")

    def decide() -> None:
        with closing(database().new_session()) as session:
            verdicts.decide(session, ids[0], ids[2], "distinct", "anna")

    _in_threads(decide, lambda: work_on([ids[2]], "again"))
    process(archive)

    assert (statistics()["duplicates"], statistics()["total"]) == (0, 262.76)


def test_a_decision_is_data_for_programs(archive: Archive, alfrd: Alfrd) -> None:
    ids = file_all(archive, bill(), bill(4, "80.00"))

    done = alfrd("same", *ids, "--json")

    found = json.loads(done.stdout)
    assert (found["documents"], found["verdict"]) == ([str(id) for id in ids], "same")
    assert [event.event for event in events.of(database().session(), "document", ids[0])][-1] == "same"


def test_one_document_is_no_pair(archive: Archive, alfrd: Alfrd) -> None:
    (id,) = file_all(archive, bill())

    refused = alfrd("same", id, str(id)[:8])

    assert refused.exit_code == 5
    assert refused.stderr == f"error: both are document {id}. Name two documents\n"
