"""Whether the report shows the archive as it is. A run that changed nothing loads no more than this module."""

from __future__ import annotations

import traceback

from alfrd_luigi import logs
from alfrd_luigi.database import changes
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.report.state import snapshot_of
from alfrd_luigi.settings import settings

_WAIT_SECONDS = 60.0


def refresh(session: Session) -> None:
    """Write the report of the settings, if something changed since it was written.

    What prevents it is said on stderr, and does not fail the run: the documents are filed. The next run tries again.
    """
    if not settings().report:
        return
    try:
        if _is_stale(session):
            from alfrd_luigi.report.writing import write  # here, because most runs change nothing

            write(session, settings().report_dir, settings().locale, _WAIT_SECONDS)
    except AlfrdError as error:
        logs.say(f"the report was not written: {error.line}")
    except Exception as error:  # a fault of ours in a page: the run has done its work
        logs.say(f"the report was not written: {type(error).__name__}\n{traceback.format_exc()}".rstrip())


def _is_stale(session: Session) -> bool:
    try:
        seen = snapshot_of(settings().report_dir)
    except OSError as error:
        from alfrd_luigi.permissions import refused  # here, because this is rare

        raise refused(error, "read", "Name another folder as report_dir, or correct its permissions") from error
    return seen is None or changes.is_changed(session, seen)
