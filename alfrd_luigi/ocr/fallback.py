"""A second engine for the pages that the first one cannot read."""

from __future__ import annotations

from alfrd_luigi.errors import PermanentError
from alfrd_luigi.ocr.port import OcrEngine, Picture, Reading
from alfrd_luigi.ocr.wrapper import EngineWrapper


class FallbackEngine(EngineWrapper):
    """Wraps an engine. The other engine also reads the pages that it cannot read, and the better reading counts."""

    def __init__(self, engine: OcrEngine, other: OcrEngine) -> None:
        super().__init__(engine)
        self._other = other

    def read(self, picture: Picture) -> Reading:
        """See OcrEngine. A page that the other engine fails on keeps the first reading, which says what is unread."""
        reading = self._engine.read(picture)
        if not reading.unread:
            return reading
        try:
            other = self._other.read(picture)
        except PermanentError:
            return reading
        return other if other.unread is not None and other.unread < reading.unread else reading
