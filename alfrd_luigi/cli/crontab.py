"""The line for a crontab that runs the pipeline: with this installation, on this archive."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from shlex import quote

from alfrd_luigi.configuration import NAMED, config_file
from alfrd_luigi.settings import DATA_DIR_VARIABLE, settings

_TIMES = "*/10 * * * *"


def line() -> str:
    """The line. Cron has neither this process's working directory nor its environment, so it names everything."""
    named = [f"{name}={quote(str(path))}" for name, path in _named()]
    command = [*named, *map(quote, _luigi()), "--module", "alfrd_luigi", "ProcessAllPending"]
    return f"{_TIMES} {' '.join(command)}".replace("%", r"\%")  # to cron, a % ends the command


def _named() -> Iterator[tuple[str, Path]]:
    """The variables that name this archive."""
    file = config_file(os.environ)
    if file is not None:
        yield NAMED, file
    if os.environ.get(DATA_DIR_VARIABLE):
        yield DATA_DIR_VARIABLE, settings().data_dir


def _luigi() -> list[str]:
    """The `luigi` command that was installed with this package; if there is none, what it does."""
    files = distribution("alfrd-luigi").files or ()
    places = (os.path.normpath(file.locate()) for file in files if file.name == "luigi")
    found = next(filter(os.path.isfile, places), None)
    return [found] if found is not None else [sys.executable, "-m", "alfrd_luigi.command"]
