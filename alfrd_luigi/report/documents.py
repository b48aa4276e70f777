"""The pages of documents, and the lists of them by year."""

from __future__ import annotations

from collections.abc import Iterator

from alfrd_luigi.database import listings
from alfrd_luigi.report import links
from alfrd_luigi.report.drawing import Drawing
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.views import documents
from alfrd_luigi.web import data_scripts

# Up to this number of documents, the list loads all years; above it, older years on demand.
_LOADED = 20_000


def write(drawing: Drawing, planned: Plan) -> None:
    """Write the planned documents and the lists of their years, and remove those that are gone."""
    for id in planned.removed:
        drawing.folder.remove(links.file_of_document(id))
        drawing.folder.remove(links.file_of_pictures(id))
    for view in documents.documents(drawing.session, planned.documents):
        drawing.draw(links.file_of_document(view.document.id), "document", view=view, pictures={}, originals=[])
    _write_lists(drawing, planned)


def _write_lists(drawing: Drawing, planned: Plan) -> None:
    years = listings.years(drawing.session)
    for year in planned.years:
        rows = listings.documents(drawing.session, year=year)
        drawing.folder.write(f"data/documents-{year}.js", data_scripts.documents(year, rows))
        drawing.draw(links.file_of_year(year), "year", year=year, rows=rows)
    drawing.draw(links.file_of_page("documents"), "documents", years=years, loaded=list(_loaded(years)))


def _loaded(years: list[listings.Year]) -> Iterator[listings.Year]:
    """The years that the list loads at once: the newest ones."""
    found = 0
    for year in years:
        if found and found + year.documents > _LOADED:
            return
        found += year.documents
        yield year
