"""Draws pages into the folder of a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from alfrd_luigi.database.session import Session
from alfrd_luigi.interrupts import check_going_on
from alfrd_luigi.report.folder import ReportFolder
from alfrd_luigi.report.links import RelativeLinks
from alfrd_luigi.views.formats import Formats
from alfrd_luigi.web.environment import Pages

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"


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

    def draw(self, file: str, template: str, **values: Any) -> None:
        """Write the page that a template makes of these values. The navigation marks the kind of its file.

        Raises StoppingError: the next report writes the page.
        """
        check_going_on()
        section = file.split("/")[0].removesuffix(".html")
        shared = {"links": RelativeLinks(file), "policy": POLICY, "section": section}
        self.folder.write(file, self._pages.draw(f"{template}.html", **shared, **values))
