"""Text recognition on this machine, with models that are part of a package. No network."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from alfrd_luigi import preload
from alfrd_luigi.ocr.port import Encoding, PageImage, Picture, Reading
from alfrd_luigi.services.engine_registry import missing
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.settings import settings

if TYPE_CHECKING:
    from alfrd_luigi.ocr.recognition import Recogniser


SERVICE: PaidService | None = None


class LocalEngine:
    """Loads its models with the first picture: that takes two seconds, and a text document needs none."""

    name = "local"
    service: PaidService | None = SERVICE
    libraries: tuple[str, ...] = ("rapidocr", "onnxruntime")
    encoding: Encoding | None = None

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._recogniser: Recogniser | None = None

    def check(self) -> None:
        """See OcrEngine. Nothing else is needed."""

    def prepare(self) -> None:
        """See OcrEngine."""
        if self._recogniser is None:
            preload.begin(self._loaded)

    def read(self, picture: Picture) -> Reading:
        """See OcrEngine."""
        if not isinstance(picture, PageImage):
            raise TypeError("the local engine reads pixels")
        return self._loaded().read(picture)

    def _loaded(self) -> Recogniser:
        with self._lock:
            if self._recogniser is None:
                self._recogniser = _load()
            return self._recogniser


def create() -> LocalEngine:
    """Create the engine."""
    return LocalEngine()


def _load() -> Recogniser:
    try:
        from alfrd_luigi.ocr.recognition import Recogniser
    except ImportError as error:
        raise missing("ocr_engine = local", error.name or str(error)) from error
    return Recogniser(settings().ocr_threads, settings().ocr_page_seconds)
