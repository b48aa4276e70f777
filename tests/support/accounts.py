"""The books of one document, and calls without a service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg2
from psycopg2.extras import NamedTupleCursor

from alfrd_luigi.database.session import Session
from alfrd_luigi.ocr.engines.textract import SERVICE as TEXTRACT
from alfrd_luigi.services.books import Books, CallRequest, Reply
from alfrd_luigi.services.usage import Usage

RUN = "20240101T000000-books"
KEY = "a" * 64


@dataclass
class Account:
    """The books of a registered document."""

    url: str
    session: Session
    document: UUID
    books: Books
    answered: list[Any] = field(default_factory=list)

    def ask(self, *outcomes: Any, key: str = KEY, check: Callable[[Any], None] | None = None) -> Any:
        """Ask about a page. Each attempt ends with the next of `outcomes`, an exception or an answer."""
        left = list(outcomes)

        def send() -> Reply:
            outcome = left.pop(0)
            if isinstance(outcome, BaseException):
                raise outcome
            self.answered.append(outcome)
            return Reply(outcome, Usage(pages=1))

        return self.books.answer(CallRequest(TEXTRACT, "read_page", None, key, Usage(pages=1)), send, check)

    def entries(self) -> Sequence[Any]:
        """The rows of the document's calls, in order, as another session sees them."""
        with (
            closing(psycopg2.connect(self.url)) as connection,
            connection.cursor(cursor_factory=NamedTupleCursor) as cursor,
        ):
            cursor.execute("SELECT * FROM calls WHERE document_id = %s ORDER BY id", (str(self.document),))
            return cursor.fetchall()
