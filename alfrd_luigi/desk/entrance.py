"""Opens a desk: a key that works once becomes the cookie of a session."""

from __future__ import annotations

from flask import Flask, Response, abort, request

from alfrd_luigi.desk.keys import Keys
from alfrd_luigi.desk.place import ENTRANCE, Place, onward


def add_entrance(app: Flask, place: Place, keys: Keys) -> None:
    """Answer the address that opens the desk."""

    @app.get(ENTRANCE)
    def enter() -> Response:
        session = keys.open(request.args.get("key", ""))
        if session is None:
            abort(401, "This address was used before. `alfrd desk` prints a new one")
        response = Response(onward("/"))
        response.set_cookie(place.cookie, session, httponly=True, samesite="Strict", path="/")
        return response
