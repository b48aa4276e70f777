"""The pages of series, the lists of series and of files, and the scripts with the documents of each series."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from markupsafe import Markup

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.folder import ReportFolder
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import series
from alfrd_luigi.views.series_pages import SeriesPage, pages
from alfrd_luigi.web import data_scripts

_ROWS = "series.json"


class _Rows(NamedTuple):
    """The rows of a series in the lists of series and of files, as HTML; the second is empty without a file."""

    series: str
    file: str


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the planned series, and the lists of all; remove the pages of series that are gone."""
    for page in pages(drawing.session, sorted(planned.series)):
        _write_page(drawing, page)
    drawing.keep("series", planned.collected)
    drawing.folder.keep("data/series", {_script(id) for id in planned.collected}.__contains__)
    _write_lists(drawing, planned)


def _write_page(drawing: Drawing, page: SeriesPage) -> None:
    view = page.view
    drawing.draw(links.file_of("series", view.head.id), "one_series", **page._asdict())
    drawing.folder.write(_script(view.head.id), data_scripts.series(view.head.id, view.members, drawing.formats))


def _script(id: int) -> str:
    return f"data/series/{id}.js"


def _write_lists(drawing: Drawing, planned: Plan) -> None:
    """Write the lists of series and of files. The rows of series that did not change are those of the last report."""
    kept = {} if planned.is_whole else _kept(drawing.folder)
    changed = [id for id in planned.collected if id in planned.series or id not in kept]
    kept |= _drawn(drawing, changed)
    rows = {id: kept[id] for id in planned.collected}
    drawing.folder.write(_ROWS, json.dumps(rows, separators=(",", ":")))
    drawing.draw(links.file_of_page("series"), "series", rows=[Markup(each.series) for each in rows.values()])
    files = [Markup(each.file) for each in rows.values() if each.file]
    drawing.draw(links.file_of_page("files"), "files", rows=files)


def _drawn(drawing: Drawing, ids: Iterable[int]) -> Mapping[int, _Rows]:
    found = series.listing(drawing.session, list(ids))
    files = {row.series.id: row for row in series.files(found)}
    of_series = drawing.rows(links.file_of_page("series"), "series_row", found)
    of_files = drawing.rows(links.file_of_page("files"), "file_row", files.values(), series.LETTERS)
    texts = dict(zip(files, of_files, strict=True))
    return {
        row.series.id: _Rows(text, texts.get(row.series.id, "")) for row, text in zip(found, of_series, strict=True)
    }


def _kept(folder: ReportFolder) -> dict[int, _Rows]:
    """The rows of the last report; none if there are none that can be read."""
    try:
        kept = json.loads((folder.root / _ROWS).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return {int(id): _Rows(*rows) for id, rows in kept.items()}
