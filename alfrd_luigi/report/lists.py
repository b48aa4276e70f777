"""Writes the lists of documents by year: pages that need no script, and the rows that the script of the list loads."""

from __future__ import annotations

from collections.abc import Iterator

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import lists
from alfrd_luigi.web import data_scripts


def files(planned: Plan) -> set[str]:
    """The pages of all parts."""
    return {links.file_of_year(year, None if number == count else number) for year, number, count in _parts(planned)}


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the changed parts and the list that loads all parts, and remove the parts that are gone."""
    for part in planned.parts:
        rows = lists.rows(drawing.session, part)
        drawing.folder.write(links.file_of_data(part.data), data_scripts.documents(part.data, rows, drawing.formats))
        drawing.draw(links.file_of_year(part.year, part.page), "year", part=part, rows=rows)
    drawing.draw(links.file_of_page("documents"), "documents", years=lists.years(planned.years))
    pages, scripts = files(planned), {links.file_of_data(lists.data(year, each)) for year, each, _ in _parts(planned)}
    drawing.folder.keep("documents", lambda file: file in pages or not file.endswith(".html"))
    drawing.folder.keep("data", lambda file: file in scripts or not file.startswith("data/documents-"))


def _parts(planned: Plan) -> Iterator[tuple[int, int, int]]:
    """The year and the number of each part, and the number of all parts of the year."""
    for year, documents in planned.years:
        count = lists.parts_of(documents)
        yield from ((year, number, count) for number in range(1, count + 1))
