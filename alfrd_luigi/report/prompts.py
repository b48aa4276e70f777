"""The pages of prompts, and the list of them."""

from __future__ import annotations

from alfrd_luigi.database.prompts import Key
from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import prompts


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the list and the pages of the keys; remove those of keys that are gone.

    The prompts of series may be thousands: a page of theirs is written with that of the series. The list has those on
    trial.
    """
    tried = prompts.tried_series(drawing.session) & set(planned.collected)
    kept = {links.file_of("prompts", Key("series_summarizer", None, id)) for id in planned.collected}
    listed = []
    for view in prompts.prompts(drawing.session, planned.series | tried):
        if view.of.series_id is None or view.of.series_id in tried:
            listed.append(view)
        if view.of.series_id is None or view.of.series_id in planned.series:
            kept.add(links.file_of("prompts", view.key))
            drawing.draw(links.file_of("prompts", view.key), "prompt", view=view)
    drawing.draw(links.file_of_page("prompts"), "prompts", prompts=listed)
    drawing.folder.keep("prompts", kept.__contains__)
