"""Engines whose calls end as scripted. A document that is poison at a stage always fails there."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import Any

from alfrd_luigi.errors import PermanentError, ServiceError, SettingsError, TransientError
from alfrd_luigi.language.port import Answer, Question
from alfrd_luigi.ocr.port import Encoding, PageImage, Picture, Reading, Word
from alfrd_luigi.services.paid_service import PaidService
from support.local_engines import LocalModel

_NUMBER = re.compile(r"document (\d+)")


class Outcome(Enum):
    """How a call ends."""

    FINE = "fine"
    TRANSIENT = "transient"
    THROTTLED = "throttled"
    PERMANENT = "permanent"
    INVALID = "invalid"
    BUG = "bug"
    REFUSED_KEY = "refused key"
    KILLED = "killed"


class Script:
    """The outcomes of the next calls; later ones are FINE. `poison` maps (document number, operation) to an outcome."""

    def __init__(self) -> None:
        self.poison: dict[tuple[int, str], Outcome] = {}
        self.last: Outcome | None = None
        self._outcomes: list[Outcome] = []
        self._kill: Callable[[], None] = lambda: None

    def begin(self, outcomes: list[Outcome], kill: Callable[[], None]) -> None:
        """Set the outcomes of the next calls."""
        self._outcomes, self._kill = list(outcomes), kill

    def play(self, number: int, operation: str) -> Outcome:
        """Raise the error of this call's outcome, or return FINE or INVALID, which the engine answers."""
        drawn = self._outcomes.pop(0) if self._outcomes else Outcome.FINE
        self.last = outcome = self.poison.get((number, operation), drawn)
        match outcome:
            case Outcome.TRANSIENT:
                raise TransientError("the service is busy", "It usually is not for long")
            case Outcome.THROTTLED:
                raise ServiceError("too many calls", "throttled")
            case Outcome.PERMANENT:
                raise PermanentError("the service refused", "Ask it why")
            case Outcome.BUG:
                raise KeyError("a fault of the engine")
            case Outcome.REFUSED_KEY:
                raise SettingsError("the key is refused", "Renew it")
            case Outcome.KILLED:
                self._kill()
        return outcome


class Reader:
    """An OCR engine. The first colour of the first pixel is the document's number. INVALID means unreadable."""

    name = "drawn"
    service: PaidService | None = None
    libraries: tuple[str, ...] = ()
    encoding: Encoding | None = None

    def __init__(self, script: Script) -> None:
        self._script = script

    def check(self) -> None:
        """See OcrEngine."""

    def prepare(self) -> None:
        """See OcrEngine."""

    def read(self, picture: Picture) -> Reading:
        assert isinstance(picture, PageImage)
        number = picture.pixels[0]
        if self._script.play(number, "ocr") is Outcome.INVALID:
            raise PermanentError("the page cannot be read")
        return Reading((Word(f"document {number}", (0.1, 0.1, 0.9, 0.2), 0.9),))


class Model(LocalModel):
    """A language engine, paid or not. Each score suggests a prompt, so that prompts evolve constantly."""

    name = "drawn"
    model = "drawn-1"

    def __init__(self, script: Script) -> None:
        self._script = script
        self._suggestions = 0

    def answer(self, question: Question) -> Answer:
        number = _number(question)
        if self._script.play(number, question.operation) is Outcome.INVALID:
            return Answer({"document_type": "love_letter", "score": 7})
        self._suggestions += 1
        return Answer(_answer(question.operation, number, self._suggestions))


def _number(question: Question) -> int:
    found = _NUMBER.search(" ".join(question.pages) or str(question.facts))
    return int(found[1]) if found else 0


def _answer(operation: str, number: int, suggestion: int) -> dict[str, Any]:
    match operation:
        case "classify":
            answer = {"confidence": 0.9, "reasoning": "", "tags": ["home"], "suggested_type": None}
            return {**answer, "document_type": "receipt" if number % 3 else "junk"}
        case "summarize":
            money = {"document_date": "2024-03-05", "total_amount": float(number), "currency": "USD"}
            found = {"entity": "Bakery", "summary": f"document {number}", "structured_data": {}, "evidence": {}}
            return {**money, **found}
        case "file":
            series = {"entity": "Bakery", "series_type": "receipt", "title": "Bakery receipts", "frequency": None}
            return {"series": series if number % 4 else None}
        case "summarize_file":
            return {"summary": f"document {number} and others"}
        case _:
            return {"score": suggestion % 10 / 10, "reasoning": "", "suggested_prompt": f"Look twice, {suggestion}."}
