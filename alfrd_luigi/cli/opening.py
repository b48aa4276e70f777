"""Opens the archive for a command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from alfrd_luigi.archive import open_archive
from alfrd_luigi.configuration import config_file
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.settings import retired


@contextmanager
def opened() -> Iterator[Session]:
    """A session on the archive's database. Raises DatabaseError if there is none."""
    for line in retired(os.environ, config_file(os.environ)):
        click.echo(f"warning: {line}", err=True)
    open_archive()
    try:
        yield database().session()
    finally:
        database().close()
