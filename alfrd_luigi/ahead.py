"""Loads in a thread what will be needed soon, while the calling thread waits for something else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from alfrd_luigi.errors import AlfrdError


def begin(load: Callable[[], object]) -> None:
    """Begin to load, and return at once. Errors are dropped here; the later call raises them."""

    def run() -> None:
        with suppress(AlfrdError):
            load()

    threading.Thread(target=run, daemon=True).start()
