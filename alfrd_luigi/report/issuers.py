"""The pages of issuers, and the list of them."""

from __future__ import annotations

from alfrd_luigi.report import links
from alfrd_luigi.report.digests import Digests, digest
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views.issuers import Memory


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the list and the pages that changed; remove those of issuers that are gone.

    A page changes with what is known of the issuer, and with the documents and series that it lists.
    """
    memory = Memory(drawing.session)
    drawing.draw(links.file_of_page("issuers"), "issuers", rows=memory.issuers)
    outlines = {str(each.issuer.id): each for each in memory.outlines()}
    now = {id: digest(each) for id, each in outlines.items()}
    shown, documents = Digests(drawing.folder, "issuers"), planned.keys.keys()
    listing = {
        id
        for id, each in outlines.items()
        if not documents.isdisjoint(each.papers.newest) or not planned.series.isdisjoint(each.papers.series)
    }
    stale = set(now) if planned.is_whole else shown.differing(now) | listing
    with shown.written(stale, now):
        for view in memory.views([each for id, each in outlines.items() if id in stale]):
            drawing.draw(links.file_of("issuers", view.issuer.id), "issuer", view=view)
    drawing.folder.keep("issuers", {links.file_of("issuers", id) for id in now}.__contains__)
