"""The stages of a document and the summary of a file: what each one asks, and what it changes in the archive.

Whoever may find nothing to do, as cron's ticks mostly do, imports what works on documents only when there is work.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from alfrd_luigi import ahead
from alfrd_luigi.settings import settings

if TYPE_CHECKING:
    from alfrd_luigi.stages.graph import StageName
    from alfrd_luigi.stages.stage import Stage


def load_ahead() -> None:
    """Begin to load what the first documents will need, and return at once: to be called when time is free."""
    ahead.begin(_load_first)


def _load_first() -> None:
    from alfrd_luigi.language import engines

    load("ocr")
    load("classify")
    engines.engine(settings().language_engine)


def load(name: StageName) -> Stage:
    """The stage of that name, whose module is loaded with this."""
    found: Stage = import_module(f"{__name__}.{name}").STAGE
    return found
