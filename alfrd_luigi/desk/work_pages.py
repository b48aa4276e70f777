"""Starts long work at the desk, and tells how far it is."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from alfrd_luigi.database import documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.desk.answers import done, told_on_the_page, wants_json
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.desk.pages import document
from alfrd_luigi.desk.work import Work
from alfrd_luigi.errors import InvalidInputError, NotFoundError
from alfrd_luigi.stages.graph import STAGES


def add_work(app: Flask, drawing: Drawing, work: Work) -> None:
    """Answer the requests that start work, and those for its progress."""

    def started(*arguments: str) -> ResponseReturnValue:
        id = work.start(*arguments)
        return done(f"/progress/{id}", work=id)

    @app.post("/process")
    def process() -> ResponseReturnValue:
        return started("process", "--quiet")

    def rerun(id: UUID) -> ResponseReturnValue:
        stage = request.form.get("stage")
        if stage is None or stage not in STAGES:
            raise InvalidInputError(f"there is no stage {stage!r}", f"The stages are {', '.join(STAGES)}")
        found = documents.find(database().session(), str(id))
        return started("rerun", str(found), "--from", stage)

    told = told_on_the_page(partial(document, drawing), rerun)
    app.add_url_rule("/documents/<uuid:id>/rerun", view_func=told, methods=["POST"])

    @app.get("/progress/<id>")
    def progress(id: str) -> Response:
        found = work.progress(id)
        if found is None:
            raise NotFoundError("the desk knows no such work", "Look at the documents: the work may be done")
        if wants_json():
            return jsonify(found._asdict())
        return drawing.draw("work", "home", work=found, added=[], next=request.path)
