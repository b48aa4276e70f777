"""The addresses of pages, as the templates write them."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID


class Links(Protocol):
    """Where each page is, from the page that is being written."""

    def page(self, name: str) -> str:
        """A page of its own: home, documents, due, series, files, ledger, types, issuers, runs or prompts."""
        ...

    def year(self, year: int, part: int | None = None) -> str:
        """The list of the newest documents of a year, or of an earlier part of them, counted from 1."""
        ...

    def document(self, id: UUID | str) -> str:
        """A document."""
        ...

    def ledger(self, year: int) -> str:
        """The ledger of a year."""
        ...

    def series(self, id: int) -> str:
        """A series."""
        ...

    def type(self, name: str) -> str:
        """A document type."""
        ...

    def issuer(self, id: UUID | str) -> str:
        """An issuer."""
        ...

    def run(self, id: str) -> str:
        """A run."""
        ...

    def prompt(self, key: str) -> str:
        """A prompt key, as `prompts.key_of` writes it."""
        ...

    def static(self, name: str) -> str:
        """A style sheet, a script or an icon."""
        ...

    def data(self, name: str) -> str:
        """A script of data."""
        ...

    def words(self, id: UUID | str) -> str:
        """The script with the words of a document."""
        ...
