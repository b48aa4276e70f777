"""The engines, each a module of this package with a function `create`; named by the setting `ocr_engine`."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from typing import TYPE_CHECKING

from alfrd_luigi.errors import SettingsError

if TYPE_CHECKING:  # a tick of cron that finds nothing to do asks for the names alone
    from alfrd_luigi.ocr.port import OcrEngine

_engines: dict[str, OcrEngine] = {}
_lock = threading.Lock()


def names() -> list[str]:
    """The engines that there are."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def engine(name: str) -> OcrEngine:
    """The one engine of that name in this process, made when first asked for; raises SettingsError if there is none.

    Engines load what is heavy with the first picture.
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
