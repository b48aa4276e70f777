"""An OCR engine that takes no time and finds no text, for tests that examine only the decoding."""

from __future__ import annotations

from alfrd_luigi.ocr.port import Encoding, Picture, Reading
from alfrd_luigi.services.paid_service import PaidService


class BlindEngine:
    """See OcrEngine."""

    name = "blind"
    service: PaidService | None = None
    libraries: tuple[str, ...] = ()
    encoding: Encoding | None = None

    def check(self) -> None:
        """See OcrEngine."""

    def prepare(self) -> None:
        """See OcrEngine."""

    def read(self, picture: Picture) -> Reading:
        """See OcrEngine."""
        return Reading(())


def create() -> BlindEngine:
    """The engine."""
    return BlindEngine()
