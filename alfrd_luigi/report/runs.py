"""The pages of the newest runs, and the list of runs."""

from __future__ import annotations

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.views import runs


def write(drawing: Drawing) -> None:
    """Write the list, and the pages of the newest runs; remove those of older ones.

    All of them are written each time: a page of a run names documents, which change after it, and shows what later runs
    left of its results.
    """
    view = runs.runs(drawing.session)
    drawing.draw(links.file_of_page("runs"), "runs", view=view)
    for row in view.runs[: runs.WITH_PAGE]:
        drawing.draw(links.file_of("runs", row.id), "run", view=runs.run(drawing.session, row))
    drawing.folder.keep_only("runs", {links.file_of("runs", id) for id in view.with_page})
