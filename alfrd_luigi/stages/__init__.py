"""The stages of a document and the summary of a file: what each one asks, and what it changes in the archive.

Most of cron's runs find no work. The modules of the stages are therefore imported only when there is work.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from alfrd_luigi import preload

if TYPE_CHECKING:
    from alfrd_luigi.stages.graph import StageName
    from alfrd_luigi.stages.stage import Stage


_loaded: dict[StageName, Stage] = {}


def load(name: StageName) -> Stage:
    """The stage of that name. Imports its module. One that is loaded is returned at once."""
    if name not in _loaded:
        with preload.importing():
            _loaded[name] = import_module(f"{__name__}.{name}").STAGE
    return _loaded[name]
