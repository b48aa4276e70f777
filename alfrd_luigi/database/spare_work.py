"""Whether a run finds work besides documents and files: series to be read again, and prompts to be improved.

Most runs find none. So they ask here, where no record is declared: to load the repositories takes longer than the
queries.
"""

from __future__ import annotations

from alfrd_luigi.database.session import Session
from alfrd_luigi.settings import settings


def is_on_series(session: Session, run: str) -> bool:
    """Whether this run may read the members of a series again."""
    return session.value("regenerations.due", run=run, limit=1, series_id=None) is not None


def is_on_prompts(session: Session, run: str) -> bool:
    """Whether this run may take the step of a trial, or propose a version of a prompt."""
    if session.value("trials.due", run=run, limit=1) is not None:
        return True
    weakness = {"least_scored": settings().min_documents_for_scoring, "ceiling": settings().prompt_score_ceiling}
    any_key = dict.fromkeys(("kind", "document_type", "series_id"))
    return session.value("proposals.due", run=run, limit=1, **weakness, **any_key) is not None
