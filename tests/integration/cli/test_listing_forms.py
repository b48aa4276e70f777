"""The forms of listings: chosen columns, CSV, TSV and JSON, with exact values and nothing that would be executed."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import Result

from alfrd_luigi.cli.reference import commands
from alfrd_luigi.database.session import Session
from support import document_rows
from support.commands import Alfrd

ONE = UUID("abcd1234-0000-4000-8000-000000000000")
LONG = "Golden Valley Gas and Electric Company of the Upper Valley, Department of Meters"
# docs/commands.md says which commands with --json are no listings.
_LISTINGS = {
    "audit list", "check", "cost", "delete", "diff", "doctor", "due", "events", "files", "history", "issuers list",
    "list", "missing", "notify", "prompts list", "prompts try", "replay", "runs list", "search", "series fields",
    "series list", "tag list", "types list",
}  # fmt: skip


def _rows(result: Result, between: str = ",") -> list[dict[str, str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(StringIO(result.stdout_bytes.decode(), newline=""), delimiter=between))


def test_each_listing_has_all_forms() -> None:
    options = {words.removeprefix("alfrd "): {each.opts[0] for each in command.params} for words, command in commands()}
    forms = {"--json", "--csv", "--tsv", "--columns"}
    assert {words for words, names in options.items() if forms <= names} == _LISTINGS
    assert {words for words in options if words.split()[-1] == "list"} <= _LISTINGS


def test_values_are_exact_and_whole(alfrd: Alfrd, session: Session) -> None:
    document_rows.filed(session, id=ONE, entity=LONG, total_amount="1234567.80", uncertain=["total"], tags=("a b",))
    (row,) = _rows(alfrd("list", "--csv"))
    assert (row["id"], row["entity"], row["total"], row["currency"]) == (str(ONE), LONG, "1234567.80", "USD")
    assert (row["date"], row["uncertain"], row["error"]) == ("2024-03-05", '["total"]', "")
    assert _rows(alfrd("list", "--tsv"), "\t") == [row]
    assert alfrd("list", "--tsv", "--columns", "date,id").stdout == f"date\tid\n2024-03-05\t{ONE}\n"
    chosen = alfrd("list", "--json", "--columns", "id,total,tags")
    assert json.loads(chosen.stdout) == [{"id": str(ONE), "total": 1234567.8, "tags": ["a b", "utility_bill"]}]


def test_each_listing_of_an_archive_is_a_table(alfrd: Alfrd, session: Session) -> None:
    """A line for each thing, whatever the listing shows a person: groups, pages of lines or a sum."""
    fields = {"amount_due": 41.2, "due_date": "2024-03-25", "account_number": "77-1"}
    for month in range(1, 5):
        day, id = f"2024-0{month}-05", ONE if month == 1 else None
        document_rows.filed(session, id=id, document_date=day, structured_data=fields, total_amount=41.2, tags=("a b",))
    assert alfrd("set", ONE, "total=42").exit_code == 0
    columns = {
        ("due", "--all"): ("list", "id", "date", "amount"),
        ("missing",): ("series", "date"),
        ("events",): ("subject", "key", "event"),
        ("events", "--document", str(ONE)): ("key", "event"),
        ("history", str(ONE)): ("field", "before", "after"),
        ("files",): ("id", "title"),
        ("files", "--members"): ("series", "id"),
        ("series", "list"): ("series", "id", "total"),
        ("series", "fields", "Northwind"): ("document", "field", "value"),
        ("tag", "list"): ("tag", "documents"),
        ("types", "list"): ("type", "state"),
        ("issuers", "list"): (),
        ("prompts", "list"): ("key", "version"),
        ("runs", "list"): ("run", "exit"),
        ("search", "northwind"): ("id",),
        ("audit", "list"): ("document", "state"),
        ("cost",): (),
        ("notify",): ("kind",),
        ("delete", "--list"): (),
    }
    for command, named in columns.items():
        rows = _rows(alfrd(*command, "--csv"))
        assert all(set(named) <= row.keys() for row in rows), (command, rows[:1])
        assert bool(rows) == bool(named), command
        assert _rows(alfrd(*command, "--tsv"), "\t") == rows, command


def test_an_empty_listing_has_a_line_of_names(alfrd: Alfrd) -> None:
    assert alfrd("list", "--csv", "--columns", "id,date").stdout_bytes == b"id,date\r\n"
    assert alfrd("list", "--tsv", "--columns", "id,date").stdout_bytes == b"id\tdate\n"


@pytest.mark.parametrize(
    ("entity", "cell"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("@cmd", "'@cmd"),
        ('one, "two"\tthree', 'one, "two"\tthree'),
        ("evil\x1b[31m\x9b", "evil\ufffd[31m\ufffd"),
        ("\u6771\u4eac \U0001f469\u200d\U0001f467", "\u6771\u4eac \U0001f469\u200d\U0001f467"),
    ],
)
def test_texts_of_others_are_neither_formulas_nor_commands(
    alfrd: Alfrd, session: Session, entity: str, cell: str
) -> None:
    document_rows.filed(session, entity=entity)
    for form, between in (("--csv", ","), ("--tsv", "\t")):
        assert [row["entity"] for row in _rows(alfrd("list", form), between)] == [cell]


def test_a_number_is_no_text(alfrd: Alfrd, session: Session) -> None:
    document_rows.filed(session, total_amount="-5.00")
    assert [row["total"] for row in _rows(alfrd("list", "--csv"))] == ["-5.00"]


def test_a_column_that_there_is_not_is_an_error_with_those_that_there_are(alfrd: Alfrd) -> None:
    result = alfrd("tag", "list", "--columns", "tag,colour")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no column 'colour'. Columns: tag, documents" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "--csv", "--json"], "--json and --csv exclude each other"),
        (["list", "--columns", ","], "it names no column"),
        (["files", "--members", "--columns", "id"], "--columns is about files"),
        (["events", "--follow", "--csv"], "not --csv, --tsv or --columns"),
        (["delete", str(ONE), "--csv"], "belong to --list"),
    ],
)
def test_forms_that_make_no_sense_are_refused(alfrd: Alfrd, arguments: list[str], said: str) -> None:
    result = alfrd(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_person_who_chooses_columns_gets_all_of_them(
    alfrd: Alfrd, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_rows.filed(session, id=ONE, entity=LONG)
    monkeypatch.setenv("COLUMNS", "40")
    head, row = alfrd("list", "--columns", "file,id,error,entity").stdout.splitlines()
    assert head.split() == ["file", "id", "error", "entity"]
    assert row == "bill.txt  abcd1234         Golden\u2026"


def test_a_reader_who_goes_ends_it_quietly(alfrd: Alfrd, session: Session) -> None:
    for number in range(200):
        document_rows.registered(session, f"{number}-{'x' * 500}.txt")
    program = f"{Path(sys.executable).parent / 'alfrd'} list --csv | head -1"
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout.split(",")[0], done.stderr) == ("id", "")
