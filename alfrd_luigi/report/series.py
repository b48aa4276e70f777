"""The pages of series, the lists of series and of files, and the scripts with the documents of each series."""

from __future__ import annotations

from collections.abc import Mapping

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import series
from alfrd_luigi.views.expectations import NEWEST
from alfrd_luigi.views.series import SeriesRow, SeriesView
from alfrd_luigi.web import data_scripts

# The currencies, and kinds of amounts, of a series that get a chart of their own. Its table has all amounts.
_CHARTED = 4


def write(drawing: Drawing, planned: Plan) -> Mapping[int, SeriesRow]:
    """Write the planned series, and the lists of all; remove the pages of series that are gone. Returns all by id."""
    for view in series.series(drawing.session, sorted(planned.series)):
        _write_page(drawing, view)
    drawing.folder.keep("series", {links.file_of("series", id) for id in planned.titles}.__contains__)
    drawing.folder.keep("data/series", {_script(id) for id in planned.titles}.__contains__)
    rows = series.listing(drawing.session)
    drawing.draw(links.file_of_page("series"), "series", rows=rows)
    files = [row for row in rows if row.series.file_status is not None]
    drawing.draw(links.file_of_page("files"), "files", rows=files, letters=series.LETTERS)
    return {row.series.id: row for row in rows}


def _write_page(drawing: Drawing, view: SeriesView) -> None:
    dates = [member.document_date for member in view.members if member.document_date is not None]
    drawing.draw(
        links.file_of("series", view.head.id),
        "one_series",
        view=view,
        charted=_CHARTED,
        newest=NEWEST,
        first=min(dates, default=None),
        last=max(dates, default=None),
    )
    drawing.folder.write(_script(view.head.id), data_scripts.series(view.head.id, view.members))


def _script(id: int) -> str:
    return f"data/series/{id}.js"
