"""Whether the report shows the archive as it is. A run that changed nothing loads no more than this module."""

from __future__ import annotations

import sys

from alfrd_luigi.database import changes
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.report.state import snapshot_of
from alfrd_luigi.settings import settings


def refresh(session: Session) -> None:
    """Write the report of the settings, if something changed since it was written.

    What prevents it is said on stderr, and does not fail the run: the documents are filed.
    """
    if not settings().report or not _is_stale(session):
        return
    from alfrd_luigi.report.writing import write  # here, because most runs change nothing

    try:
        write(session, settings().report_dir, settings().locale)
    except AlfrdError as error:
        sys.stderr.write(f"the report was not written: {error.line}\n")


def _is_stale(session: Session) -> bool:
    seen = snapshot_of(settings().report_dir)
    if seen is None or not seen.database:
        return True
    return changes.is_changed(session, seen)
