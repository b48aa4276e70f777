"""Ends a process that cannot do its work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NoReturn

from alfrd_luigi import logs
from alfrd_luigi.errors import AlfrdError


def stop(error: AlfrdError, code: int | None = None) -> NoReturn:
    """End the process with the error's line and its exit code, or with `code`."""
    logs.say(f"error: {error.line}", logging.ERROR)
    raise SystemExit(int(error.exit_code) if code is None else code) from error


def stop_unless(check: Callable[[], None]) -> None:
    """End the process if the check raises."""
    try:
        check()
    except AlfrdError as error:
        stop(error)
