"""The words of documents after a run. A run that changed nothing loads no more than this module."""

from __future__ import annotations

import traceback

from alfrd_luigi import logs
from alfrd_luigi.database import search
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError

VERSION = 1
"""The number of the rules by which words are made. A change of what a text becomes needs another one."""


def refresh(session: Session) -> None:
    """Bring the words of documents up to date, if something changed.

    What prevents it is said on stderr, and does not fail the run: the documents are filed. The next search tries again.
    """
    try:
        if not search.is_current(session, VERSION):
            from alfrd_luigi.search.index import catch_up  # here, because most runs change nothing

            catch_up(session)
    except AlfrdError as error:
        logs.say(f"the search was not brought up to date: {error.line}")
    except Exception as error:  # a fault of ours in a text: the run has done its work
        logs.say(f"the search was not brought up to date: {type(error).__name__}\n{traceback.format_exc()}".rstrip())
