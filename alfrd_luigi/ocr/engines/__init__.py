"""The OCR engines, each a module of this package with a function `create`. The setting `ocr_engine` selects one."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from typing import TYPE_CHECKING

from alfrd_luigi.errors import SettingsError

if TYPE_CHECKING:  # an idle cron run needs only the names
    from alfrd_luigi.ocr.port import OcrEngine

_engines: dict[str, OcrEngine] = {}
_lock = threading.Lock()


def names() -> list[str]:
    """The names of the engines."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def engine(name: str) -> OcrEngine:
    """The engine of that name, created once for a process. Raises SettingsError if there is none.

    Engines load heavy libraries and models with the first picture.
    """
    with _lock:
        if name not in _engines:
            _engines[name] = _create(name)
        return _engines[name]


def _create(name: str) -> OcrEngine:
    if name not in names():
        raise SettingsError(f"ocr_engine is {name!r}, which is no engine", f"Set it to one of: {', '.join(names())}")
    made: OcrEngine = importlib.import_module(f"{__name__}.{name}").create()
    return made
