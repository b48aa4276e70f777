"""The engines, each a module of this package with a function `create`; named by the setting `ocr_engine`."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from dataclasses import dataclass

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.ocr.port import OcrEngine, PageImage, Word

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
            _engines[name] = _create(name)
        return _engines[name]


@dataclass
class OnDemand:
    """The engine of that name, made with the first picture: a model takes two seconds to load, a text needs none."""

    name: str

    def read(self, image: PageImage) -> tuple[Word, ...]:
        """See OcrEngine; raises SettingsError as `engine` does."""
        return engine(self.name).read(image)


def service(name: str) -> str | None:
    """The service that the engine calls, and that is paid; None for one on this machine."""
    return {"textract": "textract"}.get(name)


def _create(name: str) -> OcrEngine:
    if name not in names():
        raise SettingsError(f"ocr_engine is {name!r}, which is no engine", f"Set it to one of: {', '.join(names())}")
    try:
        module = importlib.import_module(f"{__name__}.{name}")
    except ImportError as error:
        extra = _EXTRAS.get(name)
        hint = f"Run: pip install 'alfrd-luigi[{extra}]'" if extra else ""
        raise SettingsError(f"The OCR engine {name!r} needs {error.name}, which is not installed", hint) from error
    made: OcrEngine = module.create()
    return made
