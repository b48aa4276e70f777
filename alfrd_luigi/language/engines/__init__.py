"""The language engines: one module each, found by its name, with a `create()` that makes the engine."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from threading import Lock
from typing import TYPE_CHECKING

from alfrd_luigi.errors import SettingsError

if TYPE_CHECKING:  # a tick of cron that finds nothing to do asks for the names alone
    from alfrd_luigi.language.port import LanguageEngine

# What installs the libraries that an engine needs beyond those of the package itself.
_EXTRAS = {"openai_compatible": "openai"}

_lock = Lock()
_engines: dict[str, LanguageEngine] = {}


def names() -> list[str]:
    """The names that `engine` knows."""
    return sorted(module.name for module in iter_modules(__path__))


def engine(name: str) -> LanguageEngine:
    """The engine of that name, one a process; raises SettingsError for a name that is not known."""
    with _lock:
        if name not in _engines:
            _engines[name] = _create(name)
        return _engines[name]


def forget() -> None:
    """Close the engines; each is made anew when it is next asked for, as the settings are then."""
    with _lock:
        for created in _engines.values():
            created.close()
        _engines.clear()


def _create(name: str) -> LanguageEngine:
    if name not in names():
        raise SettingsError(
            f"There is no language engine {name!r}", f"Set language_engine to one of: {', '.join(names())}"
        )
    try:
        module = import_module(f"{__name__}.{name}")
    except ImportError as error:
        hint = f"Run: pip install 'alfrd-luigi[{_EXTRAS[name]}]'" if name in _EXTRAS else ""
        raise SettingsError(f"The language engine {name!r} needs {error.name}, which is not installed", hint) from error
    created: LanguageEngine = module.create()
    return created
