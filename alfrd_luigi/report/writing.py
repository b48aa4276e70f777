"""Writes a report: the pages of what changed, and those that show the whole archive."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import changes
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.names import printable
from alfrd_luigi.report import collections, documents, links, lists, pictures, series, state
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.folder import ReportFolder
from alfrd_luigi.report.plan import Plan, plan
from alfrd_luigi.report.register import Register, shown
from alfrd_luigi.report.state import State, UnderWay
from alfrd_luigi.settings import settings
from alfrd_luigi.triggers import Point, reached
from alfrd_luigi.views import home, outlook
from alfrd_luigi.views.outlook import Outlook
from alfrd_luigi.web import resources
from alfrd_luigi.web.environment import Pages

# A change of these modules may change every page.
_DRAWN_BY = ("alfrd_luigi.views", "alfrd_luigi.report", "alfrd_luigi.web")


class Written(NamedTuple):
    """The first page of a report, and the number of documents whose pages were written."""

    home: Path
    documents: int


def write(session: Session, root: Path, locale: str, seconds: float | None = None) -> Written:
    """Write the report in a folder, or what changed since it was written. Waits while another process writes it.

    Raises SettingsError for an unknown locale, and for a folder that holds something else or cannot be written,
    MachineError for a full disk and the like, BusyError after a wait of `seconds`, and StoppingError.
    """
    _check(root)
    pages, folder = Pages(locale), ReportFolder(root)
    with folder.locked(seconds):
        form = resources.digest(locale, *_DRAWN_BY)
        known, register = state.load(root, form), Register(root)
        state.begin(folder)
        if known is None:
            _write_static(folder)
        pictured = _make_pictures(session, folder, register, known) if settings().report_seconds else ()
        with session.snapshot():
            now = changes.snapshot(session)
            planned = plan(session, register, known, pictured)
            _announce(folder, planned)
            done = _write_pages(Drawing(session, folder, pages), planned)
            lacking = pictures.still_lacking(session, planned, known, done)
        reached(Point.REPORT_DRAWN)
        os.sync()  # once, because the pages are many; the state says that they are there
        _register(folder, register, planned, done)
        names, nothing = planned.names, UnderWay([], [], [])
        state.save(folder, State(form, now, planned.shown, names.series, names.issuers, lacking, nothing))
    return Written(root / links.file_of_page("home"), len(planned.keys))


def _check(root: Path) -> None:
    """Raises SettingsError for a folder in which files arrive: the pages would be taken in as documents."""
    for arrivals in settings().arrival_dirs:
        if root == arrivals or arrivals in root.parents:
            raise SettingsError(
                f"the report cannot be written to {printable(root)}: files arrive there", "Name another folder"
            )


def _write_static(folder: ReportFolder) -> None:
    files = {f"static/{name}": content for name, content in resources.static().items()}
    for file, content in files.items():
        folder.write(file, content)
    folder.keep("static", files.__contains__)


def _announce(folder: ReportFolder, planned: Plan) -> None:
    if planned.is_whole:
        state.forget(folder)
    parts = [(part.year, part.number) for part in planned.parts]
    state.announce(folder, [*planned.keys, *planned.gone], planned.series, parts)


def _register(folder: ReportFolder, register: Register, planned: Plan, done: Mapping[UUID, int]) -> None:
    if planned.is_whole:
        register.clear(folder)
    register.write(folder, {id: shown(key, done[id]) for id, key in planned.keys.items()}, planned.gone)


def _make_pictures(session: Session, folder: ReportFolder, register: Register, known: State | None) -> Collection[UUID]:
    """Make pictures in the time that the settings give. A transaction must not last that long.

    Returns the documents that got some.
    """
    with session.snapshot():
        lacking = pictures.lacking(session, plan(session, register, known), known)
    return pictures.make(session, folder, lacking, settings().report_seconds) if lacking else ()


def _write_pages(drawing: Drawing, planned: Plan) -> dict[UUID, int]:
    """Write the planned pages. Returns the number of pictures of each document whose page was written."""
    done = documents.write(drawing, planned)
    series.write(drawing, planned)
    seen = outlook.outlook(drawing.session)
    # It depends on the archive alone: the script of the page tells what is overdue or late today.
    drawing.draw(links.file_of_page("due"), "due", outlook=seen)
    collections.write(drawing, planned)
    lists.write(drawing, planned)
    _write_home(drawing, seen)
    return done


def _write_home(drawing: Drawing, seen: Outlook) -> None:
    """Write the home page, which alone shows the state of the machine and the time at which it is written."""
    shown = {"view": home.home(drawing.session), "outlook": seen.glance(date.today()), "made_at": datetime.now(UTC)}
    drawing.draw(links.file_of_page("home"), "home", inbox=settings().inbox_dir, **shown)
