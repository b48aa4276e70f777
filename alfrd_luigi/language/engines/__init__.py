"""The language engines, each a module of this package. The setting `language_engine` selects one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alfrd_luigi.services.engine_registry import EngineRegistry
from alfrd_luigi.settings import settings

if TYPE_CHECKING:  # an idle cron run needs only the names
    from alfrd_luigi.language.port import LanguageEngine

_registry: EngineRegistry[LanguageEngine] = EngineRegistry(__name__, __path__, "language_engine")
OFFLINE = "offline"
"""The engine that works by rules, and calls nobody."""
names, engine, selected, service = _registry.names, _registry.engine, _registry.selected, _registry.service
made = _registry.made


def has_model() -> bool:
    """Whether a language model is configured. Imports no engine for rules, because idle runs ask."""
    return settings().language_engine != OFFLINE and service() is not None


def close() -> None:
    """Close the engines. Each is created again, with the current settings, when it is next needed."""
    for created in _registry.clear():
        created.close()
