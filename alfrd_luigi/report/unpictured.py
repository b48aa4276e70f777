"""Which documents lack pictures of their pages, and should have them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from alfrd_luigi.database import listings
from alfrd_luigi.database.session import Session
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.report.state import State

# The number of documents that always have pictures. Others have them if their pages were written since.
_NEWEST = 1000


def lacking_pictures(session: Session, planned: Plan, state: State | None) -> list[UUID]:
    """The documents whose pictures may be incomplete, the newest first: the planned ones, and those of the state."""
    if state is None or planned.is_whole:
        keys = list(planned.keys.values())
    else:
        keys = listings.keys(session, {*planned.keys, *state.lacking})
    return [key.id for key in reversed(keys) if key.drawable]


def still_lacking(session: Session, planned: Plan, state: State | None, done: Mapping[UUID, int]) -> list[UUID]:
    """The documents that lack pictures when these numbers of pages of the planned ones have one, or cannot have one.

    They are those of the newest ones that have not all, and those that have some.
    """
    before = state.lacking if state is not None and not planned.is_whole else []
    kept = {id for id in before if id not in planned.keys and id not in planned.gone}
    lacking = {id for id, key in planned.keys.items() if done[id] < key.drawable}
    if any(not done[id] for id in lacking):
        newest = set(listings.newest(session, _NEWEST))
        lacking = {id for id in lacking if done[id] or id in newest}
    return sorted(kept | lacking)
