"""Books of one document, and calls that need no service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from alfrd_luigi.database import calls
from alfrd_luigi.database.session import Session
from alfrd_luigi.services.books import Books, Inquiry, Reply
from alfrd_luigi.services.usage import Usage

RUN = "20240101T000000-books"
KEY = "a" * 64


@dataclass
class Account:
    """The books of a document that was only registered."""

    session: Session
    document: UUID
    books: Books
    answered: list[Any] = field(default_factory=list)

    def ask(self, *outcomes: Any, key: str = KEY, check: Callable[[Any], None] | None = None) -> Any:
        """Ask about a page; each attempt meets the next of `outcomes`: an exception, or an answer."""
        left = list(outcomes)

        def send() -> Reply:
            outcome = left.pop(0)
            if isinstance(outcome, BaseException):
                raise outcome
            self.answered.append(outcome)
            return Reply(outcome, Usage(pages=1))

        return self.books.answer(Inquiry("textract", "read_page", None, key, Usage(pages=1)), send, check)

    def entries(self) -> list[calls.Attempt]:
        """What stands in the books of the document."""
        return calls.of(self.session, self.document)
