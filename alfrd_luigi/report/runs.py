"""The pages of the newest runs, and the list of runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

from alfrd_luigi.database import activity
from alfrd_luigi.database.activity import RunRow
from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import runs

_SHOWN = "runs.json"


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the list and the pages that changed, and remove those of older runs.

    A page changes with the run, and with the documents that it names or whose results later runs replaced.
    """
    view = runs.runs(drawing.session)
    drawing.draw(links.file_of_page("runs"), "runs", view=view)
    with_page = view.runs[: runs.WITH_PAGE]
    shown, now = _shown(drawing), {row.id: _digest(row) for row in with_page}
    stale = set(now) if planned.is_whole else _touched(drawing, planned, list(now))
    for row in with_page:
        if row.id in stale or shown.get(row.id) != now[row.id]:
            drawing.draw(links.file_of("runs", row.id), "run", view=runs.run(drawing.session, row))
    drawing.folder.keep("runs", {links.file_of("runs", id) for id in now}.__contains__)
    drawing.folder.write(_SHOWN, json.dumps(now))


def _touched(drawing: Drawing, planned: Plan, ids: list[str]) -> set[str]:
    return activity.touched(drawing.session, ids, [*planned.documents, *planned.gone], planned.series)


def _shown(drawing: Drawing) -> Mapping[str, str]:
    """The runs whose pages are in the report, with what those showed."""
    try:
        return dict(json.loads((drawing.folder.root / _SHOWN).read_bytes()))
    except (FileNotFoundError, ValueError):
        return {}


def _digest(row: RunRow) -> str:
    """What identifies the state of a run and the settings that its page shows."""
    return sha256(repr((row, runs.slot_limits())).encode()).hexdigest()
