"""The pages of document types. There are few: all are drawn, and those that changed are written."""

from __future__ import annotations

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.views import types


def write(drawing: Drawing) -> None:
    """Write the types and their list; remove the pages of types that are gone."""
    view = types.everything(drawing.session)
    drawing.draw(links.file_of_page("types"), "types", view=view)
    files = {each.type.name: links.file_of("types", each.type.name) for each in view.types}
    for each in view.types:
        drawing.draw(files[each.type.name], "type", view=each)
    drawing.folder.keep("types", set(files.values()).__contains__)
