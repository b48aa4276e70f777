"""The budget: the worst-case cost of a call is reserved before it is made, under one lock for all processes.

Trials of prompts have a part of it. Without a limit of a day, their part grows with what the archive costs otherwise.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import NamedTuple

from alfrd_luigi.database import locks
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, BudgetError, SettingsError, TrialBudgetError
from alfrd_luigi.settings import settings

_SECONDS_BETWEEN_LOOKS = 0.1
# A call that is open for twice its time limit was interrupted. Its limit does not include the DNS lookup.
_LIMITS_A_CALL_LASTS = 2
_TRIALS = "trials"


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


def purse_of_trials(session: Session) -> Purse:
    """What trials may cost: a share of the limit of a day or, without it, of what the archive cost in 30 days."""
    from alfrd_luigi.database import calls  # here, because trials are rare

    day, share = settings().max_cost_per_day, Decimal(str(settings().prompt_trial_cost))
    used = calls.trial_spending(session, _LIMITS_A_CALL_LASTS * settings().call_seconds, by_day=day is not None)
    return Purse(_TRIALS, share * (used.others if day is None else day), used.spent, used.open)


@contextmanager
def granted(
    session: Session, run: str, service: str, model: str | None, worst: Decimal | None, *, is_for_trial: bool = False
) -> Iterator[bool]:
    """A transaction in which a call with this worst-case cost may be recorded. The block gets whether it may now.

    It may not while reservations of calls in progress, which may exceed their cost, use up the budget. Raises
    BudgetError, or TrialBudgetError for a trial, if the amount really spent leaves too little. Raises SettingsError for
    a call without a price if spending is limited, and TrialBudgetError for one of a trial.
    """
    is_paid_trial = is_for_trial and worst != 0
    if not is_limited() and not is_paid_trial:
        yield True
        return
    if worst is None:
        raise _unpriced(model or service, is_for_trial=is_for_trial)
    with session.transaction():
        locks.hold_to_end(session, locks.LockClass.BUDGET, 0)
        yield _fits_trial(session, run, worst) if is_for_trial else _fits(purses(session, run), worst)


def pause() -> None:
    """Wait briefly for calls in progress to be closed."""
    time.sleep(_SECONDS_BETWEEN_LOOKS * (1 + random.random()))


def is_limited() -> bool:
    """Whether the settings limit spending."""
    return settings().max_cost_per_run is not None or settings().max_cost_per_day is not None


def _unpriced(what: str, *, is_for_trial: bool) -> AlfrdError:
    if is_for_trial:
        return TrialBudgetError(f"the price of {what} is not known, so no trial is made", "Add it to a prices_file")
    return SettingsError(f"spending is limited, but the price of {what} is not known", "Add it to a prices_file")


def _fits_trial(session: Session, run: str, worst: Decimal) -> bool:
    trials = [purse_of_trials(session)] if worst else []
    try:
        return _fits([*purses(session, run), *trials], worst)
    except BudgetError as error:
        raise TrialBudgetError(error.message, error.hint) from error


def _fits(limits: list[Purse], worst: Decimal) -> bool:
    for purse in limits:
        if purse.spent + worst > purse.limit:
            raise BudgetError(
                f"{_setting(purse)} allows no further call ({purse.spent:.4f} USD spent)",
                "The next run goes on with the rest",
            )
    return all(purse.left >= worst for purse in limits)


def _setting(purse: Purse) -> str:
    if purse.name == _TRIALS:
        return f"prompt_trial_cost = {settings().prompt_trial_cost} ({purse.limit:.4f} USD)"
    return f"max_cost_per_{purse.name} = {purse.limit}"
