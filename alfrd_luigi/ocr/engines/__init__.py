"""The OCR engines, each a module of this package. The setting `ocr_engine` selects one.

Engines load heavy libraries and models with the first picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alfrd_luigi.services.engine_registry import EngineRegistry
from alfrd_luigi.settings import settings

if TYPE_CHECKING:  # an idle cron run needs only the names
    from alfrd_luigi.ocr.port import OcrEngine

_registry: EngineRegistry[OcrEngine] = EngineRegistry(__name__, __path__, "ocr_engine")
names, engine, selected, service = _registry.names, _registry.engine, _registry.selected, _registry.service


def with_fallback(engine: OcrEngine) -> OcrEngine:
    """The engine with the one of the setting `ocr_fallback`, if that is another one and is installed."""
    name = settings().ocr_fallback
    if not name or name == engine.name or engine.encoding is not None:
        return engine
    from alfrd_luigi.ocr.engines import tesseract
    from alfrd_luigi.ocr.wrappers import FallbackEngine

    return FallbackEngine(engine, _registry.engine(name)) if tesseract.is_available() else engine
