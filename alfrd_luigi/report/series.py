"""The pages of series, the lists of series and of files, and the scripts with the documents of each series."""

from __future__ import annotations

from collections.abc import Mapping

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import series
from alfrd_luigi.views.series import SeriesRow, SeriesView
from alfrd_luigi.web import data_scripts


def write(drawing: Drawing, planned: Plan) -> Mapping[int, SeriesRow]:
    """Write the planned series, and the lists of all; remove the pages of series that are gone. Returns all by id."""
    for view in series.series(drawing.session, sorted(planned.series)):
        _write_page(drawing, view)
    drawing.folder.keep("series", {links.file_of("series", id) for id in planned.titles}.__contains__)
    drawing.folder.keep("data/series", {_script(id) for id in planned.titles}.__contains__)
    rows = series.listing(drawing.session)
    drawing.draw(links.file_of_page("series"), "series", rows=rows)
    drawing.draw(links.file_of_page("files"), "files", rows=series.files(rows), letters=series.LETTERS)
    return {row.series.id: row for row in rows}


def _write_page(drawing: Drawing, view: SeriesView) -> None:
    drawing.draw(links.file_of("series", view.head.id), "one_series", view=view)
    drawing.folder.write(_script(view.head.id), data_scripts.series(view.head.id, view.members))


def _script(id: int) -> str:
    return f"data/series/{id}.js"
