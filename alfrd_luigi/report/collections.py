"""The ledger, and the lists and pages of types, issuers, runs and prompts."""

from __future__ import annotations

from alfrd_luigi.database import activity
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.report import links
from alfrd_luigi.report.digests import stale_pages
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import issuers, ledger, prompts, runs, types


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the lists and the pages that changed; remove those of what is gone."""
    _write_ledger(drawing)
    _write_types(drawing, planned)
    _write_issuers(drawing, planned)
    _write_runs(drawing, planned)
    _write_prompts(drawing, planned)


def _write_ledger(drawing: Drawing) -> None:
    """Write the newest year as the page of the ledger, and each year. There are few: all are drawn."""
    views = ledger.ledger(drawing.session)
    drawing.draw(links.file_of_page("ledger"), "ledger", view=views[0])
    years = {view.year: view for view in views if view.year is not None}
    for year, view in years.items():
        drawing.draw(links.file_of("ledger", year), "ledger", view=view)
    drawing.keep("ledger", years)


def _write_types(drawing: Drawing, planned: Plan) -> None:
    """A page changes with what is known of the type, and with the documents and series that it lists."""
    view = types.everything(drawing.session)
    drawing.draw(links.file_of_page("types"), "types", view=view)
    shown = {each.type.name: each for each in view.types}
    listing = {
        name for name, each in shown.items() if planned.names_any(each.newest, (of.series_id for of in each.series))
    }
    with stale_pages(drawing.folder, "types", shown, listing, is_whole=planned.is_whole) as stale:
        for page in types.pages(drawing.session, [each for name, each in shown.items() if name in stale]):
            drawing.draw(links.file_of("types", page.view.type.name), "type", page=page, view=page.view)
    drawing.keep("types", shown)


def _write_issuers(drawing: Drawing, planned: Plan) -> None:
    """A page changes with what is known of the issuer, and with the documents and series that it lists."""
    memory = issuers.Memory(drawing.session)
    drawing.draw(links.file_of_page("issuers"), "issuers", rows=memory.issuers)
    shown = {str(each.issuer.id): each for each in memory.outlines()}
    listing = {id for id, each in shown.items() if planned.names_any(each.papers.newest, each.papers.series)}
    with stale_pages(drawing.folder, "issuers", shown, listing, is_whole=planned.is_whole) as stale:
        for view in memory.views([each for id, each in shown.items() if id in stale]):
            drawing.draw(links.file_of("issuers", view.issuer.id), "issuer", view=view)
    drawing.keep("issuers", shown)


def _write_runs(drawing: Drawing, planned: Plan) -> None:
    """The newest runs have a page. It changes with the run, and with the documents that it names or whose results later
    runs replaced.
    """
    view = runs.runs(drawing.session)
    drawing.draw(links.file_of_page("runs"), "runs", view=view)
    rows = {row.id: row for row in view.runs[: runs.WITH_PAGE]}
    limits = runs.slot_limits()
    shown = {id: (row, limits) for id, row in rows.items()}
    changed = [*planned.documents, *planned.gone]
    touched = () if planned.is_whole else activity.touched(drawing.session, list(rows), changed, planned.series)
    with stale_pages(drawing.folder, "runs", shown, touched, is_whole=planned.is_whole) as stale:
        for id, row in rows.items():
            if id in stale:
                drawing.draw(links.file_of("runs", id), "run", view=runs.run(drawing.session, row, limits))
    drawing.keep("runs", rows)


def _write_prompts(drawing: Drawing, planned: Plan) -> None:
    """The prompts of series may be thousands: a page of theirs is written with that of the series. The list has those
    on trial.
    """
    tried = prompts.tried_series(drawing.session) & set(planned.collected)
    views = list(prompts.prompts(drawing.session, planned.series | tried))
    listed = [each for each in views if each.of.series_id is None or each.of.series_id in tried]
    drawing.draw(links.file_of_page("prompts"), "prompts", prompts=listed)
    shown = {each.key: each for each in views if each.of.series_id is None}
    with stale_pages(drawing.folder, "prompts", shown, (), is_whole=planned.is_whole) as stale:
        for each in views:
            if each.key in stale or each.of.series_id in planned.series:
                drawing.draw(links.file_of("prompts", each.key), "prompt", view=each)
    drawing.keep("prompts", [*shown, *(Key("series_summarizer", None, id) for id in planned.collected)])
