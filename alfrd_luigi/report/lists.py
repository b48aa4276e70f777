"""Writes the lists of documents by year: pages that need no script, and the rows that the script of the list loads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.views import lists
from alfrd_luigi.views.lists import Part
from alfrd_luigi.web import data_scripts


def file_of(part: Part) -> str:
    """The page of a part."""
    return links.file_of_year(part.year, part.page)


def write(drawing: Drawing, all_parts: Sequence[Part], changed: Iterable[Part]) -> None:
    """Write the changed parts and the list that loads all parts, and remove the parts that are gone."""
    for part in changed:
        rows = lists.rows(drawing.session, part)
        drawing.folder.write(links.file_of_data(part.data), data_scripts.documents(part.data, rows))
        drawing.draw(file_of(part), "year", part=part, rows=rows)
    drawing.draw(links.file_of_page("documents"), "documents", years=lists.years(all_parts))
    files = {links.file_of_data(part.data) for part in all_parts}
    drawing.folder.keep("data", lambda file: file in files or not file.startswith("data/documents-"))
