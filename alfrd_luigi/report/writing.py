"""Writes a report: the pages of what changed, and those that show the whole archive."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from alfrd_luigi.database import changes
from alfrd_luigi.database.session import Session
from alfrd_luigi.report import documents, links, prompts, runs, state
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.folder import ReportFolder
from alfrd_luigi.report.plan import Plan, plan
from alfrd_luigi.report.state import State
from alfrd_luigi.settings import settings
from alfrd_luigi.views import home
from alfrd_luigi.web import resources
from alfrd_luigi.web.environment import Pages


class Written(NamedTuple):
    """The first page of a report, and the number of documents whose pages were written."""

    home: Path
    documents: int


def write(session: Session, root: Path, locale: str) -> Written:
    """Write the report in a folder, or what changed since it was written.

    Raises SettingsError for an unknown locale, and for a folder that holds something else or cannot be written.
    """
    pages, folder = Pages(locale), ReportFolder(root)
    with folder.locked():
        form = resources.digest(locale)
        known = state.load(root, form)
        state.begin(folder)
        if known is None:
            _write_static(folder)
        with session.snapshot():
            now = changes.snapshot(session)
            planned = plan(session, known, now)
            _write_pages(Drawing(session, folder, pages), planned)
        os.sync()  # once, because the pages are many; the state says that they are there
        shown = {id: state.shown(key, 0) for id, key in planned.keys.items()}
        state.save(folder, State(form, now, shown, planned.titles))
    return Written(root / links.file_of_page("home"), len(planned.documents))


def _write_static(folder: ReportFolder) -> None:
    for name, content in resources.static().items():
        folder.write(f"static/{name}", content)


def _write_pages(drawing: Drawing, planned: Plan) -> None:
    documents.write(drawing, planned)
    runs.write(drawing, planned)
    prompts.write(drawing)
    view = home.home(drawing.session)
    drawing.draw(links.file_of_page("home"), "home", view=view, inbox=settings().inbox_dir, made_at=datetime.now(UTC))
