"""How a stage of a document, or the summary of a file, has failed, and whether that is its own fault."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Failures(NamedTuple):
    """How a stage of a document, or the summary of a file, has failed so far.

    `attempts` are the failures that were its own, `waits` those of a service since then; `is_blamed` says whether the
    last failure, at `last_at`, was its own.
    """

    attempts: int = 0
    waits: int = 0
    is_blamed: bool = False
    last_at: datetime | None = None

    @property
    def counts(self) -> dict[str, int | bool]:
        """What a row keeps of them; the database knows the time."""
        return {"attempts": self.attempts, "waits": self.waits, "is_blamed": self.is_blamed}


def are_its_own(session: Session, run: str, stage: str, subject: UUID, before: Failures) -> bool:
    """Whether a service that fails for this document or file is seen to be well: it answers others."""
    last = {"was_blamed": before.is_blamed, "last_at": before.last_at}
    return bool(session.value("failures.are_its_own", run=run, stage=stage, subject=subject, **last))
