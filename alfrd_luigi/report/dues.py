"""The page of what is due and expected."""

from __future__ import annotations

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.views.outlook import Outlook


def write(drawing: Drawing, outlook: Outlook) -> None:
    """Write the page. It depends on the archive alone: its script tells what is overdue or late today."""
    drawing.draw(links.file_of_page("due"), "due", outlook=outlook)
