"""The engines, each a module of this package with a class `Engine`; named by the setting `ocr_engine`.

These modules are light: what an engine is can be told from its class, and what it needs is loaded when one is made.
"""

from __future__ import annotations

import importlib
import pkgutil
import threading

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.ocr.port import OcrEngine, Picture, Reading

# What installs the libraries that an engine needs beyond those of the package itself.
_EXTRAS = {"local": "local-ocr"}

_engines: dict[str, OcrEngine] = {}
_lock = threading.Lock()


def names() -> list[str]:
    """The engines that there are."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def engine(name: str) -> OcrEngine:
    """The one engine of that name in this process, made when first asked for.

    Raises SettingsError if there is none of that name, or a library that it needs is not installed.
    """
    with _lock:
        if name not in _engines:
            _engines[name] = _made(name)
        return _engines[name]


class OnDemand:
    """The engine of that name, made with the first picture: a model takes two seconds to load, a text needs none."""

    def __init__(self, name: str) -> None:
        """Raises SettingsError if there is none of that name."""
        kind = _kind(name)
        self.name, self.model, self.service = kind.name, kind.model, kind.service
        self.operation, self.picture = kind.operation, kind.picture

    def read(self, page: Picture) -> Reading:
        """See OcrEngine; raises SettingsError as `engine` does."""
        return engine(self.name).read(page)


def _kind(name: str) -> type[OcrEngine]:
    if name not in names():
        raise SettingsError(f"ocr_engine is {name!r}, which is no engine", f"Set it to one of: {', '.join(names())}")
    kind: type[OcrEngine] = importlib.import_module(f"{__name__}.{name}").Engine
    return kind


def _made(name: str) -> OcrEngine:
    kind = _kind(name)
    try:
        return kind()
    except ImportError as error:
        extra = _EXTRAS.get(name)
        hint = f"Run: pip install 'alfrd-luigi[{extra}]'" if extra else ""
        raise SettingsError(f"The OCR engine {name!r} needs {error.name}, which is not installed", hint) from error
