"""The engines of a package: one module each, with a constant `SERVICE` and a function `create`."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.settings import settings

if TYPE_CHECKING:  # an idle cron run needs only the names
    from alfrd_luigi.services.paid_service import PaidService


class Engine(Protocol):
    """The members of every engine. `service` is the service that it calls, None if it works on this machine."""

    name: str
    service: PaidService | None


E = TypeVar("E", bound=Engine)


class EngineRegistry(Generic[E]):
    """Creates each engine of a package once in a process. The setting `setting` selects one."""

    def __init__(self, package: str, path: list[str], setting: str) -> None:
        self._package, self._path, self._setting = package, path, setting
        self._lock = Lock()
        self._engines: dict[str, E] = {}

    def names(self) -> list[str]:
        """The names of the engines."""
        return sorted(module.name for module in iter_modules(self._path))

    def selected(self) -> E:
        """The selected engine. Raises SettingsError."""
        return self.engine(getattr(settings(), self._setting))

    def service(self) -> PaidService | None:
        """The service of the selected engine. Does not create the engine. Raises SettingsError."""
        service: PaidService | None = self._module(getattr(settings(), self._setting)).SERVICE
        return service

    def engine(self, name: str) -> E:
        """The engine of that name. Raises SettingsError if there is none, or if it lacks a library or a setting."""
        with self._lock:
            if name not in self._engines:
                self._engines[name] = self._module(name).create()
            return self._engines[name]

    def made(self, name: str, model: str) -> E:
        """A new engine of that name for another model, which the caller closes. Raises SettingsError."""
        module = self._module(name)
        if module.SERVICE is None:
            raise SettingsError(f"the engine {name} has no models", "Name another engine, or no model")
        engine: E = module.create(model)
        return engine

    def clear(self) -> list[E]:
        """Forget the created engines, and return them. Each is created again when it is next needed."""
        with self._lock:
            created = list(self._engines.values())
            self._engines.clear()
            return created

    def _module(self, name: str) -> ModuleType:
        if name not in self.names():
            raise SettingsError(
                f"{self._setting} is {name!r}, which is no engine", f"Set it to one of: {', '.join(self.names())}"
            )
        try:
            return import_module(f"{self._package}.{name}")
        except ImportError as error:
            raise missing(f"{self._setting} = {name}", error.name or str(error)) from error


def missing(said: str, *libraries: str) -> SettingsError:
    """The error for missing libraries. Its hint names the extra of this package that installs the first."""
    from importlib.metadata import requires  # here, because most runs lack no library

    extra = next(filter(None, map(_extra_with(libraries[0]).match, requires("alfrd-luigi") or ())), None)
    hint = f"Run: pip install 'alfrd-luigi[{extra[1]}]'" if extra else ""
    return SettingsError(f"{said} needs {', '.join(libraries)}, which is not installed", hint)


def _extra_with(library: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(library)}\b.*extra == ['\"]([\w-]+)['\"]")
