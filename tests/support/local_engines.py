"""Engines that work on this machine and need no books: what they share, and how to ask one."""

from __future__ import annotations

from typing import Any, cast

from alfrd_luigi.language import inquiry
from alfrd_luigi.language.port import LanguageEngine, Question
from alfrd_luigi.services.books import Books
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage


class LocalModel:
    """What a language engine without a service has. Its tests define `name`, `model` and `answer`."""

    service: PaidService | None = None
    address: str | None = None
    characters: int | None = None

    def most(self, question: Question) -> Usage:
        """See LanguageEngine."""
        return Usage()

    def reach(self) -> None:
        """See LanguageEngine."""

    def close(self) -> None:
        """See LanguageEngine."""


def ask(engine: LanguageEngine, question: Question) -> dict[str, Any]:
    """The engine's valid answer. Only paid engines have books."""
    return inquiry.ask(engine, question, cast(Books, None)).answer
