"""Two years of a household, the same in every test: what docs/queries.md shows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from alfrd_luigi.corrections import audit
from alfrd_luigi.corrections.correction import approve, set_values
from alfrd_luigi.database import calls, documents, pairs, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from support import document_rows
from support.archives import Archive
from support.connections import connected
from support.document_rows import RUN

# Each document arrived two days after its date and took some minutes; everything else was done when 2024 ended.
_TIMES = """
UPDATE documents SET registered_at = document_date + time '18:00' + interval '2 days',
                     filed_at = document_date + time '18:00' + interval '2 days'
                              + make_interval(mins => extract(day FROM document_date)::integer)
WHERE status = 'filed';
UPDATE calls SET called_at = d.registered_at FROM documents d WHERE d.id = calls.document_id;
UPDATE audit_draws SET week = '2024-12-30';
UPDATE acts SET at = '2025-01-02 20:00+00';
"""
_OFFERS = {"Milk": "1.20", "Bread": "3.50", "Coffee": "7.90"}


def household(archive: Archive) -> None:
    """Bills for power, a month of which is missing, groceries, wages, bills of a doctor, a statement and a copy."""
    archive.data_dir.mkdir(parents=True, mode=0o700)
    session = database().session()
    for year in (2023, 2024):
        for month in range(1, 13):
            if (year, month) != (2024, 6):
                _power(session, year, month)
            _groceries(session, year, month)
        for month in (3, 9):
            _doctor(session, year, month)
        _wages(session, year)
    _others(session)
    _pay(session)
    _audit(session)
    documents.release(session, document_rows.failed(session))
    with connected(archive.database_url) as own:
        own.execute(_TIMES)


def _filed(session: Session, name: str, **found: Any) -> UUID:
    values = {"currency": "EUR", "uncertain": [], "summary": f"{name}.", "name": f"{name}.pdf"}
    return document_rows.filed(session, id=_id(name), **values | found)


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def _power(session: Session, year: int, month: int) -> None:
    usage = 300 + 10 * abs(7 - month)
    total = (usage * Decimal("0.30" if year == 2023 else "0.36")).quantize(Decimal("0.01"))
    fields = {"usage": usage, "usage_unit": "kWh", "amount_due": float(total), "due_date": f"{year}-{month:02}-25"}
    uncertain = ["total", "field.usage"] if (year, month) == (2024, 11) else []
    _filed(
        session,
        f"power-{year}-{month:02}",
        document_type="utility_bill",
        entity="City Power",
        document_date=date(year, month, 5),
        total_amount=float(total),
        structured_data=fields,
        confidences={"entity": 0.97, "total": 0.55 if uncertain else 0.98, "field.usage": 0.4 if uncertain else 0.95},
        uncertain=uncertain,
    )


def _groceries(session: Session, year: int, month: int) -> None:
    items = [
        {"description": name, "quantity": month % 3 + 1, "amount": float((month % 3 + 1) * _price(name, year))}
        for name in _OFFERS
    ]
    _filed(
        session,
        f"groceries-{year}-{month:02}",
        document_type="receipt",
        entity="Corner Shop",
        document_date=date(year, month, 14),
        total_amount=float(sum(Decimal(str(item["amount"])) for item in items)),
        structured_data={"line_items": items},
    )


def _price(name: str, year: int) -> Decimal:
    return Decimal(_OFFERS[name]) * (1 if year == 2023 else Decimal("1.1"))


def _doctor(session: Session, year: int, month: int) -> None:
    _filed(
        session,
        f"doctor-{year}-{month:02}",
        document_type="medical",
        entity="Dr. Adler",
        document_date=date(year, month, 20),
        total_amount=60 + month,
        structured_data={"amount_due": 60 + month, "due_date": f"{year}-{month + 1:02}-20"},
        tags=("tax",),
    )


def _wages(session: Session, year: int) -> None:
    for month in (11, 12):
        _filed(
            session,
            f"wages-{year}-{month}",
            document_type="payroll",
            entity="Hill & Son",
            document_date=date(year, month, 28),
            total_amount=2100,
            structured_data={"gross_pay": 3000, "deductions": 900},
        )


def _others(session: Session) -> None:
    """What is not in the ledger, or not all of it: a balance, a copy, and a receipt without a total."""
    day = date(2024, 12, 30)
    _filed(session, "statement", document_type="bank_statement", entity="Savings Bank", total_amount=5120.1,
           document_date=day, structured_data={})  # fmt: skip
    copy = _filed(session, "doctor-again", document_type="medical", entity="Dr. Adler", total_amount=69,
                  document_date=date(2024, 9, 20), structured_data={"amount_due": 69}, tags=("tax",))  # fmt: skip
    pairs.set_verdict(session, _id("doctor-2024-09"), copy, "same", "person", "it is the same")
    _filed(session, "receipt", document_type="receipt", entity="Flea Market", total_amount=None, document_date=day,
           structured_data={}, uncertain=["entity"])  # fmt: skip


def _pay(session: Session) -> None:
    runs.hold(database(), RUN)
    for month in (10, 11, 12):
        for name, pages in ((f"power-2024-{month}", 2), (f"groceries-2024-{month}", 1)):
            _call(session, _id(name), "ocr", "textract", Decimal("0.0015") * pages, (pages, 0, 0))
            _call(session, _id(name), "classify", "bedrock", Decimal("0.0021"), (0, 1800, 90))
    runs.release(RUN)


def _call(session: Session, document: UUID, stage: str, service: str, cost: Decimal, used: calls.Used) -> None:
    key = f"{document.int:032x}{stage:0>32}".encode().hex()[:64]
    model = "nova-lite" if service == "bedrock" else None
    documents.claim_one(session, RUN, document)
    call = calls.Call(RUN, stage, document, None, None, None, service, stage, model, key)
    opened = calls.open(session, call, 1, cost).id
    assert opened is not None
    calls.close(session, opened, "answered", 1.5, cost, used)
    documents.release(session, document)


def _audit(session: Session) -> None:
    """Eight audits, of which two found a wrong day."""
    assert audit.draw(session, 8, "household") == 8
    drawn = sorted(each.document for each in audit.next_paper(session)[1])
    for place, id in enumerate(drawn):
        day = date.fromisoformat(audit.paper(session, id).values["date"])
        if place < 2:
            set_values(session, id, {"date": str(day + timedelta(days=1))}, "anna")
        else:
            approve(session, id, "anna")
