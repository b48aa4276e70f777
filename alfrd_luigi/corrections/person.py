"""Who acts: the name that acts of this process are recorded under."""

from __future__ import annotations

import getpass
import os

from alfrd_luigi.settings import settings


def person() -> str:
    """The setting `person`, or the login name of the operating system, or the user's number if it has no name."""
    if name := settings().person:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
