"""The addresses of pages, as the templates write them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from uuid import UUID


class Links(ABC):
    """Where each page is, from the page that is being written."""

    @abstractmethod
    def page(self, name: str) -> str:
        """A page of its own: home, documents, due, series, files, ledger, types, issuers, runs or prompts."""

    @abstractmethod
    def year(self, year: int, part: int | None = None) -> str:
        """The list of the newest documents of a year, or of an earlier part of them, counted from 1."""

    @abstractmethod
    def document(self, id: UUID | str) -> str:
        """A document."""

    @abstractmethod
    def of(self, kind: str, key: object) -> str:
        """One of a kind: ledger (a year), series, types, issuers, runs or prompts."""

    @abstractmethod
    def static(self, name: str) -> str:
        """A style sheet, a script or an icon."""

    @abstractmethod
    def data(self, name: str) -> str:
        """A script of data."""

    @abstractmethod
    def words(self, id: UUID | str) -> str:
        """The script with the words of a document."""

    def ledger(self, year: int) -> str:
        """The ledger of a year."""
        return self.of("ledger", year)

    def series(self, id: int) -> str:
        """A series."""
        return self.of("series", id)

    def type(self, name: str) -> str:
        """A document type."""
        return self.of("types", name)

    def issuer(self, id: UUID | str) -> str:
        """An issuer."""
        return self.of("issuers", id)

    def run(self, id: str) -> str:
        """A run."""
        return self.of("runs", id)

    def prompt(self, key: str) -> str:
        """A prompt key, as `str` writes it."""
        return self.of("prompts", key)
