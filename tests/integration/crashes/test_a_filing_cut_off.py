"""A process that is killed while it files a copy leaves no half of it: the next run links the two once."""

from __future__ import annotations

from alfrd_luigi.database import document_details, file_rows
from alfrd_luigi.database.connection import database
from support.archives import Archive
from support.desk import Desk

BILL = """NORTHWIND ELECTRIC COMPANY
Monthly electricity bill
Account number: 4471-220
Statement date: 2024-03-05
Electricity used: 313 kWh
Amount due: $123.50
Due date: 2024-03-25
Thank you for your business{end}
"""


def test_copies_are_linked_once(desk: Desk, archive: Archive) -> None:
    archive.configure(language_engine="offline")
    for number, end in enumerate((".", ". ")):
        (archive.inbox / f"bill-{number}.txt").write_text(BILL.format(end=end), encoding="utf-8")

    assert desk.run(ALFRD_TRIGGER="result_written/file@2=kill") == -9, desk.said
    assert desk.run() == 0, desk.said

    rows = document_details.documents(database().session())
    assert [row.status for row in rows] == ["filed", "filed"]
    assert sorted(pair["verdict"] for row in rows for pair in row.pairs) == ["same", "same"]
    (file,) = file_rows.files(database().session())
    assert file.is_fresh
    assert ((file.statistics or {})["duplicates"], (file.statistics or {})["total"]) == (1, 123.5)
