"""`alfrd desk`: the archive in a browser, where values are corrected beside the page."""

from __future__ import annotations

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.settings import settings


@click.command(epilog="Example: alfrd desk --port 8700")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="The port on loopback; default: a free one.")
def desk(port: int) -> None:
    """Serve the archive to your browser, with forms to correct it, until Ctrl-C.

    The printed address opens it once, for one browser. It listens on this machine only; from another one, use `ssh -L`.
    """
    try:
        from alfrd_luigi.desk.serving import serve
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"the desk needs the package {error.name}", "Run: pip install 'alfrd-luigi[desk]'"
        ) from error
    from alfrd_luigi.corrections import audit

    with opened() as session:
        audit.draw(session, settings().audits_per_week)
    try:
        serve(port, settings().data_dir, settings().locale)
    except OSError as error:
        raise SettingsError(
            f"the desk cannot listen on port {port}: {error.strerror}", "Name another --port"
        ) from error
