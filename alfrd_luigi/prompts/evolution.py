"""The evolution of prompts: a weak version is challenged, and the challenger stays if it is clearly better.

A version with enough scored results and a mean below the ceiling is challenged by the first untried suggestion of its
own scorings. The challenger is active on trial. After the same number of scored results, it stays if its mean exceeds
the incumbent's by more than the threshold; otherwise the incumbent returns. A key has one trial at a time.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Literal
from uuid import UUID

from alfrd_luigi.database import events, locks, prompts
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.prompts import ActivePrompt
from alfrd_luigi.database.session import Session
from alfrd_luigi.settings import Settings, settings
from alfrd_luigi.triggers import Point, reached

Decision = Literal["challenged", "kept", "reverted"]


def current(session: Session, kind: str, document: UUID) -> ActivePrompt:
    """The version for a question about this document, after any decision that is due for its key.

    For a summariser the caller holds the lock of the document's type. For a classifier, the process that gets the lock
    decides, and the others do not wait for it.
    """
    active = prompts.active(session, kind, None, document)
    if not may_be_due(active):
        return active
    with _lock(session, kind) as may_decide:
        if may_decide:
            decide(session, kind, active.document_type)
    return prompts.active(session, kind, None, document)


def _lock(session: Session, kind: str) -> AbstractContextManager[bool]:
    return locks.held_if_free(session, LockClass.CLASSIFIER, 0) if kind == "classifier" else nullcontext(True)


def decide(session: Session, kind: str, document_type: str | None, rules: Settings | None = None) -> Decision | None:
    """Make the decision that is due for this key, in one short transaction. Returns it, or None.

    The caller holds the key's advisory lock, so that no process makes a result with this key during the decision.
    """
    rules = rules or settings()
    if not may_be_due(prompts.active(session, kind, document_type), rules):
        return None
    with session.transaction():
        active = prompts.lock_active(session, kind, document_type)
        decision = _decision(session, active, rules)
        if decision is not None:
            key, score = prompts.key_of(kind, document_type), round(active.score, 4)
            events.record(session, None, "prompt", key, decision, version=active.version, score=score)
            reached(Point.PROMPT_WRITTEN)
    if decision is not None:
        reached(Point.PROMPT_COMMITTED)
    return decision


def _decision(session: Session, active: ActivePrompt, rules: Settings) -> Decision | None:
    if not may_be_due(active, rules):  # another process has decided since the first check
        return None
    if active.on_trial and active.incumbent_id is not None:
        return _end_trial(session, active, active.incumbent_id, rules)
    return _challenge(session, active, rules)


def may_be_due(active: ActivePrompt, rules: Settings | None = None) -> bool:
    """Whether this active version must be judged, or may be challenged if there is a suggestion."""
    rules = rules or settings()
    if active.scored < rules.min_documents_for_scoring:
        return False
    return active.on_trial or not (active.is_pinned or active.score >= rules.prompt_score_ceiling)


def _end_trial(session: Session, active: ActivePrompt, incumbent: int, rules: Settings) -> Decision:
    if active.score > active.incumbent_score + rules.prompt_update_threshold:
        prompts.end_trial(session, active.id)
        return "kept"
    prompts.swap(session, active.id, incumbent, pinned=False)
    return "reverted"


def _challenge(session: Session, active: ActivePrompt, rules: Settings) -> Decision | None:
    for suggestion in prompts.suggestions(session, active.id):
        if len(suggestion.split()) <= rules.prompt_max_words:
            prompts.challenge(session, active.id, suggestion)
            return "challenged"
    return None
