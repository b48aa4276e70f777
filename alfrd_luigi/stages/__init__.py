"""The stages of a document and the summary of a file: what each one asks, and what it changes in the archive.

Most of cron's runs find no work. The modules of the stages are therefore imported only when there is work.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alfrd_luigi.stages.graph import StageName
    from alfrd_luigi.stages.stage import Stage


def load(name: StageName) -> Stage:
    """The stage of that name. Imports its module."""
    found: Stage = import_module(f"{__name__}.{name}").STAGE
    return found
