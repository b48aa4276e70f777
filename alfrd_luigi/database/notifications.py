"""Messages about the archive: what was told, and which process sends the next one.

A message is claimed, sent outside any transaction, and then recorded. A process that is killed in between leaves a
claim that expires, so a message is sent at least once: a second time if the process was killed right after sending it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from alfrd_luigi.database.session import Session


class Standing(NamedTuple):
    """What was told of a kind: the keys that are still the case. The last message was sent at `sent_at`.

    `is_free` says whether a message may be sent now, `is_looked_at` whether somebody looked for news on this day (UTC).
    """

    kind: str
    told: list[str]
    sent_at: datetime | None
    is_free: bool
    is_looked_at: bool


def standing(session: Session, kinds: Sequence[str]) -> list[Standing]:
    """The state of these kinds, in their order."""
    return session.all("notifications.standing", Standing, kinds=list(kinds))


def claim(session: Session, kinds: Iterable[str], seconds: float) -> set[str]:
    """Claim the messages of these kinds. Returns those that this process is to send within `seconds`."""
    return set(session.values("notifications.claim", kinds=list(kinds), seconds=seconds))


def sent(session: Session, kind: str, told: Iterable[str]) -> None:
    """Record that a message was sent, and all keys that are told now."""
    session.run("notifications.sent", kind=kind, told=sorted(told))


def postpone(session: Session, kinds: Iterable[str], seconds: float) -> None:
    """Record that messages could not be sent. They are tried again after `seconds`."""
    session.run("notifications.postpone", kinds=list(kinds), seconds=seconds)


def looked(session: Session, kind: str, told: Iterable[str]) -> None:
    """Record that there is no news of this kind, and which keys of what was told are still the case."""
    session.run("notifications.looked", kind=kind, told=sorted(told))
