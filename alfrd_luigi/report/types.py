"""The pages of document types, and the list of them."""

from __future__ import annotations

from alfrd_luigi.report import links
from alfrd_luigi.report.digests import Digests, digest
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import types
from alfrd_luigi.views.types import TypeView


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the list and the pages that changed; remove those of types that are gone.

    A page changes with what is known of the type, and with the documents and series that it lists.
    """
    view = types.everything(drawing.session)
    drawing.draw(links.file_of_page("types"), "types", view=view)
    now = {each.type.name: digest(each) for each in view.types}
    shown = Digests(drawing.folder, "types")
    listing = {each.type.name for each in view.types if _lists(each, planned)}
    stale = set(now) if planned.is_whole else shown.differing(now) | listing
    with shown.written(stale, now):
        for page in types.pages(drawing.session, [each for each in view.types if each.type.name in stale]):
            drawing.draw(links.file_of("types", page.view.type.name), "type", page=page, view=page.view)
    drawing.folder.keep("types", {links.file_of("types", name) for name in now}.__contains__)


def _lists(view: TypeView, planned: Plan) -> bool:
    """Whether the page of a type lists something that is written."""
    series = {each.series_id for each in view.series}
    return not planned.keys.keys().isdisjoint(view.newest) or not planned.series.isdisjoint(series)
