"""What a desk answers, and to whom. Every request passes here before anything else.

A page of another site, or of another program on this machine, can send requests to loopback. It cannot forge the
headers Host, Origin and Sec-Fetch-Site, which its browser sets:

- Host must name this desk. Otherwise a name that an attacker controls could point to loopback (DNS rebinding).
- A request that changes something must have the desk's own Origin. A cookie does not suffice: SameSite ignores ports,
  so that another local page counts as the same site.
- Another page cannot load the desk's pictures and data (Sec-Fetch-Site), frame it, or read its answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Request, Response, abort, request

from alfrd_luigi.desk.keys import Keys
from alfrd_luigi.desk.place import ENTRANCE, Place, onward

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer", browsers send `Origin: null` with the forms of a page.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
_READING = {"GET", "HEAD"}


def guard(app: Flask, place: Place, keys: Keys) -> None:
    """Let only the person who opened the desk use it, and only from its own pages. Answer the address that opens it."""

    @app.before_request
    def check() -> None:
        if request.host not in place.hosts:
            abort(421, "This desk has another address")
        if not _is_own(request):
            abort(403, "Only the desk's own pages may do this")
        if "\0" in request.path or any("\0" in text for text in request.args.values()):
            abort(400, "An address has no NUL character")
        # Another local page may have set a cookie of this name, too.
        if request.path != ENTRANCE and not any(map(keys.is_open, request.cookies.getlist(place.cookie))):
            abort(401, "Open the desk with the address that `alfrd desk` prints")

    @app.get(ENTRANCE)
    def enter() -> Response:
        """Give the session of a key that works once to the browser, as a cookie."""
        session = keys.open(request.args.get("key", ""))
        if session is None:
            abort(401, "This address was used before. `alfrd desk` prints a new one")
        response = Response(onward("/"))
        response.set_cookie(place.cookie, session, httponly=True, samesite="Strict", path="/")
        return response

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _is_own(asked: Request) -> bool:
    """Whether a page of the desk asks, or the person by a bookmark or the address.

    Only the entrance may be reached from another page: from the private file that leads there.
    """
    site = asked.headers.get("Sec-Fetch-Site", "")
    is_own = site in ("", "same-origin", "none")
    if asked.method in _READING:
        return is_own or (asked.path == ENTRANCE and asked.headers.get("Sec-Fetch-Dest") == "document")
    return is_own and asked.headers.get("Origin") == f"http://{asked.host}"
