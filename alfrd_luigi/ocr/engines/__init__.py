"""The OCR engines, each a module of this package. The setting `ocr_engine` selects one.

Engines load heavy libraries and models with the first picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alfrd_luigi.services.engine_registry import EngineRegistry

if TYPE_CHECKING:  # an idle cron run needs only the names
    from alfrd_luigi.ocr.port import OcrEngine

_registry: EngineRegistry[OcrEngine] = EngineRegistry(__name__, __path__, "ocr_engine")
names, engine, selected, service = _registry.names, _registry.engine, _registry.selected, _registry.service
