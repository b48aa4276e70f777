"""Writes a report: the pages of what changed, and the lists that show it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from alfrd_luigi.database import changes, listings
from alfrd_luigi.database.session import Session
from alfrd_luigi.report import data_scripts, links, state
from alfrd_luigi.report.folder import ReportFolder
from alfrd_luigi.report.links import RelativeLinks
from alfrd_luigi.report.plan import Plan, plan
from alfrd_luigi.report.state import State
from alfrd_luigi.views import documents, home
from alfrd_luigi.web.environment import Pages

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
# Up to this number of documents, the list loads all years; above it, older years on demand.
_LOADED = 20_000


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
        before = state.load(root)
        form = _form(locale)
        known = before if before is not None and before.form == form else None
        state.begin(folder)
        with session.snapshot():
            now = changes.snapshot(session)
            planned = plan(session, known, now)
            _Writer(session, folder, pages).write(planned, is_new=known is None)
        os.sync()  # once, because the pages are many; the state says that they are there
        shown = {id: state.shown(key, 0) for id, key in planned.keys.items()}
        state.save(folder, State(form, now, shown, planned.titles))
    return Written(root / links.file_of_page("home"), len(planned.documents))


class _Writer:
    def __init__(self, session: Session, folder: ReportFolder, pages: Pages) -> None:
        self._session = session
        self._folder = folder
        self._pages = pages
        self._made_at = datetime.now(UTC)

    def write(self, planned: Plan, *, is_new: bool) -> None:
        """Write the planned pages, and those that show the whole archive."""
        if is_new:
            for file in _static():
                self._folder.write(f"static/{file.name}", file.read_bytes())
        for id in planned.removed:
            self._folder.remove(links.file_of_document(id))
            self._folder.remove(links.file_of_pictures(id))
        for view in documents.documents(self._session, planned.documents):
            self._draw(links.file_of_document(view.document.id), "document", view=view, pictures={}, originals=[])
        self._lists(planned)
        self._draw(links.file_of_page("home"), "home", view=home.home(self._session))

    def _lists(self, planned: Plan) -> None:
        years = listings.years(self._session)
        for year in planned.years:
            rows = listings.documents(self._session, year=year)
            self._folder.write(f"data/documents-{year}.js", data_scripts.documents(year, rows))
            self._draw(links.file_of_year(year), "year", year=year, rows=rows)
        self._draw(links.file_of_page("documents"), "documents", years=years, loaded=list(_loaded(years)))

    def _draw(self, file: str, template: str, **values: Any) -> None:
        section = file.split("/")[0].removesuffix(".html")
        shared = {"links": RelativeLinks(file), "policy": POLICY, "section": section, "made_at": self._made_at}
        self._folder.write(file, self._pages.draw(f"{template}.html", **shared, **values))


def _loaded(years: list[listings.Year]) -> Iterator[listings.Year]:
    """The years that the list loads at once: the newest ones."""
    found = 0
    for year in years:
        if found and found + year.documents > _LOADED:
            return
        found += year.documents
        yield year


def _form(locale: str) -> str:
    """What identifies the program that writes the pages: the templates, the scripts and the locale."""
    digest = hashlib.sha256(locale.encode())
    for file in (*_templates(), *_static()):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _static() -> list[Traversable]:
    return _files("static")


def _templates() -> list[Traversable]:
    return _files("templates")


def _files(folder: str) -> list[Traversable]:
    return sorted(
        (file for file in files("alfrd_luigi.web").joinpath(folder).iterdir() if file.is_file()),
        key=lambda file: file.name,
    )
