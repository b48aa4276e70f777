"""The pages of documents."""

from __future__ import annotations

from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import documents


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the planned documents, and remove the pages and pictures of those that are gone."""
    for view in documents.documents(drawing.session, planned.documents):
        drawing.draw(links.file_of_document(view.document.id), "document", view=view, pictures={}, originals=[])
    pages = {links.file_of_document(id) for id in planned.keys} | {part.file for part in planned.parts}
    drawing.folder.keep("documents", pages.__contains__)
    pictures = set(map(links.file_of_pictures, planned.keys))
    drawing.folder.keep("pictures", pictures.__contains__)
