"""Starts long work at the desk, and tells how far it is."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from alfrd_luigi.database import documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.desk.answers import done
from alfrd_luigi.desk.work import Work
from alfrd_luigi.errors import InvalidInputError, NotFoundError
from alfrd_luigi.stages.graph import STAGES


def add_work(app: Flask, work: Work) -> None:
    """Answer the requests that start work, and those for its progress."""

    @app.post("/process")
    def process() -> ResponseReturnValue:
        return done("/", work=work.start("process", "--quiet"))

    @app.post("/documents/<uuid:id>/rerun")
    def rerun(id: UUID) -> ResponseReturnValue:
        stage = request.form.get("stage", "")
        if stage not in STAGES:
            raise InvalidInputError(f"there is no stage {stage!r}", f"The stages are {', '.join(STAGES)}")
        found = documents.find(database().session(), str(id))
        return done(f"/documents/{found}", work=work.start("rerun", str(found), "--from", stage))

    @app.get("/work/<id>")
    def progress(id: str) -> Response:
        found = work.progress(id)
        if found is None:
            raise NotFoundError("the desk knows no such work", "Look at the documents: the work may be done")
        return jsonify(found._asdict())
