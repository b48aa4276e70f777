"""Loading ahead: what will soon be asked for is made in a thread, while this one has to wait for something else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from alfrd_luigi.errors import AlfrdError


def begin(load: Callable[[], object]) -> None:
    """Begin to load, and return at once. Who asks for it later meets the same error as this does, and says so."""

    def run() -> None:
        with suppress(AlfrdError):
            load()

    threading.Thread(target=run, daemon=True).start()
