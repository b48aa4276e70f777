"""OCR engines in front of another one: its books, so that no page is paid twice, and a second engine for hard pages."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from alfrd_luigi.errors import PermanentError
from alfrd_luigi.ocr.port import EncodedPage, Encoding, OcrEngine, Picture, Reading, Word
from alfrd_luigi.services.books import Books, CallRequest, Reply
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage

_OPERATION = "read_page"


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


class BookedEngine(EngineWrapper):
    """Wraps an engine so that paid calls are recorded; local engines are called directly."""

    def __init__(self, engine: OcrEngine, books: Books) -> None:
        super().__init__(engine)
        self._books = books

    def read(self, picture: Picture) -> Reading:
        """See OcrEngine. Also raises BudgetError."""
        if self.service is None or not isinstance(picture, EncodedPage):
            return self._engine.read(picture)
        key = sha256(f"{self.service.name} {_OPERATION} ".encode() + picture.data).hexdigest()
        request = CallRequest(self.service, _OPERATION, None, key, Usage(pages=1))
        saved = self._books.answer(request, lambda: self._reply(picture))
        if isinstance(saved, list):  # as earlier versions saved it
            saved = {"words": saved, "turn": None}
        return Reading(tuple(_word(row) for row in saved["words"]), turn=saved["turn"])

    def _reply(self, picture: EncodedPage) -> Reply:
        reading = self._engine.read(picture)
        return Reply({"words": [_row(word) for word in reading.words], "turn": reading.turn}, reading.usage)


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


def _row(word: Word) -> list[Any]:
    left, top, right, bottom = word.box
    return [word.text, round(left, 5), round(top, 5), round(right, 5), round(bottom, 5), round(word.confidence, 4)]


def _word(row: list[Any]) -> Word:
    text, left, top, right, bottom, confidence = row
    return Word(text, (left, top, right, bottom), confidence)
