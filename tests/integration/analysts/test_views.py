"""The views for analysts: their names and columns stay, and they say what the commands say."""

from __future__ import annotations

import csv
import json
from collections import Counter
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor, make_dsn

from alfrd_luigi import archive as archives
from alfrd_luigi.corrections import types as typing
from alfrd_luigi.database import pairs
from alfrd_luigi.database.connection import database
from alfrd_luigi.ledger.archive import record
from alfrd_luigi.views.dues import dues
from support.archives import Archive
from support.commands import Alfrd
from support.connections import connected, end_others
from support.filled_archive import filled
from support.ledger_documents import mapping, paper
from support.programs.schema_reference import columns

_CONTRACT = Path(__file__).with_name("contract.txt")


def test_names_and_columns_are_those_of_the_contract(archive: Archive) -> None:
    """Add to the contract what is new. What is in it stays: people have queries that name it."""
    found = [f"{each.of}.{each.name} {each.type}" for each in columns(archive.database_url) if each.is_for_analysts]
    assert "\n".join(found) + "\n" == _CONTRACT.read_text("utf-8")


def _views(url: str) -> set[str]:
    return {each.relation for each in columns(url) if each.is_for_analysts}


def _rows(own: cursor, view: str, schema: str = "alfrd") -> list[Any]:
    own.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, view)))
    return own.fetchall()


def test_amounts_are_what_the_ledger_has(home: Archive, alfrd: Alfrd) -> None:
    paper("insurance", {"policy_number": "P1"})  # a policy names its price
    paper("insurance", {"amount_due": None, "due_date": "2024-03-01"}, total_amount="5.55")
    paper(total_amount=None)
    paper(document_date=None)
    paper(currency=None)
    one, other = paper(total_amount="7.00"), paper(total_amount="7.00")
    pairs.set_verdict(database().session(), one, other, "same", "person", "it is the same")
    paper("legal", total_amount="88.00", currency="USD")
    typing.add(database().session(), "parking_ticket", "A fine for parking", None, "anna")
    paper("parking_ticket", total_amount="30.00")
    _same_as_ledger(home, alfrd)
    before = _amounts(home)
    mapping(home, "[kinds]", 'legal = "bill"', 'receipt = "none"')
    _same_as_ledger(home, alfrd)
    now = _amounts(home)
    assert now - before == Counter({("bill", "USD", "88.00"): 1})
    assert {kind for kind, *_ in before - now} == {"payment"}


def _same_as_ledger(home: Archive, alfrd: Alfrd) -> None:
    result = alfrd("ledger")
    assert result.exit_code == 0, result.stderr
    rows = [row for row in csv.DictReader(result.stdout.splitlines()) if row["total"]]
    assert len(rows) > 10
    wanted = {row["id"]: (row["date"], row["currency"], Decimal(row["total"]), row["type"]) for row in rows}
    sure = {row["id"] for row in rows if row["state"] == "*"}
    with connected(home.database_url) as own:
        own.execute(
            "SELECT 'alfrd-' || document_id, date::text, currency, amount, type, is_uncertain FROM alfrd.amounts"
        )
        found = {id: values for id, *values in own.fetchall()}
    assert {id: tuple(values[:4]) for id, values in found.items()} == wanted
    assert not sure & {id for id, values in found.items() if values[4]}


def _amounts(home: Archive) -> Counter[Any]:
    with connected(home.database_url) as own:
        own.execute("SELECT kind, currency, amount::text FROM alfrd.amounts")
        return Counter(own.fetchall())


def test_a_mistake_in_the_mapping_file_stops_nothing(home: Archive) -> None:
    mapping(home, "[kinds]", 'nonsense = "bill"')
    before = _amounts(home)
    record(database().session())
    assert _amounts(home) == before


def test_spend_is_what_cost_says(home: Archive, alfrd: Alfrd) -> None:
    told = json.loads(alfrd("cost", "--json").stdout)["rows"]
    with connected(home.database_url) as own:
        own.execute(
            "SELECT day::text, sum(calls), sum(pages), sum(input_tokens), sum(usd), sum(at_most_usd), sum(unpriced)"
            " FROM alfrd.spend GROUP BY day ORDER BY day"
        )
        found = [(day, *map(Decimal, values)) for day, *values in own.fetchall()]
        own.execute("SELECT sum(usd), count(*) FROM alfrd.calls")
        assert own.fetchone() == (sum(day[4] for day in found), sum(day[1] for day in found))
    names = ("calls", "pages", "input_tokens", "usd", "at_most_usd", "unpriced")
    assert [(row["what"], *(Decimal(str(row[name])) for name in names)) for row in told] == found
    assert len(found) == 6


def test_each_view_has_rows_of_an_archive_with_everything(archive: Archive) -> None:
    filled(archive)
    with connected(archive.database_url) as own:
        without = {view for view in _views(archive.database_url) if not _rows(own, view)}
    assert without == {"line_items"}  # a bill for power has none


def test_strange_fields_break_no_view(archive: Archive) -> None:
    fields: dict[str, Any] = {
        "due_date": "2024-02-31",
        "amount_due": 1e30,
        "line_items": [{"description": 5, "quantity": "many", "amount": None}, "milk", None, 7],
        "list": [1],
        "object": {"a": 1},
        "usage": True,
        "usage_unit": "kWh",
        "": "no name",
    }
    paper("utility_bill", fields, document_date="0001-01-01")
    paper("utility_bill", {"due_date": "9999-12-31", "line_items": "none"}, document_date="9999-12-31")
    with connected(archive.database_url) as own:
        for view in _views(archive.database_url):
            _rows(own, view)
        own.execute("SELECT due_date::text, amount FROM alfrd.dues ORDER BY amount DESC")
        assert own.fetchall() == [(None, Decimal("1e30")), ("9999-12-31", Decimal("41.20"))]
        own.execute("SELECT number, description, quantity, amount FROM alfrd.line_items")
        assert own.fetchall() == [(1, "5", None, None)]


def test_dues_are_those_of_the_program(home: Archive) -> None:
    wanted = {(due.bill.id, due.day, due.bill.amount) for each in dues(database().session()) for due in each}
    with connected(home.database_url) as own:
        own.execute("SELECT document_id, due_date, amount FROM alfrd.dues")
        found = set(own.fetchall())
    assert found == wanted
    assert len(found) == 27


_SCHEMAS = {"papers": "papers_views", 'My "old" papers': 'My "old" papers_views', "alfrd": "alfrd_views"}


def test_archives_in_other_schemas_have_their_own_views(empty_archive: Archive) -> None:
    url = empty_archive.database_url
    with connected(url) as own:
        for place, schema in enumerate(_SCHEMAS):
            own.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
            path = sql.Identifier(schema).as_string(own).replace(" ", "\\ ")
            empty_archive.configure(database_url=make_dsn(url, options=f"-c search_path={path}"))
            archives.initialise()
            paper(total_amount=f"{place}.00")
            database().close()
            end_others(own)  # the server may still be ending the session of the run, which keeps migrations away
        for place, views in enumerate(_SCHEMAS.values()):
            (amount,) = _rows(own, "amounts", views)
            assert amount[7] == place
            assert len(_rows(own, "documents", views)) == 1
            own.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(views)))
            own.execute("SELECT count(*) FROM documents JOIN amounts ON document_id = id")
            assert own.fetchone() == (1,)


def test_a_view_that_comes_later_is_there_for_roles_that_may_read(home: Archive, reader: cursor) -> None:
    with closing(psycopg2.connect(home.database_url)) as owner, owner, owner.cursor() as own:
        own.execute("CREATE VIEW analyst_newer AS SELECT 1 AS one; CALL publish_views()")
    reader.execute("SELECT one FROM alfrd.newer")
    assert reader.fetchone() == (1,)
    with connected(home.database_url) as own:
        own.execute("DROP VIEW alfrd.newer")
