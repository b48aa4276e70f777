"""An export carries the memory of issuers: elsewhere it proposes the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.corrections.issuers import add_alias
from alfrd_luigi.corrections.tags import add
from alfrd_luigi.database import document_details, runs
from alfrd_luigi.database.connection import database
from support.archives import Archive
from support.commands import Alfrd
from support.filled_archive import rows_of
from support.pipeline import take_in, work_on
from support.receipts import bakery_receipts

RUN, LATER = "20240401T000000-past", "20240501T000000-later"
VALUES = ("entity", "document_type", "total_amount", "tags", "memory", "confidences", "words_of")
TABLES = {"issuers", "issuer_lessons", "issuer_marks", "issuer_fields"}


def _next(archive: Archive) -> dict[str, Any]:
    runs.hold(database(), LATER)
    ids = take_in(archive, LATER, next=bakery_receipts()[1])
    work_on(ids, LATER)
    shown = document_details.document(database().session(), ids[0])._asdict()
    return {name: shown[name] for name in VALUES}


def test_an_imported_memory_proposes_what_the_exported_one_does(
    alfrd: Alfrd, archive: Archive, elsewhere: Callable[[], str], tmp_path: Path
) -> None:
    (first,) = take_in(archive, RUN, first=bakery_receipts()[0])
    work_on([first], RUN)
    session = database().session()
    add(session, "breakfast", [first], "anna")
    set_values(session, first, {"total": "9.40", "entity": "Crusty"}, "anna")
    add_alias(session, "Crusty", "The Crust", "anna")
    assert alfrd("export", tmp_path / "export").exit_code == 0
    learnt = rows_of(archive.database_url, *TABLES)
    here = _next(archive)
    assert {use["field"] for use in here["memory"] if use["outcome"] == "taken"} == {"entity", "total", "tag"}

    url = elsewhere()
    assert alfrd("import", tmp_path / "export").exit_code == 0
    assert rows_of(url, *TABLES) == learnt
    assert all(learnt.values())
    assert _next(archive) == here
    assert alfrd("check").exit_code == 0
