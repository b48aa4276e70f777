"""Which documents a run takes up; where spending is limited, no more than there is money to bring to their end.

Every call is refused that could exceed a limit. But a run that began every document would spend the money on the first
stages of all of them and file none; so a document is taken up only when what it may still cost, with what those
already begun may still cost, is left.
"""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.database import documents, locks, runs
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BudgetError
from alfrd_luigi.services import budget


def claim(session: Session, run: str, count: int, limit: int | None) -> list[UUID]:
    """Claim up to `count` due documents for the run, never more than `limit` in the whole run; oldest first.

    Stops the run when money is left for none, and none that it has could leave some.
    """
    if not budget.is_limited():
        return documents.claim(session, run, count, limit)
    with session.transaction():
        locks.hold_to_end(session, locks.LockClass.BUDGET, 0)
        affordable = min(count, _affordable(session, run))
        claimed = documents.claim(session, run, affordable, limit) if affordable else []
        if not affordable and not documents.has_claims(session, run):
            runs.stop(session, run, BudgetError("the budget is used up", "The next run goes on with the rest"))
    return claimed


def _affordable(session: Session, run: str) -> int:
    """How many documents more there is money for; one while nothing is under way, since an estimate may be too high."""
    from alfrd_luigi.stages import estimate  # here, since spending is seldom limited

    each, begun = estimate.expectation(session)
    left = min(purse.limit - purse.spent for purse in budget.purses(session, run)) - begun
    if left <= 0:
        return 0
    fitting = int(left / each) if each else 1_000_000
    return fitting if fitting or begun else 1
