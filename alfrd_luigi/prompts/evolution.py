"""How prompts evolve: a weak version is challenged, and the challenger stays if it does clearly better.

A version with enough scored results and a mean under the ceiling is challenged by the first untried suggestion that its
own scorings brought. The challenger is active on trial; after as many scored results it stays if its mean beats the
incumbent's by more than the threshold, otherwise the incumbent comes back. One trial a key at a time.
"""

from __future__ import annotations

from typing import Literal

from alfrd_luigi.database import events, prompts
from alfrd_luigi.database.session import Row, Session
from alfrd_luigi.settings import Settings, settings
from alfrd_luigi.triggers import Point, reached

Decision = Literal["challenged", "kept", "reverted"]


def settle(session: Session, kind: str, document_type: str | None, rules: Settings | None = None) -> Decision | None:
    """Decide what is due for this key, in one short transaction; what was decided, or None.

    The caller holds the key's advisory lock, so that no result of the key is being made meanwhile.
    """
    rules = rules or settings()
    with session.transaction():
        active = prompts.lock_active(session, kind, document_type)
        if active is None or active["scored"] < rules.min_documents_for_scoring:
            return None
        decision = _end_trial(session, active, rules) if active["on_trial"] else _challenge(session, active, rules)
        if decision is not None:
            key = f"{kind}:{document_type}" if document_type else kind
            events.record(
                session, None, "prompt", key, decision, version=active["version"], score=round(active["score"], 4)
            )
            reached(Point.PROMPT_WRITTEN)
    if decision is not None:
        reached(Point.PROMPT_COMMITTED)
    return decision


def _end_trial(session: Session, active: Row, rules: Settings) -> Decision:
    if active["score"] > (active["incumbent_score"] or 0.0) + rules.prompt_update_threshold:
        prompts.end_trial(session, active["id"])
        return "kept"
    prompts.swap(session, active["id"], active["incumbent_id"], pinned=False)
    return "reverted"


def _challenge(session: Session, active: Row, rules: Settings) -> Decision | None:
    if active["is_pinned"] or active["score"] >= rules.prompt_score_ceiling:
        return None
    for suggestion in prompts.suggestions(session, active["id"]):
        if len(suggestion.split()) <= rules.prompt_max_words:
            prompts.challenge(session, active["id"], suggestion)
            return "challenged"
    return None
