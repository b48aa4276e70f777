"""Waits for what a run holds: an act of a person that meets a run is tried again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import click

from alfrd_luigi.errors import BusyError

_WAIT_SECONDS = 60
_SECONDS_BETWEEN_TRIES = 0.5

_Made = TypeVar("_Made")


def when_free(act: Callable[[], _Made]) -> _Made:
    """Act, once no run holds what it changes. Raises BusyError if one still does after a minute."""
    end = time.monotonic() + _WAIT_SECONDS
    said = False
    while True:
        try:
            return act()
        except BusyError as error:
            if time.monotonic() > end:
                raise
            if not said:
                click.echo(f"{error.message}; waiting for it", err=True)
            said = True
            time.sleep(_SECONDS_BETWEEN_TRIES)
