"""The stages of a document and the summary of a file: what each one asks, and what it changes in the archive.

Whoever may find nothing to do, as cron's ticks mostly do, imports what works on documents only when there is work.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.settings import settings

if TYPE_CHECKING:
    from alfrd_luigi.stages.graph import StageName
    from alfrd_luigi.stages.stage import Stage


def load_ahead() -> None:
    """Begin to load what the first documents will need, and return at once: to be called when time is free."""
    threading.Thread(target=_load_first, daemon=True).start()


def _load_first() -> None:
    from alfrd_luigi.language import engines

    load("ocr")
    load("classify")
    with suppress(AlfrdError):  # who asks for the engine will meet the same, and say so
        engines.engine(settings().language_engine)


def load(name: StageName) -> Stage:
    """The stage of that name, whose module is loaded with this."""
    found: Stage = import_module(f"{__name__}.{name}").STAGE
    return found
