"""Documents that a prompt was asked about, with what was answered about them and what persons say is right."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Answered(NamedTuple):
    """A document. `said` is the raw answer of the version that made the stage's result, if it was kept; `stored`
    is the answer of the stage. `known` are the values of which a person said what is right, by name, as JSON.
    """

    document_id: UUID
    name: str | None
    said: dict[str, Any] | None
    stored: Any
    known: dict[str, Any]


def answered(session: Session, stage: str, document_type: str | None, limit: int) -> list[Answered]:
    """Up to `limit` documents whose result of this stage a prompt made: first those with known values, then the
    newest.
    """
    return session.all("replay.answered", Answered, stage=stage, document_type=document_type, limit=limit)
