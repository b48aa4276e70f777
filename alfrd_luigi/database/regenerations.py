"""Regenerations: the members of a series are read again, because its prompt has changed."""

from __future__ import annotations

from alfrd_luigi.database.session import Session


def request(session: Session, series_id: int, prompt_id: int, reason: str) -> None:
    """Let the members of a series be read again with this prompt, in the caller's transaction."""
