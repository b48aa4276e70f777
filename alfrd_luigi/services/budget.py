"""The budget: the worst-case cost of a call is reserved before it is made, under one lock for all processes."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import NamedTuple

from alfrd_luigi.database import locks
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BudgetError, SettingsError
from alfrd_luigi.settings import settings

_SECONDS_BETWEEN_LOOKS = 0.1
# A call that is open for twice its time limit was interrupted. Its limit does not include the DNS lookup.
_LIMITS_A_CALL_LASTS = 2


class Purse(NamedTuple):
    """A limit: its name, its amount, and what is spent and reserved by calls in progress, in USD."""

    name: str
    limit: Decimal
    spent: Decimal
    reserved: Decimal

    @property
    def left(self) -> Decimal:
        """The amount that is neither spent nor reserved."""
        return self.limit - self.spent - self.reserved


def purses(session: Session, run: str) -> list[Purse]:
    """The configured limits and their state. Empty if spending is not limited."""
    if not is_limited():
        return []
    from alfrd_luigi.database import calls  # here, because spending is rarely limited

    state = calls.spending(session, run, _LIMITS_A_CALL_LASTS * settings().call_seconds)
    limits = (
        ("run", settings().max_cost_per_run, state.run_spent, state.run_open),
        ("day", settings().max_cost_per_day, state.day_spent, state.day_open),
    )
    return [Purse(name, limit, *used) for name, limit, *used in limits if limit is not None]


@contextmanager
def granted(session: Session, run: str, service: str, model: str | None, worst: Decimal | None) -> Iterator[bool]:
    """A transaction in which a call with this worst-case cost may be recorded. The block gets whether it may now.

    It may not while reservations of calls in progress, which may exceed their cost, use up the budget. Raises
    BudgetError if the amount really spent leaves too little. Raises SettingsError for a call without a price if
    spending is limited.
    """
    if not is_limited():
        yield True
        return
    if worst is None:
        raise SettingsError(
            f"spending is limited, but the price of {model or service} is not known", "Add it to a prices_file"
        )
    with session.transaction():
        locks.hold_to_end(session, locks.LockClass.BUDGET, 0)
        yield _fits(purses(session, run), worst)


def pause() -> None:
    """Wait briefly for calls in progress to be closed."""
    time.sleep(_SECONDS_BETWEEN_LOOKS * (1 + random.random()))


def is_limited() -> bool:
    """Whether the settings limit spending."""
    return settings().max_cost_per_run is not None or settings().max_cost_per_day is not None


def _fits(limits: list[Purse], worst: Decimal) -> bool:
    for purse in limits:
        if purse.spent + worst > purse.limit:
            raise BudgetError(
                f"max_cost_per_{purse.name} = {purse.limit} allows no further call ({purse.spent:.4f} USD spent)",
                "The next run goes on with the rest",
            )
    return all(purse.left >= worst for purse in limits)
