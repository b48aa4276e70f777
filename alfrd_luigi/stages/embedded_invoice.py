"""The invoice that a file of a document holds as data: its record, and the answers that it gives instead of an engine.

An invoice states its type and values exactly, so no engine is asked to classify or summarise the document, and nothing
is paid. The rules read the pages, if there are any, for the values that the invoice does not give, and to see whether
the pages say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from alfrd_luigi.assessment.field_names import HEADS
from alfrd_luigi.database import documents, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.decoding import formats
from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.invoice import EmbeddedInvoice, Invoice
from alfrd_luigi.language import questions, values
from alfrd_luigi.language.inquiry import ask
from alfrd_luigi.language.text_limit import fitted
from alfrd_luigi.language.validation import validate
from alfrd_luigi.services.books import Books
from alfrd_luigi.settings import settings
from alfrd_luigi.stages.stage import Result

ENGINE = "embedded_invoice"
EVIDENCE = "embedded invoice"
_TYPE = "invoice"
# The confidence of a value that the pages contradict.
_CONTRADICTED = 0.5
# In the words of a code list, and a table: no page prints them so.
_NOT_COMPARED = ("payment_method", "line_items")

Record = dict[str, Any]


def record(files: Iterable[tuple[Path, str, str]]) -> Record | None:
    """The record of the first usable invoice in the files, each given as path, media type and name.

    It has `file`, the name of the file or attachment that holds the invoice, and `syntax` and `values`; or `problem`,
    the reason why the invoice cannot be used. Raises TransientError.
    """
    unusable = None
    for path, media_type, name in files:
        if media_type in (formats.PDF, formats.XML):
            found = shared_decoder().embedded_invoice(path, media_type)
            if found is not None and found.invoice is not None:
                return _record(found.invoice, found.file or name)
            unusable = unusable or (found and _problem(found, name))
    return unusable


def _problem(found: EmbeddedInvoice, name: str) -> Record:
    return {"file": found.file or name, "problem": found.problem}


def _record(invoice: Invoice, file: str) -> Record:
    return {"file": file, "syntax": invoice.syntax, "values": _given(_values(invoice))}


def _given(found: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are there, as JSON."""
    return {name: _plain(value) for name, value in found.items() if value not in (None, [])}


def _values(invoice: Invoice) -> dict[str, Any]:
    """By the names of an answer and of the fields of the type; the others are for comparison."""
    return {
        "entity": invoice.seller.name or invoice.seller.trading_name,
        "document_date": invoice.issued,
        "total_amount": invoice.total,
        "currency": invoice.currency,
        "invoice_number": invoice.number,
        "order_number": invoice.order_number,
        "contract_number": invoice.contract_number,
        "customer_number": invoice.buyer.number,
        "customer": invoice.buyer.name or invoice.buyer.trading_name,
        "buyer_reference": invoice.buyer_reference,
        "due_date": invoice.due_date,
        "delivery_date": invoice.delivered,
        "period_start": invoice.period_start,
        "period_end": invoice.period_end,
        "allowances": invoice.allowances,
        "charges": invoice.charges,
        "subtotal": invoice.net,
        "tax": invoice.tax,
        "grand_total": invoice.gross,
        "prepaid": invoice.prepaid,
        "amount_due": invoice.due,
        "payment_method": invoice.payment_method,
        "iban": invoice.iban,
        "payment_reference": invoice.payment_reference,
        "vat_number": invoice.seller.vat_number,
        "line_items": [_given(line._asdict()) for line in invoice.lines],
    }


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case _:
            return value


def classification(session: Session, id: UUID, _books: Books) -> Result | None:
    """The answer to `classify` for a document with a usable invoice, None for any other, or if the type is retired."""
    invoice = _usable(session, id)
    name = types.with_rules(session, _TYPE) if invoice is not None else None
    if invoice is None or name is None or types.get(session, name).retired_at is not None:
        return None
    day = invoice["values"].get("document_date")
    answer = {
        "document_type": name,
        "confidence": 1.0,
        "reasoning": f"It holds an electronic invoice ({invoice['file']}).",
        "tags": [day[:4]] if day else [],
        "suggested_type": None,
    }
    return Result(answer, ENGINE)


def summary(session: Session, id: UUID, books: Books) -> Result | None:
    """The answer to `summarize` for a document with a usable invoice, None for any other.

    The effect `page` holds the values of the pages that contradict the invoice.
    """
    invoice = _usable(session, id)
    if invoice is None:
        return None
    # The rules are loaded here, because most documents of a run with another engine do not need them.
    from alfrd_luigi.assessment.contradictions import contradictions
    from alfrd_luigi.language.engines import offline

    engine, of = offline.create(), types.of_document(session, id)
    asked = fitted(questions.summarize("", _pages(session, id), of.rules, of.fields_schema), engine.characters)
    reading = ask(engine, asked, books).answer
    answer = values.cut(_merged(invoice["values"], reading), asked.schema)
    validate(answer, asked.schema)
    read = {name: reading[name] for name in HEADS} | reading["structured_data"]
    compared = {name: value for name, value in read.items() if name not in _NOT_COMPARED}
    page = contradictions(invoice["values"], compared, asked.pages)
    return Result(answer, ENGINE, omitted=asked.omitted, effects={"page": page})


def confidences(result: Result) -> dict[str, float]:
    """Those of the values that the invoice gives; empty for the result of an engine.

    They are exact, but where the pages say otherwise, a person has to see which of the two the issuer means.
    """
    given = (name for name, quotation in result.answer["evidence"].items() if quotation == EVIDENCE)
    is_invoice, contradicted = result.engine == ENGINE, result.effects.get("page", {})
    return {name: _CONTRADICTED if name in contradicted else 1.0 for name in given if is_invoice}


def _usable(session: Session, id: UUID) -> Record | None:
    found = documents.embedded(session, id) if settings().embedded_invoices else None
    return found if found is not None and "values" in found else None


def _pages(session: Session, id: UUID) -> tuple[str, ...]:
    """The texts of the pages that were not made from an invoice in XML."""
    texts = iter(documents.page_texts(session, id))
    of_files = [(file.media_type, list(islice(texts, file.pages))) for file in documents.files(session, id)]
    return tuple(text for media_type, pages in of_files if media_type != formats.XML for text in pages)


def _merged(known: Mapping[str, Any], reading: Mapping[str, Any]) -> dict[str, Any]:
    """The reading with the values of the invoice in place of its own. The stage makes its summary anew."""
    heads = {name: known.get(name, reading[name]) for name in HEADS}
    fields = {name: known.get(name, read) for name, read in reading["structured_data"].items()}
    given = [name for name in (*heads, *fields) if name in known]
    evidence = {**reading["evidence"], **dict.fromkeys(given, EVIDENCE)}
    return {**reading, **heads, "structured_data": fields, "evidence": evidence}
