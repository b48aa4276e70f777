"""Runs a desk until Ctrl-C: waitress, on threads, on loopback."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click
from waitress.server import create_server

from alfrd_luigi.desk import entrance
from alfrd_luigi.desk.application import application
from alfrd_luigi.desk.guard import Place
from alfrd_luigi.desk.keys import Keys

_THREADS = 6
_LOOPBACK = "127.0.0.1"


def serve(port: int, folder: Path, locale: str) -> None:
    """Serve a desk at a port of loopback; 0 is any free one. Says where it is, and opens it if there is a display.

    Raises SettingsError for an unknown locale, and OSError if the port is in use.
    """
    with socket.create_server((_LOOPBACK, port)) as listening:
        place, keys = Place(listening.getsockname()[1]), Keys()
        server = create_server(application(place, keys, locale), sockets=[listening], threads=_THREADS, ident="")
        click.echo(entrance.address(place, keys.cut()))
        leads = entrance.show(place, keys.cut(), folder, os.environ)
        try:
            server.run()
        finally:
            if leads is not None:
                leads.unlink(missing_ok=True)
