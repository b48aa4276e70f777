"""`alfrd desk`: the archive in a browser, where values are corrected beside the page."""

from __future__ import annotations

from importlib.util import find_spec

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.settings import settings


@click.command(short_help="Serve the archive to your browser, with forms.", epilog="Example: alfrd desk --port 8700")
@click.option(
    "--port", type=click.IntRange(0, 65_535), metavar="N", default=0, help="The port on loopback; default: a free one."
)
def desk(port: int) -> None:
    """Serve the archive to your browser, with forms to correct it, until Ctrl-C.

    The printed address opens it once, for one browser. It listens on this machine only; from another one, use `ssh -L`.
    """
    _check_packages()
    from alfrd_luigi.corrections import audit
    from alfrd_luigi.desk.serving import serve

    with opened() as session:
        audit.draw(session, settings().audits_per_week)
    serve(port, settings().data_dir, settings().locale)


def _check_packages() -> None:
    missing = [name for name in ("flask", "waitress") if find_spec(name) is None]
    if missing:
        raise SettingsError(f"the desk needs the package {missing[0]}", "Run: pip install 'alfrd-luigi[desk]'")
