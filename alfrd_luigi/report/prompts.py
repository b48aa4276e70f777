"""The pages of prompts, and the list of them."""

from __future__ import annotations

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.views import prompts


def write(drawing: Drawing) -> None:
    """Write the list and the page of each key; remove those of keys that are gone."""
    found = list(prompts.prompts(drawing.session))
    drawing.draw(links.file_of_page("prompts"), "prompts", prompts=found)
    for view in found:
        drawing.draw(links.file_of("prompts", view.key), "prompt", view=view)
    drawing.folder.keep("prompts", {links.file_of("prompts", view.key) for view in found}.__contains__)
