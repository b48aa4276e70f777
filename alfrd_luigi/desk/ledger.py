"""The desk's ledger, and its download for a period."""

from __future__ import annotations

from datetime import date

from flask import Flask, Response, request

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.ledger_rows import Filter
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.errors import InvalidInputError, NotFoundError
from alfrd_luigi.ledger import archive, transactions
from alfrd_luigi.ledger.formats import FORMATS
from alfrd_luigi.views import ledger


def add_ledger(app: Flask, drawing: Drawing) -> None:
    """Answer the addresses of the ledger."""
    app.add_url_rule("/ledger/download", view_func=download)

    @app.get("/ledger")
    @app.get("/ledger/<int:year>")
    def show_ledger(year: int | None = None) -> Response:
        views = ledger.ledger(database().session())
        found = [view for view in views if year in (None, view.year)]
        if not found:
            raise NotFoundError(f"the ledger has no year {year}", "Look at the ledger")
        return drawing.draw("ledger", "ledger", view=found[0])


def download() -> Response:
    """The ledger of a period, as a file."""
    form = FORMATS.get(request.args.get("format", "csv"))
    if form is None:
        raise InvalidInputError("the desk knows no such format", f"The formats are {', '.join(FORMATS)}")
    wanted = Filter(_day("since"), _day("until"))
    session = database().session()
    found = transactions.ledger(session, archive.accounts(session), archive.places(), wanted)
    response = Response(form.text(found), mimetype=form.media_type)
    period = "".join(f"-{day}" for day in (wanted.since, wanted.until) if day)
    response.headers["Content-Disposition"] = f'attachment; filename="ledger{period}.{form.extension}"'
    return response


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        problem = "the period begins or ends on no day of the calendar"
        raise InvalidInputError(problem, "Write it as 2024-12-31") from error
