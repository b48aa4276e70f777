"""Draws pages into the folder of a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from markupsafe import Markup

from alfrd_luigi.database.session import Session
from alfrd_luigi.interrupts import check_going_on
from alfrd_luigi.report import links
from alfrd_luigi.report.folder import ReportFolder
from alfrd_luigi.views.formats import Formats
from alfrd_luigi.web.environment import Pages
from alfrd_luigi.web.links import Links

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"


class RelativeLinks(Links):
    """Addresses of the report's files, relative to the file of the page that links."""

    def __init__(self, file: str) -> None:
        self._up = "../" * file.count("/")

    def to(self, file: str) -> str:
        """The address of a file of the report."""
        return self._up + quote(file)

    def page(self, name: str) -> str:
        """See Links."""
        return self.to(links.file_of_page(name))

    def year(self, year: int, part: int | None = None) -> str:
        """See Links."""
        return self.to(links.file_of_year(year, part))

    def document(self, id: UUID | str) -> str:
        """See Links."""
        return self.to(links.file_of_document(id))

    def of(self, kind: str, key: object) -> str:
        """See Links."""
        return self.to(links.file_of(kind, key))

    def static(self, name: str) -> str:
        """See Links."""
        return self.to(f"static/{name}")

    def data(self, name: str) -> str:
        """See Links."""
        return self.to(links.file_of_data(name))

    def words(self, id: UUID | str) -> str:
        """See Links."""
        return self.to(links.file_of_words(id))


class Drawing:
    """What the writers of the kinds of pages share: the database, the folder and the templates."""

    def __init__(self, session: Session, folder: ReportFolder, pages: Pages) -> None:
        self.session = session
        self.folder = folder
        self._pages = pages

    @property
    def formats(self) -> Formats:
        """How the pages write values."""
        return self._pages.formats

    def rows(self, file: str, macro: str, rows: Iterable[Any], *values: Any) -> list[Markup]:
        """Rows of a table of this file, each as a macro of collections.html draws it."""
        made = RelativeLinks(file)
        return [self._pages.draw_part("collections.html", macro, row, made, *values) for row in rows]

    def keep(self, kind: str, keys: Iterable[object]) -> None:
        """Remove the pages of a kind that are of other keys."""
        self.folder.keep(kind, {links.file_of(kind, key) for key in keys}.__contains__)

    def draw(self, file: str, template: str, **values: Any) -> None:
        """Write the page that a template makes of these values. The navigation marks the kind of its file.

        Raises StoppingError: the next report writes the page.
        """
        check_going_on()
        section = file.split("/")[0].removesuffix(".html")
        shared = {"links": RelativeLinks(file), "policy": POLICY, "section": section}
        self.folder.write(file, self._pages.draw(f"{template}.html", **shared, **values))
