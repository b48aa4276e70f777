"""Trials inserted directly into the database."""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.database import prompts, trials
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session


def opened(session: Session, run: str, kind: str = "classifier", document_type: str | None = None) -> UUID:
    """An open challenge of the active version of a key, which the run holds."""
    incumbent = prompts.active(session, Key(kind, document_type)).id
    candidate = prompts.add(session, incumbent, "Say what it is.", "person")
    trial = trials.open(session, "challenge", candidate, incumbent, 1, "seed")
    assert trial is not None
    assert trials.claim(session, run, trial)
    return trial
