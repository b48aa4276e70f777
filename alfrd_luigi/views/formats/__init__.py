"""How dates, amounts and names are written. All faces of the archive write them here.

There are two forms with the same methods: `plain` is the same everywhere, for the terminal and for scripts, and `local`
is that of a locale, for pages. Only `local` loads Babel, which takes longer than a short command may.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

_KILO = 1000
_SHORT_ID = 8
_UNITS = ("B", "kB", "MB", "GB", "TB")
# Static/documents.js writes names, too: of types and of states.
_ACRONYMS = {"bic", "iban", "ocr", "vat", "vin"}


class Called(Protocol):
    """What a document is called by. `title` is a person's, `name` that of its first file."""

    @property
    def id(self) -> UUID:
        """The id."""

    @property
    def title(self) -> str | None:
        """The title."""

    @property
    def entity(self) -> str | None:
        """The issuer."""

    @property
    def document_type(self) -> str | None:
        """The type."""

    @property
    def document_date(self) -> date | None:
        """The date."""

    @property
    def name(self) -> str | None:
        """The name of the first file."""


# Evidence that is larger has long decided, and has no end.
_MOST_EVIDENCE = 1_000_000
_WHOLE_EVIDENCE = 10


class Formats(ABC):
    """Writes values. Times are in the time zone of the machine."""

    @abstractmethod
    def date(self, value: date) -> str:
        """A day."""

    @abstractmethod
    def moment(self, value: datetime) -> str:
        """A day and a time."""

    @abstractmethod
    def number(self, value: Decimal | float) -> str:
        """A number."""

    @abstractmethod
    def money(self, amount: Decimal | float, currency: str | None) -> str:
        """An amount with its currency, if that is known."""

    @abstractmethod
    def dollars(self, amount: Decimal) -> str:
        """What a service charged, in US dollars."""

    @abstractmethod
    def percent(self, share: float) -> str:
        """A share of 0 to 1 as whole per cent."""

    def value(self, content: object, currency: str | None = None) -> str:
        """Any value of a document: a day, an amount in the currency, a number, a list, or text."""
        if isinstance(content, date):
            return self.date(content)
        if isinstance(content, Decimal):
            return self.money(content, currency)
        if isinstance(content, bool) or not isinstance(content, (int, float, list, dict)):
            return str(content)
        if isinstance(content, (int, float)):
            return self.number(content)
        if isinstance(content, dict):
            return ", ".join(
                f"{self.label(key)} {self.value(each, currency)}" for key, each in content.items() if each is not None
            )
        return "; ".join(self.value(each, currency) for each in content)

    def called(self, document: Called) -> str:
        """What a person would call a document: its title, else issuer, type and date, else its file.

        Files have names such as page-1.jpg, so that of a file comes last.
        """
        if document.title or not document.entity:
            return document.title or document.name or str(document.id)[:_SHORT_ID]
        kind = self.label(document.document_type) if document.document_type else None
        day = self.date(document.document_date) if document.document_date else None
        return ", ".join(part for part in (document.entity, kind, day) if part)

    def label(self, identifier: str) -> str:
        """A name of ours beside its value."""
        return name(identifier)

    def evidence(self, value: float) -> str:
        """The evidence of a trial, to two digits below 10: `0.043`, `3.1`, `480`."""
        if value > _MOST_EVIDENCE:
            return f"> {self.number(_MOST_EVIDENCE)}"
        return self.number(float(f"{value:.2g}") if value < _WHOLE_EVIDENCE else round(value))

    def size(self, count: float) -> str:
        """A number of bytes: `1.2 MB`."""
        for unit in _UNITS[:-1]:
            if count < _KILO:
                return f"{self.number(round(count, 1))} {unit}"
            count /= _KILO
        return f"{self.number(round(count, 1))} {_UNITS[-1]}"


def name(identifier: str) -> str:
    """A name of ours in words: `utility_bill` is `Utility bill`, `field.account_number` is `Account number`."""
    words = identifier.removeprefix("field.").replace("_", " ").split(" ")
    written = " ".join(word.upper() if word in _ACRONYMS else word for word in words)
    return written[:1].upper() + written[1:]
