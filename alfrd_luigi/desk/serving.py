"""Runs a desk until Ctrl-C or SIGTERM: waitress, on threads, on loopback."""

from __future__ import annotations

import logging
import os
import signal
import socket
from pathlib import Path

import click

from alfrd_luigi.desk.keys import Keys
from alfrd_luigi.desk.place import LARGEST, Place, show
from alfrd_luigi.errors import SettingsError

# A browser sends six requests at a time; three of them may wait for pictures.
_THREADS = 8
_LOOPBACK = "127.0.0.1"


def serve(port: int, folder: Path, locale: str) -> None:
    """Serve a desk at a port of loopback; 0 is any free one. Says where it is, and opens it if there is a display.

    Raises SettingsError for an unknown locale, and for a port that cannot be used.
    """
    # A service manager ends it with SIGTERM. Then, too, it leaves the embedded server, which stops with its last user.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _listening(port) as listening:
        place, keys = Place(listening.getsockname()[1]), Keys()
        click.echo(place.address(keys.cut()))
        leads = show(place, keys.cut(), folder, os.environ)
        try:
            _run(listening, place, keys, locale)
        finally:
            if leads is not None:
                leads.unlink(missing_ok=True)


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((_LOOPBACK, port))
    except OSError as error:
        what = f"the desk cannot listen on port {port}: {error.strerror}"
        raise SettingsError(what, "Name another one with --port, or omit it") from error


def _run(listening: socket.socket, place: Place, keys: Keys, locale: str) -> None:
    # Loaded when the address is printed: until then, the kernel keeps the browser's requests.
    from waitress.server import create_server

    from alfrd_luigi.desk.application import application

    # It says how many requests wait: six of them do whenever a page with pictures is opened.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    app = application(place, keys, locale)
    create_server(app, sockets=[listening], threads=_THREADS, ident="", max_request_body_size=LARGEST).run()
