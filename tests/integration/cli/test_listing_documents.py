"""`alfrd list`: its columns, its filters and its JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import Result

from alfrd_luigi.database.session import Session
from support import document_rows, terminals
from support.commands import Alfrd


def _names(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [row["source_files"][0]["name"] for row in json.loads(result.stdout)]


def test_an_empty_archive_has_an_empty_list(alfrd: Alfrd) -> None:
    assert json.loads(alfrd("list", "--json").stdout) == []
    result = alfrd("list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("0 documents\nThe archive is empty. Add files with: alfrd add")
    assert alfrd("list", "--json").stderr == ""


def test_the_newest_comes_first_and_all_are_shown(alfrd: Alfrd, session: Session) -> None:
    for number in range(30):
        document_rows.registered(session, f"{number}.txt")
    assert _names(alfrd("list", "--json")) == [f"{number}.txt" for number in reversed(range(30))]


def test_a_limit_keeps_the_newest(alfrd: Alfrd, session: Session) -> None:
    for number in range(3):
        document_rows.registered(session, f"{number}.txt")
    assert _names(alfrd("list", "--json", "--limit", 2)) == ["2.txt", "1.txt"]


def test_documents_are_chosen_by_status_and_type(alfrd: Alfrd, session: Session) -> None:
    document_rows.registered(session, "new.txt")
    document_rows.summarized(session, name="water.txt")
    document_rows.filed(session, name="tax.txt", document_type="tax")
    assert _names(alfrd("list", "--json", "--status", "pending")) == ["new.txt"]
    assert _names(alfrd("list", "--json", "--type", "tax")) == ["tax.txt"]
    assert _names(alfrd("list", "--json", "--type", "tax", "--status", "pending")) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tomatoes", ["shop.txt"]),
        ("northwind", ["water.txt"]),
        ("receipt -tomatoes", []),
        ('"red tomatoes"', ["shop.txt"]),
        ('"tomatoes red"', []),
        ("northwind or tomatoes", ["shop.txt", "water.txt"]),
        ("'; DROP TABLE documents; --", []),
        ('& | ! ( ) " :*', []),
    ],
)
def test_documents_are_searched_in_text_entity_and_summary(
    alfrd: Alfrd, session: Session, words: str, found: list[str]
) -> None:
    document_rows.summarized(session, name="water.txt")
    shop = {"entity": "Corner Shop", "summary": "Vegetables.", "name": "shop.txt"}
    document_rows.summarized(session, text="a receipt\n3 red tomatoes", **shop)
    assert _names(alfrd("list", "--json", "--search", words)) == found


def test_the_json_has_the_objects_of_show_without_their_text(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.filed(session)
    listed = json.loads(alfrd("list", "--json").stdout)[0]
    shown = json.loads(alfrd("show", id, "--json").stdout)
    assert "text" not in listed
    assert {**listed, "text": shown["text"]} == shown


def test_the_table_says_what_a_person_looks_for(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.filed(session)
    result = alfrd("list")
    for expected in (
        str(id)[:8],
        "filed",
        "utility_bill",
        "2024-03-05",
        "Northwind Water bills",
        "41.20 USD",
        "bill.txt",
    ):
        assert expected in result.stdout
    assert result.stderr == "1 document\n"


def test_a_column_in_which_nothing_stands_is_left_out(alfrd: Alfrd, session: Session) -> None:
    document_rows.registered(session)
    assert alfrd("list").stdout.splitlines()[0].split() == ["id", "status", "file"]


def test_a_narrow_terminal_shows_the_short_columns_whole(session: Session) -> None:
    document_rows.summarized(session, entity="Northwind Water Cooperative of the Upper Valley and its Neighbours")
    head, row, _ = terminals.without_style(terminals.alfrd("list")).splitlines()
    assert head.split() == ["id", "date", "entity", "total", "type", "status"]
    assert "utility_bill" in row
    assert "2024-03-05 ?" in row
    assert "41.20 USD" in row
    assert "Northwind Water" in row
    assert len(row) <= 80


def test_a_type_that_does_not_exist_is_an_error_and_not_an_empty_list(alfrd: Alfrd) -> None:
    result = alfrd("list", "--type", "reciept")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "error: there is no document type 'reciept'. See them with: alfrd types list\n"


def test_an_option_can_come_from_the_environment(
    alfrd: Alfrd, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        document_rows.registered(session, f"{number}.txt")
    monkeypatch.setenv("ALFRD_CLI_LIST_LIMIT", "1")
    monkeypatch.setenv("ALFRD_CLI_LIST_JSON", "1")
    assert _names(alfrd("list")) == ["2.txt"]


@pytest.fixture
def papers(session: Session) -> None:
    """Three papers of two years."""
    water = {"entity": "City Water", "document_date": date(2024, 3, 5), "total_amount": "41.20"}
    document_rows.filed(session, name="water.txt", tags=("home",), **water)
    power = {"entity": "M\u00fcnchner Strom", "document_date": date(2025, 7, 1), "total_amount": "99.00"}
    document_rows.filed(session, name="power.txt", uncertain=[], **power)
    nothing: dict[str, Any] = {
        "entity": None,
        "document_date": None,
        "total_amount": None,
        "currency": None,
        "uncertain": [],
    }
    document_rows.summarized(session, name="letter.txt", document_type="other", tags=("home", "garden"), **nothing)


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--tag", "home"], ["letter.txt", "water.txt"]),
        (["--tag", "home", "--tag", "garden"], ["letter.txt"]),
        (["--entity", "munchner"], ["power.txt"]),
        (["--series", "City"], ["water.txt"]),
        (["--since", "2025"], ["power.txt"]),
        (["--until", "2024-03"], ["water.txt"]),
        (["--since", "2024-03-06", "--until", "2025-07-01"], ["power.txt"]),
        (["--min", "50"], ["power.txt"]),
        (["--max", "41.20"], ["water.txt"]),
        (["--since", "2024", "--search", "july 2025"], ["power.txt"]),
        (["--since", "2026", "--search", "july 2025"], []),
        (["--uncertain", "--tag", "home"], ["water.txt"]),
        (["--sort", "date"], ["power.txt", "water.txt", "letter.txt"]),
        (["--sort", "total"], ["power.txt", "water.txt", "letter.txt"]),
        (["--sort", "entity"], ["water.txt", "power.txt", "letter.txt"]),
        (["--sort", "date", "--limit", "1", "--search", "type:utility_bill"], ["power.txt"]),
    ],
)
def test_documents_are_chosen_and_sorted(alfrd: Alfrd, options: list[str], found: list[str]) -> None:
    assert _names(alfrd("list", "--json", *options)) == found


def test_a_narrow_screen_keeps_the_type_and_leaves_out_a_status_that_all_share(
    alfrd: Alfrd, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    paper = {"document_type": "bank_statement", "uncertain": ["type", "total"], "total_amount": "10686.25"}
    document_rows.filed(session, name="1.txt", entity="Royal Bank of Scotland Plc", **paper)
    assert alfrd("list").stdout.splitlines()[0].split() == ["id", "date", "entity", "total", "type"]
    document_rows.registered(session, "new.txt")
    assert alfrd("list").stdout.splitlines()[0].split() == ["id", "date", "entity", "total", "status"]
    head, row = alfrd("list", "--uncertain").stdout.splitlines()
    assert (head.split()[-1], row.endswith("type, total")) == ("uncertain", True)


@pytest.mark.usefixtures("papers")
def test_a_date_that_is_none_is_told(alfrd: Alfrd) -> None:
    result = alfrd("list", "--since", "2024-02-31")
    assert result.exit_code == 0
    assert "2024-02-31 is no date: 2024-02-29 was taken" in result.stderr


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("--since", "soon", "is no date, such as 2024"),
        ("--until", "2024-13", "is no date, such as 2024"),
        ("--until", "2024..2025", "is no date, such as 2024"),
        ("--min", "much", "is no amount, such as 42"),
        ("--max", "1..5", "is no amount, such as 42"),
    ],
)
def test_what_is_no_end_of_a_range_is_a_mistake(alfrd: Alfrd, option: str, text: str, said: str) -> None:
    result = alfrd("list", option, text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"'{text}' {said}" in result.stderr


@pytest.mark.usefixtures("papers")
def test_the_documents_of_files_are_listed(alfrd: Alfrd) -> None:
    said = alfrd("files", "--members").stdout
    assert "City Water bills" in said
    assert "2024-03-05" in said
    assert len(json.loads(alfrd("files", "--members", "--json").stdout)) == 2
