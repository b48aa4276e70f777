"""The pages of prompts, and the list of them."""

from __future__ import annotations

from alfrd_luigi.database.prompts import Key
from alfrd_luigi.report import links
from alfrd_luigi.report.digests import Digests, digest
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import prompts


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the list and the pages that changed; remove those of keys that are gone.

    The prompts of series may be thousands: a page of theirs is written with that of the series. The list has those on
    trial.
    """
    tried = prompts.tried_series(drawing.session) & set(planned.collected)
    views = list(prompts.prompts(drawing.session, planned.series | tried))
    drawing.draw(
        links.file_of_page("prompts"), "prompts", prompts=[each for each in views if _is_listed(each.of, tried)]
    )
    now = {each.key: digest(each) for each in views if each.of.series_id is None}
    shown = Digests(drawing.folder, "prompts")
    stale = set(now) if planned.is_whole else shown.differing(now)
    with shown.written(stale, now):
        for each in views:
            if each.key in stale or each.of.series_id in planned.series:
                drawing.draw(links.file_of("prompts", each.key), "prompt", view=each)
    kept = [*now, *(str(Key("series_summarizer", None, id)) for id in planned.collected)]
    drawing.folder.keep("prompts", {links.file_of("prompts", key) for key in kept}.__contains__)


def _is_listed(key: Key, tried: set[int]) -> bool:
    return key.series_id is None or key.series_id in tried
