"""The pages of the newest runs, and the list of runs."""

from __future__ import annotations

from alfrd_luigi.database import activity
from alfrd_luigi.report import links
from alfrd_luigi.report.digests import Digests, digest
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import runs


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the list and the pages that changed, and remove those of older runs.

    A page changes with the run, and with the documents that it names or whose results later runs replaced.
    """
    view = runs.runs(drawing.session)
    drawing.draw(links.file_of_page("runs"), "runs", view=view)
    with_page = view.runs[: runs.WITH_PAGE]
    limits = runs.slot_limits()
    now = {row.id: digest((row, limits)) for row in with_page}
    shown = Digests(drawing.folder, "runs")
    stale = set(now) if planned.is_whole else shown.differing(now) | _touched(drawing, planned, list(now))
    with shown.written(stale, now):
        for row in with_page:
            if row.id in stale:
                drawing.draw(links.file_of("runs", row.id), "run", view=runs.run(drawing.session, row))
    drawing.folder.keep("runs", {links.file_of("runs", id) for id in now}.__contains__)


def _touched(drawing: Drawing, planned: Plan, ids: list[str]) -> set[str]:
    return activity.touched(drawing.session, ids, [*planned.documents, *planned.gone], planned.series)
