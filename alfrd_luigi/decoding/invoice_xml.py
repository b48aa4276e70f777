"""Electronic invoices in XML: Factur-X, ZUGFeRD and XRechnung in the syntaxes CII and UBL, by the paths in a data file.

Runs only in the child process.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from alfrd_luigi.decoding import xml_tree
from alfrd_luigi.decoding.invoice import MOST_LINES, MOST_NOTES, Invoice, InvoiceLine, Party
from alfrd_luigi.decoding.invoice_roots import CII, ROOTS, UBL_CREDIT_NOTE, ZUGFERD_1
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.decoding.xml_tree import Element

# XRechnung allows attachments in the invoice, and portals accept about 20 MB.
MOST_BYTES = 50_000_000
NOT_AN_INVOICE = (
    "is XML, but no invoice that is read (Factur-X, ZUGFeRD, XRechnung; CII or UBL)",
    "Add the invoice as PDF, or print what the XML holds",
)
# xsd:decimal, within what the archive can store. "1.234,56" is none, and what it means is not guessed.
_DECIMAL = re.compile(r"[+-]?(?:\d{1,12}(?:\.\d{0,15})?|\.\d{1,15})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d|T.*)?", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_VAT_NUMBER = re.compile(r"[A-Z]{2}.*", re.ASCII)
_AMOUNTS = ("allowances", "charges", "net", "tax", "gross", "prepaid", "due")


def read(path: Path) -> Invoice:
    """The invoice in a file; see `parse`."""
    with path.open("rb") as file:
        return parse(file.read(MOST_BYTES + 1))


def parse(content: bytes) -> Invoice:
    """The invoice in XML. Raises RefusalError if it is none, is too large, or holds no number, seller and total."""
    if len(content) > MOST_BYTES:
        raise RefusalError(f"is XML of more than {MOST_BYTES // 1_000_000} MB", "Add the invoice as PDF")
    root = xml_tree.parse(content)
    known = next((each for each in ROOTS if root.name == each[0] and root.namespace.startswith(each[1])), None)
    if known is None:
        raise RefusalError(*NOT_AN_INVOICE)
    syntax = "cii" if known in (CII, ZUGFERD_1) else "ubl"
    found = _Reader(root, _tables()[syntax]).invoice(_label(known, syntax), is_credit=known == UBL_CREDIT_NOTE)
    if found.number is None and found.seller.name is None and found.total is None:
        raise RefusalError("is an invoice in XML without number, seller and total", "Ask its sender for the whole one")
    return found


def _label(root: tuple[str, str], syntax: str) -> str:
    return "ZUGFeRD 1" if root == ZUGFERD_1 else syntax.upper()


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("invoice_paths.toml").read_text("utf-8"))


class _Reader:
    """Reads the values of one invoice by the paths of its syntax."""

    def __init__(self, root: Element, paths: dict[str, Any]) -> None:
        self._root = root
        self._paths = paths

    def invoice(self, syntax: str, *, is_credit: bool) -> Invoice:
        values: dict[str, Any] = self._heads()
        code, lists = values.pop("type_code"), self._paths["lists"]
        lines = list(self._all(self._root, lists["lines"]))
        found = Invoice(
            syntax,
            is_credit or code in _tables()["credit"]["type_codes"],
            seller=self._party(lists["seller"]),
            buyer=self._party(lists["buyer"]),
            notes=self._texts(self._root, lists["notes"]),
            lines=tuple(map(self._line, lines[:MOST_LINES])),
            more_lines=max(0, len(lines) - MOST_LINES),
            **values,
        )
        return _with_sign(found)

    def _heads(self) -> dict[str, Any]:
        texts = {name: self._text(self._root, paths) for name, paths in self._paths.items() if isinstance(paths, list)}
        dates = {name: self._date(paths) for name, paths in self._paths["dates"].items()}
        amounts, currency = self._amounts(texts.pop("currency"))
        method = _tables()["payment_methods"].get(texts.pop("payment_code"))
        own = {"currency": currency, "payment_method": method, "iban": _iban(texts.pop("iban"))}
        return {**texts, **dates, **amounts, **own}

    def _all(self, element: Element, paths: Sequence[str]) -> Iterator[Element]:
        names = self._paths["names"]
        for path in paths:
            yield from element.at(path, names)

    def _text(self, element: Element, paths: Sequence[str]) -> str | None:
        return next(iter(self._texts(element, paths)), None)

    def _texts(self, element: Element, paths: Sequence[str]) -> tuple[str, ...]:
        texts = (found.text for found in self._all(element, paths))
        return tuple(islice(filter(None, texts), MOST_NOTES))

    def _date(self, paths: Sequence[str]) -> date | None:
        return next(filter(None, map(_date, self._all(self._root, paths))), None)

    def _amounts(self, currency: str | None) -> tuple[dict[str, Decimal | None], str | None]:
        """The amounts, and their currency: the one that the total itself states, or else that of the invoice."""
        chosen = {name: self._amount(paths, currency) for name, paths in self._paths["amounts"].items()}
        stated = (found.attributes.get("currencyID") for name in ("due", "gross") if (found := chosen[name]))
        codes = (next(stated, None), currency)
        of_all = next((code for code in codes if code and _CURRENCY.fullmatch(code)), None)
        return {name: _decimal(found) for name, found in chosen.items()}, of_all

    def _amount(self, paths: Sequence[str], currency: str | None) -> Element | None:
        """The element in the invoice's currency. The tax may also be stated in the currency of the tax office."""
        found = [element for element in self._all(self._root, paths) if _decimal(element) is not None]
        own = (element for element in found if element.attributes.get("currencyID", currency) == currency)
        return next(own, next(iter(found), None))

    def _party(self, paths: Sequence[str]) -> Party:
        element = next(self._all(self._root, paths), None)
        if element is None:
            return Party()
        paths_of = self._paths["party"]
        texts = {name: self._text(element, paths_of[name]) for name in ("name", "trading_name", "number")}
        numbers = self._texts(element, paths_of["vat_number"])
        vat_number = next(filter(_VAT_NUMBER.match, numbers), next(iter(numbers), None))
        street, town = (self._texts(element, paths_of[name]) for name in ("street", "town"))
        return Party(**texts, vat_number=vat_number, address=(*street, " ".join(town)) if town else street)

    def _line(self, element: Element) -> InvoiceLine:
        paths = self._paths["line"]
        quantity, amount = (next(self._all(element, paths[name]), None) for name in ("quantity", "amount"))
        return InvoiceLine(self._text(element, paths["description"]), _decimal(quantity), _decimal(amount))


def _decimal(element: Element | None) -> Decimal | None:
    return Decimal(element.text) if element is not None and _DECIMAL.fullmatch(element.text) else None


def _date(element: Element) -> date | None:
    iso = _ISO_DATE.fullmatch(element.text)
    form = _tables()["date_formats"].get(element.attributes.get("format", "102"))
    with suppress(ValueError):
        if iso:
            return date.fromisoformat(iso[1])
        if form:
            return datetime.strptime(element.text, form).date()
    return None


def _iban(account: str | None) -> str | None:
    compact = "".join((account or "").split()).upper()
    return compact if _IBAN.fullmatch(compact) else None


def _with_sign(found: Invoice) -> Invoice:
    """The invoice; if it credits a positive amount, with all amounts negative."""
    if not found.is_credit or not found.total or found.total < 0:
        return found
    lines = tuple(line._replace(amount=_negative(line.amount)) for line in found.lines)
    amounts: dict[str, Any] = {name: _negative(getattr(found, name)) for name in _AMOUNTS}
    return found._replace(lines=lines, **amounts)


def _negative(amount: Decimal | None) -> Decimal | None:
    return -amount if amount else amount
