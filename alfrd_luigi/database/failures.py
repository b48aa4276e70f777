"""The earlier failures of a stage or a file summary, and whether the document or file itself caused them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session


class Failures(NamedTuple):
    """The earlier failures of a stage of a document, or of a file summary.

    `attempts` counts its own failures, `waits` the failures of a service since then. `is_blamed` says whether the last
    failure, at `last_at`, was its own.
    """

    attempts: int = 0
    waits: int = 0
    is_blamed: bool = False
    last_at: datetime | None = None

    @property
    def counts(self) -> dict[str, int | bool]:
        """The columns of a row that store them, without the time."""
        return {"attempts": self.attempts, "waits": self.waits, "is_blamed": self.is_blamed}


def are_its_own(session: Session, run: str, stage: str, subject: UUID, before: Failures) -> bool:
    """Whether the failure of a service counts as the document's or file's own; the query states the conditions."""
    last = {"was_blamed": before.is_blamed, "last_at": before.last_at}
    return bool(session.value("failures.are_its_own", run=run, stage=stage, subject=subject, **last))
