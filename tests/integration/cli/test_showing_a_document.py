"""`alfrd show`: the JSON object, and a page for people that untrusted text cannot corrupt."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database import documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.stages.graph import STAGES
from support import document_rows
from support.archives import Archive
from support.commands import Alfrd
from support.document_rows import ids
from support.pipeline import BILL, take_in, work_on

ONE = UUID("aaaa0000-0000-4000-8000-000000000001")
TWO = UUID("aaaa0000-0000-4000-8000-000000000002")
EVIL = "\x1b[2J\x1b]0;owned\x07[bold red]loud[/bold red] :smile: \u202eback \x9b31m"


def _shown(alfrd: Alfrd, id: object) -> Any:
    result = alfrd("show", id, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_object_has_the_public_names_and_values(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.filed(session, tags=("home",))
    shown = _shown(alfrd, id)
    assert shown["id"] == str(id)
    assert shown["status"] == "filed"
    assert [set(file) >= {"name", "sha256"} for file in shown["source_files"]] == [True]
    assert (shown["document_type"], shown["confidence"], shown["entity"]) == ("utility_bill", 0.9, "Northwind Water")
    assert (shown["document_date"], shown["total_amount"], shown["currency"]) == ("2024-03-05", 41.2, "USD")
    assert shown["summary"] == "Northwind Water bills 41.20 USD for March."
    assert shown["structured_data"]["account_number"] == "77-1"
    assert shown["tags"] == ["home", "utility_bill"]
    assert shown["series"].items() >= {"entity": "Northwind Water", "series_type": "utility"}.items()
    assert shown["text"] == "NORTHWIND WATER\nTotal 41.20"
    assert shown["error"] is None


def test_the_stages_stand_in_their_order(alfrd: Alfrd, session: Session) -> None:
    shown = _shown(alfrd, document_rows.summarized(session))
    names = [stage["stage"] for stage in shown["stages"]]
    assert {"ocr", "classify", "summarize"} <= set(names)
    assert names == sorted(names, key=list(STAGES).index)
    expected = {"status": "completed", "attempts": 1, "engine": "offline", "prompt_version": 1, "seconds": 0.25}
    assert shown["stages"][-1].items() >= expected.items()


def test_what_is_not_known_is_null_or_empty(alfrd: Alfrd, session: Session) -> None:
    shown = _shown(alfrd, document_rows.registered(session))
    unknown = ("document_type", "entity", "document_date", "total_amount", "series", "error", "text", "structured_data")
    assert {shown[name] for name in unknown} == {None}
    assert (shown["stages"], shown["tags"]) == ([], [])


def test_a_failure_is_shown_with_its_stage_message_and_hint(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.failed(session)
    error = _shown(alfrd, id)["error"]
    assert error.items() >= {"stage": "ocr", "message": "the PDF is encrypted", "hint": "Remove its password"}.items()
    page = alfrd("show", id).stdout
    assert "Stopped at ocr: the PDF is encrypted" in page
    assert "Remove its password" in page


def test_a_deferred_document_says_when_it_is_tried_again(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.deferred(session)
    assert _shown(alfrd, id)["error"]["next_attempt_at"] is not None
    assert "tried again after" in alfrd("show", id).stdout


def test_a_document_is_named_by_as_much_of_its_id_as_no_other_has(alfrd: Alfrd, session: Session) -> None:
    document_rows.registered(session, id=ONE)
    assert _shown(alfrd, "AAAA")["id"] == str(ONE)
    document_rows.registered(session, id=TWO)
    result = alfrd("show", "aaaa")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "error: more than one document's id begins with 'aaaa'. Give more of the id\n"
    assert _shown(alfrd, TWO)["id"] == str(TWO)


@pytest.mark.parametrize("id", ["ffff", "", "%", "_", "not an id", "ÿ"])
def test_an_unknown_id_is_one_line_that_says_what_to_do(alfrd: Alfrd, session: Session, id: str) -> None:
    document_rows.registered(session, id=ONE)
    result = alfrd("show", id)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"error: no document has the id {id!r}. See the ids with: alfrd list\n"


def test_the_page_has_everything_a_person_wants(alfrd: Alfrd, session: Session) -> None:
    page = alfrd("show", document_rows.filed(session, text="first page\fsecond page")).stdout
    for expected in ("41.20 USD", "Northwind Water bills", "900", "Text of page 1", "second page", "summarize"):
        assert expected in page


@pytest.mark.parametrize("arguments", [["show", str(ONE)], ["show", str(ONE), "--json"], ["list"], ["list", "--json"]])
def test_text_of_strangers_commands_no_terminal(alfrd: Alfrd, session: Session, arguments: list[str]) -> None:
    found: dict[str, Any] = {"entity": EVIL, "summary": EVIL, "structured_data": {EVIL: EVIL}}
    document_rows.filed(session, id=ONE, name=EVIL, text=EVIL, **found)
    result = alfrd(*arguments)
    assert result.exit_code == 0, result.stderr
    assert [character for character in result.stdout if not (character.isprintable() or character == "\n")] == []
    assert "[bold red]loud[/bold red]" in result.stdout
    assert ":smile:" in result.stdout


def test_text_of_strangers_is_whole_in_json(alfrd: Alfrd, session: Session) -> None:
    document_rows.filed(session, id=ONE, text=EVIL)
    assert _shown(alfrd, ONE)["text"] == EVIL


def test_a_page_in_a_script_that_is_not_known_is_named(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.summarized(session)
    documents.insert_page(session, id, 1, documents.Page("Total 41.20", [], 0.9, "ocr", 0.0))
    documents.insert_page(session, id, 2, documents.Page("41.20", [], 0.9, "ocr", 0.82))
    assert json.loads(alfrd("show", id, "--json").stdout)["unread_pages"] == [{"page": 2, "share": 0.82}]
    assert "82% of the lines of page 2: the OCR engine does not know their script" in " ".join(
        alfrd("show", id).stdout.split()
    )


def test_line_items_are_a_table_with_their_cents(alfrd: Alfrd, session: Session) -> None:
    items = [{"description": "Bread", "quantity": 2, "amount": 4.2}, {"description": "Salt", "amount": 1.0}]
    lines = alfrd("show", document_rows.filed(session, structured_data={"line_items": items})).stdout.splitlines()
    start = lines.index(next(line for line in lines if line.startswith("line_items")))
    shown = [line.split() for line in lines[start + 1 : start + 4]]
    assert shown == [["description", "quantity", "amount"], ["Bread", "2", "4.20"], ["Salt", "1.00"]]


def test_a_field_that_the_others_of_the_series_have_is_shown_as_blank(alfrd: Alfrd, archive: Archive) -> None:
    papers = {f"bill-{month}": BILL.format(month=month) for month in (3, 4, 5)}
    papers["bill-5"] = papers["bill-5"].replace("Electricity used: 315 kWh\n", "")
    *_, last = take_in(archive, "20240401T000000-past", **papers)
    work_on(ids(database().session()), "20240401T000000-past")
    shown = alfrd("show", str(last)).stdout
    assert [line.split() for line in shown.splitlines() if "other documents of the series have it" in line] == [
        ["usage", *["not", "found,", "though", "other", "documents", "of", "the", "series", "have", "it"]],
        ["usage_unit", *["not", "found,", "though", "other", "documents", "of", "the", "series", "have", "it"]],
    ]
