"""The pages of issuers. There are few: all are drawn, and those that changed are written."""

from __future__ import annotations

from collections.abc import Mapping

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.views.issuers import Memory
from alfrd_luigi.views.series import SeriesRow


def write(drawing: Drawing, collected: Mapping[int, SeriesRow]) -> None:
    """Write the issuers and their list; remove the pages of issuers that are gone. `collected` are all series by id."""
    memory = Memory(drawing.session, collected)
    drawing.draw(links.file_of_page("issuers"), "issuers", rows=memory.issuers)
    files = {each.id: links.file_of("issuers", each.id) for each in memory.issuers}
    for view in memory.views():
        drawing.draw(files[view.issuer.id], "issuer", view=view)
    drawing.folder.keep("issuers", set(files.values()).__contains__)
