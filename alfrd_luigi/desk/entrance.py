"""Opens a desk: a key that works once becomes the cookie of a session."""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Mapping
from html import escape
from pathlib import Path
from tempfile import mkstemp
from urllib.parse import quote

from flask import Flask, Response, abort, request

from alfrd_luigi.desk.guard import ENTRANCE, Place
from alfrd_luigi.desk.keys import Keys

# The browser follows this by itself. A redirect would still count as a request of the page that led here, with which a
# browser does not send the new cookie (SameSite=Strict).
_ONWARD = """<!doctype html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={url}">
<link rel="icon" href="/static/icon.svg">
<title>alfrd</title>
"""


def address(place: Place, key: str) -> str:
    """The address that opens the desk, once."""
    return f"{place.url}{ENTRANCE}?key={quote(key)}"


def add_entrance(app: Flask, place: Place, keys: Keys) -> None:
    """Answer the address that opens the desk."""

    @app.get(ENTRANCE)
    def enter() -> Response:
        session = keys.open(request.args.get("key", ""))
        if session is None:
            abort(401, "This address was used before. `alfrd desk` prints a new one")
        response = Response(_ONWARD.format(url="/"))
        response.set_cookie(place.cookie, session, httponly=True, samesite="Strict", path="/")
        return response


def show(place: Place, key: str, folder: Path, environment: Mapping[str, str]) -> Path | None:
    """Open the desk in the person's browser, where there is a display. Returns the file that leads there.

    The browser gets the name of a private file: every user of the machine can read the arguments of a process.
    """
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return None
    descriptor, name = mkstemp(prefix="desk-", suffix=".html", dir=folder)
    with os.fdopen(descriptor, "w") as file:
        file.write(_ONWARD.format(url=escape(address(place, key))))
    webbrowser.open(Path(name).as_uri())
    return Path(name)
