"""Files that a person adds at the desk: they pass the intake's own checks on their way to the inbox."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, jsonify, request
from werkzeug.datastructures import FileStorage

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.desk.answers import wants_json
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.desk.place import LARGEST
from alfrd_luigi.desk.work import Work
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.addition import Sent, add_files
from alfrd_luigi.settings import settings

_SOURCE = "desk"
_UNNAMED = "file"
_LONGEST_NAME = 200  # bytes


def add_arrivals(app: Flask, drawing: Drawing, work: Work) -> None:
    """Answer uploads, and requests to process."""

    @app.post("/add")
    def add() -> Response:
        request.max_content_length = LARGEST
        files = [file for file in request.files.getlist("file") if file.filename]
        if not files:
            raise InvalidInputError("no file was sent", "Choose files, or drop them on the page")
        added = [_added(file) for file in files]
        if wants_json():  # it asks to process when it has sent all
            return jsonify(added=added)
        started = work.start("process", "--quiet")
        return drawing.draw("work", "home", work=work.progress(started), added=added, next=f"/progress/{started}")


def _added(file: FileStorage) -> dict[str, str]:
    """Put a file in the inbox. Returns its name, with the id of its folder or with why it is not taken."""
    name = _name(file.filename or "")
    try:
        made = add_files(settings().inbox_dir, [Sent(Path(name), file.stream)], shared_decoder(), source=_SOURCE)
    except InvalidInputError as error:
        return {"name": name, "problem": error.line}
    return {"name": name, "id": made[0].folder.name}


def _name(sent: str) -> str:
    """The last part of a name that a browser sent: it must not lead out of the folder."""
    name = sent.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "").lstrip(".")
    # The end has the suffix, which says what kind of file it is.
    return name.encode("utf-8", "replace")[-_LONGEST_NAME:].decode("utf-8", "ignore") or _UNNAMED
