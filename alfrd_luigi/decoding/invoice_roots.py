"""Recognises XML that may be an invoice by the first bytes of a file."""

from __future__ import annotations

import re

from alfrd_luigi.decoding import plain_text

# The names of the root elements, and the beginnings of their namespaces.
CII = ("CrossIndustryInvoice", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:")
ZUGFERD_1 = ("CrossIndustryDocument", "urn:ferd:")
UBL_INVOICE = ("Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2")
UBL_CREDIT_NOTE = ("CreditNote", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2")
ROOTS = (CII, ZUGFERD_1, UBL_INVOICE, UBL_CREDIT_NOTE)

# Possessive quantifiers, so that no text takes long to reject.
_PROLOGUE = r"\s*+(?:<\?(?:(?!\?>).)*+\?>\s*+|<!--(?:(?!-->).)*+-->\s*+)*+"
_ROOT = re.compile(rf"{_PROLOGUE}<(?:[\w.-]+:)?([\w.-]+)[\s/>]", re.DOTALL)
_DECLARATION = re.compile(r"\s*<\?xml\b")
# UTF-16 without a byte order mark, which XML allows.
_UTF_16 = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


def begins_invoice(head: bytes) -> bool:
    """Whether the root element is that of an invoice, as far as the first bytes of the file show it."""
    text = _text(head)
    root = _ROOT.match(text)
    return root is not None and any(root[1] == name and namespace in text for name, namespace in ROOTS)


def begins_xml(head: bytes, extension: str) -> bool:
    """Whether the file has an XML declaration, or is named `.xml` and begins with markup."""
    text = _text(head)
    return _DECLARATION.match(text) is not None or (extension == ".xml" and text.lstrip().startswith("<"))


def _text(head: bytes) -> str:
    encoding = next((encoding for begin, encoding in _UTF_16 if head.startswith(begin)), None)
    text = head.decode(encoding, "replace") if encoding else plain_text.decode(head)
    return text.removeprefix("\ufeff")
