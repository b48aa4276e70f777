"""The ledger's pages: one a year. There are few: all are drawn, and those that changed are written."""

from __future__ import annotations

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.views import ledger


def write(drawing: Drawing) -> None:
    """Write the newest year as the page of the ledger, and each year; remove the years that are gone."""
    views = ledger.ledger(drawing.session)
    drawing.draw(links.file_of_page("ledger"), "ledger", view=views[0])
    files = {links.file_of("ledger", view.year): view for view in views if view.year is not None}
    for file, view in files.items():
        drawing.draw(file, "ledger", view=view)
    drawing.folder.keep("ledger", files.__contains__)
