"""Electronic invoices in runs of the real command: the XML decides, the pages are compared, and no model is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from typing import Any

import psycopg2
import pytest

from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.intake.registration import scan_inbox
from alfrd_luigi.stages.rerun import take_back
from alfrd_luigi.standin import StandIn
from support.archives import Archive
from support.commands import Alfrd
from support.desk import Desk
from support.electronic_invoices import cii, pdf_with, ubl
from support.pipeline import work_on

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
PAGE = (
    "Müller Werkzeuge GmbH   Hofgasse 3   80333 München",
    "Rechnung RE-2024-17 vom 05.03.2024",
    "Hammer 1   50,00",
    "Hammer 2   50,00",
    "Rechnungsbetrag   119,00 EUR",
    "zahlbar bis 04.04.2024",
)
OTHER_PAGE = tuple(line.replace("119,00", "149,00") for line in PAGE)


Filed = Callable[..., dict[str, Any]]


@pytest.fixture
def filed(desk: Desk, archive: Archive) -> Iterator[Filed]:
    """Registers files and files their document by the offline engine, in this process. Returns its row."""
    archive.configure(language_engine="offline")
    numbers = count(1)

    def process(*files: tuple[str, bytes]) -> dict[str, Any]:
        for name, content in files:
            (archive.inbox / name).parent.mkdir(exist_ok=True)
            (archive.inbox / name).write_bytes(content)
        run = f"20240401T00000{next(numbers)}-test"
        runs.hold(database(), run)
        work_on(scan_inbox(run).registered, run)
        return desk.rows()[-1]

    yield process
    shared_decoder().close()


def test_the_values_of_an_attached_invoice_are_stored_and_agree_with_the_page(filed: Filed, alfrd: Alfrd) -> None:
    row = filed(("bill.pdf", pdf_with(("factur-x.xml", cii().encode()), says=PAGE)))
    assert (row["status"], row["document_type"], row["confidence"]) == ("filed", "invoice", 1.0)
    assert (row["entity"], str(row["document_date"])) == ("Müller Werkzeuge GmbH", "2024-03-05")
    assert (float(row["total_amount"]), row["currency"]) == (119.0, "EUR")
    fields = row["structured_data"]
    expected = {"invoice_number": "RE-2024-17", "iban": "DE89370400440532013000", "tax": 19.0, "due_date": "2024-04-04"}
    assert fields.items() >= expected.items()
    assert fields["line_items"][0] == {"description": "Hammer 1", "quantity": 1.0, "amount": 50.0}
    assert row["evidence"]["total_amount"] == row["evidence"]["iban"] == "embedded invoice"
    assert "Müller Werkzeuge GmbH stellte Beispiel AG am 5. März 2024 119,00 € in Rechnung." in row["summary"]
    assert "Rechnungsbetrag" in row["text"]
    assert "Hofgasse" in row["text"]
    assert row["embedded"]["page"] == {}
    assert "factur-x.xml (CII)" in alfrd("show", row["id"]).stdout
    assert alfrd("check").exit_code == 0


def test_a_page_that_disagrees_makes_the_value_uncertain_and_both_are_shown(filed: Filed, alfrd: Alfrd) -> None:
    row = filed(("bill.pdf", pdf_with(("factur-x.xml", cii().encode()), says=OTHER_PAGE)))
    assert float(row["total_amount"]) == 119.0
    embedded = json.loads(alfrd("show", row["id"], "--json").stdout)["embedded"]
    assert embedded["values"]["total_amount"] == 119.0
    assert embedded["page"] == {"total_amount": 149.0, "amount_due": 149.0}
    assert row["uncertain"] == ["field.amount_due", "total"]
    assert row["confidences"]["entity"] == 1.0
    (line,) = [line for line in alfrd("show", row["id"]).stdout.splitlines() if line.startswith("total_amount")]
    assert line.split() == ["total_amount", "119.0", "149.0"]
    grounds = {each["name"]: each for each in json.loads(alfrd("why", row["id"], "--json").stdout)["grounds"]}
    assert [(each["value"], each["reasons"]) for each in grounds["total"]["rivals"]] == [(149.0, ["rules"])]
    assert {grounds[name]["reader"] for name in ("type", "entity", "total")} == {"invoice"}


def test_an_invoice_in_xml_alone_is_a_document_with_a_text(filed: Filed, alfrd: Alfrd, archive: Archive) -> None:
    row = filed(("xrechnung.xml", ubl().encode()))
    assert (row["status"], row["document_type"], float(row["total_amount"])) == ("filed", "invoice", 119.0)
    assert "Invoice number: RE-2024-17" in row["text"]
    assert json.loads(alfrd("list", "--search", "hofgasse", "--json").stdout)[0]["id"] == str(row["id"])
    assert row["embedded"].items() >= {"file": "xrechnung.xml", "page": {}}.items()
    assert alfrd("check").exit_code == 0
    assert list((archive.data_dir / "documents").rglob("001.xml"))


def test_a_credit_note_is_an_invoice_with_a_negative_total(filed: Filed) -> None:
    row = filed(("credit.xml", ubl("CreditNote").encode()))
    assert (row["document_type"], float(row["total_amount"])) == ("invoice", -119.0)
    assert "Credit note" in row["text"]


def test_pages_and_xml_may_be_the_files_of_one_document(filed: Filed, desk: Desk, archive: Archive) -> None:
    files = [{"file": "page.txt", "type": "text", "order": 1}, {"file": "xrechnung.xml", "type": "text", "order": 2}]
    meta = {"id": "7d6c3f0a-8a43-4a4b-9c70-3e1f6f1c2b11", "created_at": "2024-03-29T18:00:00+00:00"}
    row = filed(
        ("bill/page.txt", "\n".join(OTHER_PAGE).encode()),
        ("bill/xrechnung.xml", cii().encode()),
        ("bill/meta.json", json.dumps({**meta, "documents": files, "metadata": {}}).encode()),
    )
    assert (float(row["total_amount"]), row["embedded"]["page"]) == (
        119.0,
        {"total_amount": 149.0, "amount_due": 149.0},
    )


def test_without_the_setting_only_the_pages_count(filed: Filed, archive: Archive) -> None:
    archive.configure(embedded_invoices="false")
    row = filed(("bill.pdf", pdf_with(("factur-x.xml", cii().encode()), says=OTHER_PAGE)))
    assert float(row["total_amount"]) == 149.0
    assert "embedded invoice" not in row["evidence"].values()
    alone = filed(("xrechnung.xml", cii().encode()))
    assert (alone["document_type"], float(alone["total_amount"])) == ("invoice", 119.0)
    assert alone["evidence"]["total_amount"] != "embedded invoice"


def test_a_rerun_follows_the_setting(filed: Filed, desk: Desk, archive: Archive, alfrd: Alfrd) -> None:
    row = filed(("bill.pdf", pdf_with(("factur-x.xml", cii().encode()), says=OTHER_PAGE)))
    archive.configure(embedded_invoices="false")
    take_back(row["id"], "classify", "20240401T000000-rerun")
    assert "page" not in desk.rows()[0]["embedded"]
    work_on([row["id"]], "20240401T000000-rerun")
    (row,) = desk.rows()
    assert float(row["total_amount"]) == 149.0
    assert "page" not in row["embedded"]


def test_an_unusable_invoice_leaves_the_pages_and_says_why(filed: Filed, alfrd: Alfrd) -> None:
    xml = cii(declaration="<!DOCTYPE x [<!ENTITY a 'b'>]>").encode()
    row = filed(("bill.pdf", pdf_with(("factur-x.xml", xml), says=OTHER_PAGE)))
    assert float(row["total_amount"]) == 149.0
    assert "factur-x.xml has a DOCTYPE" in " ".join(alfrd("show", row["id"]).stdout.split())


def test_xml_that_is_refused_is_rejected_with_the_reason(desk: Desk, archive: Archive) -> None:
    (archive.inbox / "feed.xml").write_bytes(b"<?xml version='1.0'?><feed/>")
    (archive.inbox / "evil.xml").write_text(cii(declaration="<!DOCTYPE x>"))
    assert desk.run() == 30
    assert "feed.xml is XML, but no invoice that is read" in desk.said
    assert "evil.xml has a DOCTYPE" in desk.said
    assert desk.rows() == []


def test_no_model_is_asked_for_what_the_invoice_says(desk: Desk, archive: Archive, aws: StandIn, alfrd: Alfrd) -> None:
    archive.configure(language_engine="bedrock", bedrock_model_id=MODEL, backoff_seconds=0)
    (archive.inbox / "bill.pdf").write_bytes(pdf_with(("factur-x.xml", cii().encode()), says=PAGE))
    assert desk.run() == 0, desk.said
    (row,) = desk.rows()
    assert (row["status"], row["document_type"], float(row["total_amount"])) == ("filed", "invoice", 119.0)
    with closing(psycopg2.connect(archive.database_url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT stage FROM calls")
        assert {stage for (stage,) in cursor} <= {"file", "summarize_file"}
    assert alfrd("check").exit_code == 0
    assert database().session().value("documents.embedded", id=row["id"])["page"] == {}
