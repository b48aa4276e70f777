"""Tells a person what is new about the archive: at most one message of a kind on a day (UTC), by one of all processes.

The message is claimed in the database, sent while no transaction is open and no lock is held, and then recorded. A
process that is killed in between leaves a claim that expires: the news are told at least once, and twice if it was
killed between the two.
"""

from __future__ import annotations

from alfrd_luigi.database import notifications
from alfrd_luigi.database.notifications import Standing
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.monitoring import message, news, sending
from alfrd_luigi.monitoring.news import KINDS, News
from alfrd_luigi.settings import settings

# Longer than both ways may take.
_CLAIMED = 5 * 60.0
_AGAIN_AFTER = 3600.0


def tell(session: Session, *, was_idle: bool) -> list[AlfrdError]:
    """Send the news of the kinds of `notify`. Returns the errors of the ways that failed.

    A message that went no way is tried again after an hour.
    """
    found = _found(session, was_idle=was_idle)
    claimed = notifications.claim(session, found, _CLAIMED) if found else set()
    if not claimed:
        return []
    told = [found[kind] for kind in KINDS if kind in claimed]
    errors = sending.send(message.of(told))
    if len(errors) == sending.ways():
        notifications.postpone(session, claimed, _AGAIN_AFTER)
    else:
        for each in told:
            notifications.sent(session, each.kind, each.keys)
    return errors


def _found(session: Session, *, was_idle: bool) -> dict[str, News]:
    found = {}
    for standing in notifications.standing(session, settings().notify):
        if not standing.is_free or (was_idle and standing.is_looked_at and KINDS[standing.kind].is_costly):
            continue
        each = news.look(session, standing.kind, standing.told)
        if each.items:
            found[standing.kind] = each
        else:
            _keep(session, standing, each)
    return found


def _keep(session: Session, standing: Standing, found: News) -> None:
    """Forget what is no longer the case, so that it is news if it becomes the case again."""
    still = found.keys.intersection(standing.told)
    if len(still) < len(standing.told) or not standing.is_looked_at:
        notifications.looked(session, standing.kind, still)
