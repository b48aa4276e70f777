"""The stages of a document and the summary of a file: what each one asks, and what it changes in the archive."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alfrd_luigi.stages.graph import StageName
    from alfrd_luigi.stages.stage import Stage


def load(name: StageName) -> Stage:
    """The stage of that name. Its module is loaded here: a tick of cron that finds nothing to do needs none of them."""
    found: Stage = import_module(f"{__name__}.{name}").STAGE
    return found
