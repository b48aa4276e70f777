"""The documents that a run claims. With a limited budget, it claims only documents that it can expect to complete.

A call that could exceed a limit is refused. This is not enough: a run that began every document would spend the budget
on the first stages of all of them and file none. A document is therefore claimed only if the rest of the budget covers
its expected cost and the remaining cost of the claimed documents.
"""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.database import documents, locks, runs
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BudgetError
from alfrd_luigi.services import budget


def claim(session: Session, run: str, count: int, limit: int | None) -> list[UUID]:
    """Claim up to `count` due documents for the run, oldest first, but at most `limit` in the whole run.

    Stops the run when the budget covers no further document and no claimed one can release money.
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
    """How many more documents the budget covers; at least 1 if none is claimed, because an estimate may be too high."""
    from alfrd_luigi.stages import estimate  # here, because few archives limit their spending

    cost = estimate.expected(session)
    left = min(purse.limit - purse.spent for purse in budget.purses(session, run)) - cost.begun
    if left <= 0:
        return 0
    fitting = int(left / cost.each) if cost.each else 1_000_000
    return fitting if fitting or cost.begun else 1
