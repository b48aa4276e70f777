"""Where a desk listens, and how its owner gets there. Light to import: the address is printed before the rest loads."""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Mapping
from html import escape
from pathlib import Path
from tempfile import mkstemp
from typing import NamedTuple
from urllib.parse import quote

ENTRANCE = "/open"
LARGEST = 2_000_000_000
"""The most bytes of a request: what a ZIP archive may hold."""
# The browser follows this by itself. A redirect would still count as a request of the page that led here, with which a
# browser does not send the new cookie (SameSite=Strict).
_ONWARD = """<!doctype html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={url}">
<title>alfrd</title>
"""


class Place(NamedTuple):
    """Where a desk listens: loopback, at this port."""

    port: int

    @property
    def hosts(self) -> tuple[str, ...]:
        """The values of Host that name this desk."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def url(self) -> str:
        """The address of the desk, without a path."""
        return f"http://{self.hosts[0]}"

    @property
    def cookie(self) -> str:
        """The name of its cookie. Browsers send a cookie of one port to the other ports of a host, too."""
        return f"alfrd-desk-{self.port}"

    def address(self, key: str) -> str:
        """The address that opens the desk, once."""
        return f"{self.url}{ENTRANCE}?key={quote(key)}"


def onward(url: str) -> str:
    """A page that leads to an address."""
    return _ONWARD.format(url=escape(url))


def show(place: Place, key: str, folder: Path, environment: Mapping[str, str]) -> Path | None:
    """Open the desk in the person's browser, where there is a display. Returns the file that leads there.

    The browser gets the name of a private file: every user of the machine can read the arguments of a process.
    """
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return None
    descriptor, name = mkstemp(prefix="desk-", suffix=".html", dir=folder)
    with os.fdopen(descriptor, "w") as file:
        file.write(onward(place.address(key)))
    webbrowser.open(Path(name).as_uri())
    return Path(name)
