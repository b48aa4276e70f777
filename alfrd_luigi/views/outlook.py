"""What is due and expected, and what series lack: for the home page and the page `due`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from alfrd_luigi.database.session import Session
from alfrd_luigi.views.dues import Due, Dues, dues
from alfrd_luigi.views.notices import Expected, Notice, Notices, notices

_AHEAD = timedelta(31)
_SHOWN = 8


class Glance(NamedTuple):
    """The first of each: bills in the order of their due dates, late papers and those of the next month, and notices.

    `bills` is the number of all bills that are due, without those that are long overdue.
    """

    due: list[Due]
    bills: int
    expected: list[Expected]
    notices: list[Notice]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.due or self.expected or self.notices)


class Outlook(NamedTuple):
    """The bills, and the notices and expected papers of the series."""

    dues: Dues
    notices: Notices

    def glance(self, today: date) -> Glance:
        """What is worth a look on a day."""
        due = [each for each in reversed(self.dues.open) if not each.is_old(today)]
        coming = [each for each in reversed(self.notices.expected) if _is_near(each, today)]
        return Glance(due[:_SHOWN], len(due), coming[:_SHOWN], self.notices.notices[:_SHOWN])


def outlook(session: Session) -> Outlook:
    """The outlook of the archive."""
    return Outlook(dues(session), notices(session))


def _is_near(each: Expected, today: date) -> bool:
    return each.next.state(today) != "ended" and each.next.day <= today + _AHEAD
