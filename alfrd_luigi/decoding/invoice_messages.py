"""The invoice in a file as a message to the parent, and the text of an invoice in XML.

Runs only in the child process.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alfrd_luigi.decoding import formats, invoice_xml, wire
from alfrd_luigi.decoding.invoice import EmbeddedInvoice, as_json
from alfrd_luigi.decoding.invoice_text import text_of
from alfrd_luigi.decoding.refusal import RefusalError

if TYPE_CHECKING:
    from pypdfium2 import PdfAttachment, PdfDocument

# A PDF that holds an invoice has a few.
_MOST_ATTACHMENTS = 100


def text(path: Path) -> str:
    """The text of an invoice in XML. Raises RefusalError."""
    return text_of(invoice_xml.read(path))


def invoice(path: Path, media_type: str) -> wire.Message:
    """The invoice that is attached to a PDF, or that is the file. Raises RefusalError."""
    found = EmbeddedInvoice("", invoice_xml.read(path)) if media_type == formats.XML else _attached(path)
    return {"embedded": found and _as_json(found)}, b""


def _as_json(found: EmbeddedInvoice) -> dict[str, Any]:
    return found._asdict() | {"invoice": as_json(found.invoice)}


def _attached(path: Path) -> EmbeddedInvoice | None:
    """The first attachment that is an invoice; otherwise the first that may be one and cannot be read."""
    from alfrd_luigi.decoding import pdf

    refused = None
    with pdf.opened(path) as document:
        for name, content in _xml_files(document):
            found = _read(name, content)
            if found is not None and found.invoice is not None:
                return found
            refused = refused or found
    return refused


def _xml_files(document: PdfDocument) -> Iterator[tuple[str, bytes]]:
    """The name and content of each attachment that is named `.xml`, in the order of the file."""
    for index in range(min(document.count_attachments(), _MOST_ATTACHMENTS)):
        attachment = document.get_attachment(index)
        name = attachment.get_name()
        if name.lower().endswith(".xml"):
            yield name, _content(attachment)


def _content(attachment: PdfAttachment) -> bytes:
    from pypdfium2 import PdfiumError

    try:
        return bytes(attachment.get_data())
    except PdfiumError:  # of an attachment without content
        return b""


def _read(name: str, content: bytes) -> EmbeddedInvoice | None:
    try:
        return EmbeddedInvoice(name, invoice_xml.parse(content))
    except RefusalError as refusal:
        is_other = refusal.predicate == invoice_xml.NOT_AN_INVOICE[0]
        return None if is_other else EmbeddedInvoice(name, None, refusal.predicate)
