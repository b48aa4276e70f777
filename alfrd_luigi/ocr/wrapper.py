"""An OCR engine in front of another one, with the description of that one."""

from __future__ import annotations

from alfrd_luigi.ocr.port import Encoding, OcrEngine
from alfrd_luigi.services.paid_service import PaidService


class EngineWrapper:
    """Everything of an OcrEngine except `read`, taken from the engine that is wrapped."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.name = engine.name
        self.service: PaidService | None = engine.service
        self.libraries: tuple[str, ...] = engine.libraries
        self.encoding: Encoding | None = engine.encoding

    def check(self) -> None:
        """See OcrEngine."""
        self._engine.check()

    def prepare(self) -> None:
        """See OcrEngine."""
        self._engine.prepare()
