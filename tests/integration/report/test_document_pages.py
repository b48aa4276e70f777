"""What the page of a document says: what `alfrd show` says of it, and what to do."""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg2.extras import Json

from alfrd_luigi.corrections import tags
from alfrd_luigi.database import pairs
from alfrd_luigi.database.connection import database
from alfrd_luigi.views import documents
from support.archives import Archive
from support.connections import connected
from support.document_rows import deferred, failed, filed
from support.filled_archive import filled
from support.kept_archives import Keep
from support.pipeline import worked
from support.report_pages import written


def text(root: Path, id: UUID) -> str:
    """The page as text, with its spaces made single."""
    content = (root / "documents" / str(id)[:2] / f"{id}.html").read_text("utf-8")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())


def test_a_failed_document_says_why_and_what_to_do(archive: Archive, tmp_path: Path) -> None:
    id = failed(database().session())
    written(tmp_path / "report")
    said = text(tmp_path / "report", id)
    assert "the PDF is encrypted Remove its password" in said
    assert f"alfrd retry {str(id)[:8]}" in said


def test_a_deferred_document_says_when_it_is_tried_again(archive: Archive, tmp_path: Path) -> None:
    id = deferred(database().session())
    written(tmp_path / "report")
    assert "It is tried again after" in text(tmp_path / "report", id)


def test_a_page_says_why_it_has_its_values_and_its_series(keep: Keep, tmp_path: Path) -> None:
    id, _ = keep(worked)
    tags.rename(database().session(), "electricity", "power", "anna")
    written(tmp_path / "report")
    said = text(tmp_path / "report", id)
    assert "not Invoice: 11 points behind; fewer of its words" in said
    assert "not Mar 25, 2024: it says when payment is due; “Due date: 2024-03-25” (page 1)" in said
    assert "made new: the first paper of account 4471220" in said
    assert "Tags: electricity Into: power" in said or "Into: power Tags: electricity" in said


def test_pages_show_what_an_archive_of_every_kind_of_row_holds(archive: Archive, tmp_path: Path) -> None:
    first, second, *_ = filled(archive)
    written(tmp_path / "report")
    said = text(tmp_path / "report", first)
    for part in ("Distinct from", "said by a person", "41.00 Note", "summarizer:utility_bill 1", "undone", "anna"):
        assert part in said, part
    assert f"documents/{str(second)[:2]}/{second}.html" in (
        (tmp_path / "report" / "documents" / str(first)[:2] / f"{first}.html").read_text("utf-8")
    )


def test_an_alike_document_is_named_with_the_commands_that_decide(archive: Archive, tmp_path: Path) -> None:
    session = database().session()
    one, other = filed(session), filed(session)
    pairs.set_verdict(session, one, other, "alike", "machine", "same total")
    written(tmp_path / "report")
    said = text(tmp_path / "report", one)
    assert "Looks like" in said
    assert f"alfrd same {str(one)[:8]} {str(other)[:8]}" in said


def test_differences_what_was_learnt_and_what_was_left_out_are_shown(archive: Archive, tmp_path: Path) -> None:
    session = database().session()
    id = filed(session)
    embedded = {"file": "f.xml", "syntax": "UBL", "values": {"total": 41.2}, "page": {"total": 14.2}}
    memory = [{"field": "entity", "proposed": "Northwind", "instead": "N", "outcome": "lost", "lesson": None}]
    omitted = {"pages": [2], "shortened": {"page": 3, "characters": 900}}
    with connected(archive.database_url) as own:
        own.execute("UPDATE documents SET embedded = %s WHERE id = %s", (Json(embedded), str(id)))
        own.execute(
            "UPDATE stage_results SET answer = coalesce(answer, '{}') || %s, omitted = %s "
            "WHERE document_id = %s AND stage = 'summarize'",
            (Json({"memory": memory}), Json(omitted), str(id)),
        )
    written(tmp_path / "report")
    said = text(tmp_path / "report", id)
    assert "f.xml (UBL)" in said
    assert "Total 41.20 14.20" in said
    assert "the page says otherwise N" in said
    assert "Not sent: Page 2, page 3 after 900 characters" in said


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due": "2024-03-05"}, date(2024, 3, 5)),
        ({"due": "2024-13-05"}, "2024-13-05"),
        ({"paid": 3585.0}, Decimal("3585.00")),
        ({"used": 350.0}, 350.0),
    ],
)
def test_values_are_days_and_amounts_as_printed(archive: Archive, fields: dict[str, Any], expected: object) -> None:
    session = database().session()
    evidence = {"paid": "Paid 3.585,00 EUR", "used": "350 kWh"}
    id = filed(session, structured_data=fields, evidence=evidence)
    (value,) = [each for each in documents.document(session, id).values if each.name.startswith("field.")]
    assert value.content == expected
    assert type(value.content) is type(expected)


def test_neighbouring_words_have_one_box_and_items_are_summed(archive: Archive) -> None:
    session = database().session()
    boxes = [[0.1, 0.1, 0.2, 0.12], [0.21, 0.101, 0.3, 0.12], [0.8, 0.1, 0.9, 0.12], [0.1, 0.2, 0.2, 0.22]]
    items = [{"amount": 1.1, "quantity": None, "description": "Milk"}, {"amount": 2.2, "description": "Tea"}]
    id = filed(session, places={"entity": {"page": 1, "boxes": boxes}}, structured_data={"line_items": items})
    view = documents.document(session, id)
    (entity,) = [each for each in view.values if each.name == "entity"]
    assert entity.boxes == ((0.1, 0.1, 0.3, 0.12), (0.8, 0.1, 0.9, 0.12), (0.1, 0.2, 0.2, 0.22))
    (table,) = view.tables
    assert table.columns == ("description", "amount")
    assert table.sums == {"amount": Decimal("3.3")}
