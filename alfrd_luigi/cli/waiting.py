"""Waits for documents that a run is processing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import click

from alfrd_luigi.errors import BusyError

_Made = TypeVar("_Made")

_WAIT_SECONDS = 60
_SECONDS_BETWEEN_TRIES = 0.5


def when_free(change: Callable[[], _Made]) -> _Made:
    """Make a change once no run holds what it needs. Raises BusyError if one still does after a minute."""
    end = time.monotonic() + _WAIT_SECONDS
    said = False
    while True:
        try:
            return change()
        except BusyError as error:
            if time.monotonic() > end:
                raise
            if not said:
                click.echo(f"{error.message}; waiting for it", err=True)
            said = True
            time.sleep(_SECONDS_BETWEEN_TRIES)
