"""Identifiers, such as the numbers of accounts, policies and invoices, as printed."""

from __future__ import annotations

import re

# Digits in groups, or one word with a digit in it, optionally after the letters of a country or series; some of the
# digits may be masked. No part of a longer word, nor of an amount.
_IDENTIFIER = re.compile(
    r"[#*xX\u2022]*(?:(?:[A-Z]{1,4}[ -])?\d[\dX*\u2022 \-]*[\dX*\u2022](?![\w/.]|-\w)"
    r"|(?:[A-Z]{2,3} )?(?=[\w*/.\-]*\d)[A-Za-z0-9*\u2022][\w*/.\-\u2022]*)(?!\w|[.,]\d)"
)
# An international bank account number (ISO 13616), printed in groups of four or without spaces.
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
# "58 420 €"
_AMOUNT = re.compile(r"[\d .,']+(?:[€$£%]|euros?\b|eur\b)", re.IGNORECASE)
# "12.03.2024", also with digits behind it, "27-Dec-24", "12.50", and hours of service.
_NO_IDENTIFIER = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}(?: .*)?|\d{1,2}-[A-Z][a-z]{2}-\d{2,4}|\d+[.,]\d\d|24/7")
_LENGTH = range(2, 31)


def find_identifier(text: str, form: str | re.Pattern[str] = _IDENTIFIER) -> str | None:
    """The identifier with which a text begins, of a form if that is known; no date or price."""
    match = None if _AMOUNT.match(text) else re.match(form, text)
    found = match[0].strip(" .-/") if match else ""
    return found if len(found) in _LENGTH and not _NO_IDENTIFIER.fullmatch(found) else None


def find_iban(text: str) -> str | None:
    """The international bank account number with which a text begins, without spaces."""
    match = _IBAN.match(text)
    return match[0].replace(" ", "") if match else None
