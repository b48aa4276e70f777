"""Documents of the clinic and of the court, with what a model answered about them and what a person says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import md5
from itertools import count
from typing import Any
from uuid import UUID

from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import documents, prompt_answers, prompts
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from support.document_rows import filed

BILL = Key("summarizer", "utility_bill")
TYPE = Key("classifier")
BY = ("bedrock", "amazon.nova-lite-v1:0")
TEXT = "NORTHWIND WATER\nTotal 41.20"
RECORD: dict[str, Any] = {
    "entity": "Northwind Water",
    "document_date": "2024-03-05",
    "total_amount": 41.2,
    "currency": "USD",
    "summary": "Northwind Water bills 41.20 USD for March.",
    "structured_data": {"account_number": "77-1"},
    "evidence": {"entity": "NORTHWIND WATER"},
}
CLASSIFIED = {"document_type": "invoice", "confidence": 0.9, "reasoning": "", "tags": [], "suggested_type": None}


def is_of_court(id: UUID) -> bool:
    """What the SQL function of this name says."""
    return int(md5(f"court{id}".encode(), usedforsecurity=False).hexdigest()[:8], 16) % 3 != 0


def _ids(*, court: bool) -> Iterator[UUID]:
    return (id for id in map(UUID, (f"{number:032x}" for number in count(1))) if is_of_court(id) == court)


class Papers:
    """Files documents, one after the other, of the clinic or of the court."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._free = {court: _ids(court=court) for court in (True, False)}

    def answered(
        self, answer: Mapping[str, Any] = RECORD, *, key: Key = BILL, text: str = TEXT, court: bool = False
    ) -> UUID:
        """A filed document about which the active version of a key gave this raw answer."""
        id = filed(self._session, id=next(self._free[court]), text=text)
        documents.insert_page(self._session, id, 1, documents.Page(text, [], 0.9, "ocr", 0.0))
        prompt_answers.keep(self._session, id, prompts.active(self._session, key).id, BY, {}, answer)
        return id

    def corrected(
        self,
        is_: Mapping[str, Any],
        answer: Mapping[str, Any] = RECORD,
        *,
        key: Key = BILL,
        text: str = TEXT,
        court: bool = False,
    ) -> UUID:
        """The same, with a person's word on values; it is filed again at once."""
        id = self.answered(answer, key=key, text=text, court=court)
        set_values(self._session, id, {name: str(value) for name, value in is_.items()}, "anna")
        self._session.script(_FILED)
        return id

    def scored(self, score: float, suggestion: str | None = None, *, key: Key = BILL, court: bool = False) -> UUID:
        """A filed document whose answer got this score."""
        id = self.answered(key=key, court=court)
        prompts.score(self._session, prompts.active(self._session, key).id, id, score, suggestion)
        return id

    def weaken(self, suggestion: str | None = None) -> None:
        """As many documents with a low score as are needed to judge a version."""
        for _ in range(5):
            self.scored(0.5, suggestion)


_FILED = "UPDATE documents SET status = 'filed' WHERE status <> 'filed'"
