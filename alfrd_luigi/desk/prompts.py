"""The desk's pages of prompts, and what a person decides about them: the same as by `alfrd prompts`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from alfrd_luigi.corrections.person import person
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.desk.answers import done, status_of, told_on_the_page
from alfrd_luigi.desk.drawing import Drawing
from alfrd_luigi.desk.forms import given
from alfrd_luigi.desk.links import DeskLinks
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.prompts import selection
from alfrd_luigi.views import prompts

_Decision = Callable[[Session, Key], object]
_DIGITS = 9


def add_prompts(app: Flask, drawing: Drawing) -> None:
    """Answer the addresses of prompts."""
    app.add_url_rule("/prompts/<key>", "show_prompt", partial(_page, drawing))
    for name, decide in _DECISIONS.items():
        told = told_on_the_page(partial(_page, drawing), partial(_decided, decide=decide))
        app.add_url_rule(f"/prompts/<key>/{name}", f"prompt_{name}", told, methods=["POST"])

    @app.get("/prompts")
    def show_prompts() -> Response:
        session = database().session()
        return drawing.draw("prompts", "prompts", prompts=list(prompts.prompts(session, prompts.tried_series(session))))


def _page(
    drawing: Drawing, key: str, problem: AlfrdError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """The page of a prompt. It shows why something could not be done, and keeps what was typed."""
    view = prompts.prompt(database().session(), Key.parse(key))
    status = status_of(problem) if problem else 200
    return drawing.draw("prompt", "prompts", status, view=view, problem=problem, typed=typed or {})


def _decided(key: str, decide: _Decision) -> ResponseReturnValue:
    decide(database().session(), Key.parse(key))
    return done(DeskLinks().prompt(key))


def _propose(session: Session, key: Key) -> None:
    selection.propose(session, key, request.form.get("text", ""), person(), replace="replace" in request.form)


def _accept(session: Session, key: Key) -> None:
    selection.accept(session, key, _version(), request.form.get("because", ""), person())


def _roll_back(session: Session, key: Key) -> None:
    selection.roll_back(session, key, _version())


def _pin(session: Session, key: Key) -> None:
    selection.pin(session, key, pinned=True)


def _unpin(session: Session, key: Key) -> None:
    selection.pin(session, key, pinned=False)


_DECISIONS: Mapping[str, _Decision] = {
    "propose": _propose,
    "accept": _accept,
    "rollback": _roll_back,
    "pin": _pin,
    "unpin": _unpin,
}


def _version() -> int:
    """The number of the form; 0, which no version has, for another text."""
    text = given("version")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
