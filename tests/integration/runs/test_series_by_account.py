"""Series keep the accounts of one sender apart, and statements have no total."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from alfrd_luigi.database import documents, file_rows, series
from alfrd_luigi.database.connection import database
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import rerun
from support.archives import Archive
from support.commands import Alfrd
from support.connections import connected
from support.pipeline import take_in, work_on

BILL = """NORTHWIND ELECTRIC COMPANY
Monthly electricity bill
{account}
Statement date: 2024-0{month}-05
Electricity used: 31{month} kWh
Amount due: ${amount}
Due date: 2024-0{month}-25
"""
STATEMENT = """FIRST HARBOR BANK
Checking account statement
Account number: 7731-0042
Statement period: 2024-0{month}-01 to 2024-0{month}-28
Opening balance   $1,000.00
Deposits          $500.00
Withdrawals       $300.00
Closing balance   ${balance}
"""
NUMBERS = ("4471-220", "4471-221", "9902-118", "5550-007")


def bill(account: str = "", month: int = 3, amount: str = "100.00") -> str:
    return BILL.format(account=f"Account number: {account}" if account else "", month=month, amount=amount)


def file_in_order(archive: Archive, *papers: str) -> list[UUID]:
    """File the papers one after the other."""
    ids = take_in(archive, "run", **{f"paper-{number}": paper for number, paper in enumerate(papers)})
    work_on(ids, "run")
    return ids


def put_in_series_without_account(series_id: int | None) -> None:
    """File all documents as an earlier version did, which told no accounts apart."""
    with connected(settings().database_url) as own:
        own.execute("UPDATE documents SET series_id = %s", (series_id,))
        own.execute("UPDATE series SET account = '' WHERE id = %s", (series_id,))


def series_of(ids: list[UUID]) -> list[int | None]:
    return [documents.series_of(database().session(), id) for id in ids]


def accounts() -> dict[str, dict[str, Any]]:
    return {file.account: file.statistics or {} for file in file_rows.files(database().session())}


def test_four_accounts_of_one_sender_are_four_series_each_with_its_sum(archive: Archive) -> None:
    papers = [bill(number, month, f"{place + 1}00.00") for month in (3, 4) for place, number in enumerate(NUMBERS)]
    ids = file_in_order(archive, *papers)

    assert len(set(series_of(ids))) == 4
    assert series_of(ids[:4]) == series_of(ids[4:])
    totals = {account: statistics["total"] for account, statistics in accounts().items()}
    assert totals == {"4471220": 200, "4471221": 400, "9902118": 600, "5550007": 800}
    titles = [file.title for file in file_rows.files(database().session())]
    assert sorted(title[-9:] for title in titles) == ["(4471220)", "(4471221)", "(5550007)", "(9902118)"]


def test_a_paper_without_an_account_joins_the_only_series(archive: Archive) -> None:
    ids = file_in_order(archive, bill("4471-220"), bill(month=4), bill("4471 220", month=5))

    assert len(set(series_of(ids))) == 1
    assert list(accounts()) == ["4471220"]


def test_a_series_that_began_without_an_account_takes_the_first_one(archive: Archive) -> None:
    ids = file_in_order(archive, bill(), bill("4471-220", month=4), bill("9902-118", month=5))

    first, second, third = series_of(ids)
    assert first == second != third
    assert sorted(accounts()) == ["4471220", "9902118"]


def test_a_paper_that_may_be_of_two_accounts_has_a_series_that_says_so(archive: Archive) -> None:
    ids = file_in_order(archive, bill("4471-220"), bill("9902-118"), bill(month=4), bill(month=5))

    *known, unknown, again = series_of(ids)
    assert unknown == again
    assert unknown not in known
    (title,) = [file.title for file in file_rows.files(database().session()) if not file.account]
    assert title.endswith(", account unknown")


def test_hidden_digits_match_the_only_number_that_ends_so(archive: Archive) -> None:
    ids = file_in_order(archive, bill("****1220"), bill("4471-1220", month=4), bill("XXXX-1220", month=5))

    assert len(set(series_of(ids))) == 1
    assert list(accounts()) == ["44711220"]


def test_hidden_digits_of_two_numbers_are_a_series_of_their_own(archive: Archive) -> None:
    ids = file_in_order(archive, bill("4471-1220"), bill("9902-1220", month=4), bill("****1220", month=5))

    assert len(set(series_of(ids))) == 3


def test_a_series_of_an_earlier_version_is_no_place_for_a_new_account(archive: Archive) -> None:
    old = file_in_order(archive, bill("4471-220"), bill("9902-118"))
    (first, _) = series_of(old)
    put_in_series_without_account(first)

    (new,) = file_in_order(archive, bill("5550-007", month=4))

    assert series_of([new]) != [first]


def test_the_program_says_which_documents_are_beside_those_of_another_account(archive: Archive, alfrd: Alfrd) -> None:
    ids = file_in_order(archive, bill("4471-220"), bill("9902-118", month=4))
    first, _ = series_of(ids)
    put_in_series_without_account(first)

    problems = json.loads(alfrd("check", "--json").stdout)["problems"]

    (mixed,) = [problem for problem in problems if problem["claim"] == "accounts_mixed"]
    assert (mixed["about"], mixed["subject"], mixed["state"]) == ("series", str(first), "doubtful")
    assert mixed["said"] == "2 documents name an account that the series does not have"
    assert mixed["mend"] == f"Run: alfrd rerun {ids[0]} --from file, and check again"
    assert mixed["documents"] == list(map(str, ids))


def test_the_known_series_of_a_question_do_not_repeat_the_accounts(archive: Archive) -> None:
    file_in_order(archive, bill("4471-220"), bill("9902-118", month=4))

    (known,) = series.known(database().session(), 10)

    assert (known.entity, known.title) == ("NORTHWIND ELECTRIC COMPANY", "NORTHWIND ELECTRIC COMPANY utility bills")


def test_balances_are_not_added_up(archive: Archive) -> None:
    papers = [STATEMENT.format(month=month, balance=f"1,{month}00.00") for month in (1, 2, 3)]
    file_in_order(archive, *papers)

    (file,) = file_rows.files(database().session())
    statistics = file.statistics or {}

    assert (statistics["count"], statistics["balances"], statistics["amounts"]) == (3, 3, 0)
    assert (statistics["total"], statistics["latest_balance"]) == (None, 1300)
    assert "The latest balance is $1,300.00" in (file.summary or "")
    assert "3,600" not in (file.summary or "")
    assert "not added up" in (file.summary or "")


def test_the_json_names_the_account(archive: Archive, alfrd: Alfrd) -> None:
    file_in_order(archive, bill("4471-220"))

    (shown,) = json.loads(alfrd("list", "--json").stdout)
    (file,) = json.loads(alfrd("files", "--json").stdout)

    assert shown["series"]["account"] == file["account"] == "4471220"


def test_a_rerun_returns_each_paper_to_its_account(archive: Archive) -> None:
    ids = file_in_order(archive, bill("4471-220", 3), bill("4471-220", 4), bill("9902-118", 5))
    before = series_of(ids)
    for id in ids:
        rerun.take_back(id, "file", "again")
        work_on([id], "again")

    assert series_of(ids) == before
