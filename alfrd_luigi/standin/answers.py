"""What a language model would answer: the offline engine's answer to the question that a request holds, or nonsense."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, cast

from alfrd_luigi.language.engines import engine
from alfrd_luigi.language.port import Operation, Question
from alfrd_luigi.standin.faults import Fault

_FACTS = re.compile(r"<facts>\n(.*)\n</facts>", re.DOTALL)
_DOCUMENT = re.compile(r"<(document-[0-9a-f]{16})>\n(.*)\n</\1>", re.DOTALL)
_SHEETS = re.compile(r'(?:^|\n</page>\n)<page number="\d+">\n')
_HINTS = ("known_tags", "known_series")


class RefusedError(Exception):
    """A request that the service would refuse, with the name of the error and a message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def question_in(operation: str, system: str, texts: Sequence[str], schema: dict[str, Any]) -> Question | None:
    """The question that `language/messages.py` wrote; None for a request of another making."""
    facts = _FACTS.fullmatch(texts[0]) if texts else None
    if facts is None:
        return None
    known = json.loads(facts[1])
    hints = {name: known.pop(name) for name in _HINTS if name in known}
    pages = tuple(page for text in texts[1:] for page in _pages(text))
    return Question(cast(Operation, operation), system, pages, known, schema, hints)


def _pages(text: str) -> list[str]:
    document = _DOCUMENT.fullmatch(text)
    return _SHEETS.split(document[2].removesuffix("\n</page>"))[1:] if document else []


def answer_to(question: Question | None, schema: dict[str, Any]) -> Any:
    """The offline engine's answer; the least that the schema allows for a request of another making."""
    return engine("offline").answer(question).content if question is not None else _least(schema)


def _least(schema: dict[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return {name: _least(schema["properties"][name]) for name in schema.get("required", [])}
        case "array":
            return []
        case "number" | "integer":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case "string":
            return "text"
        case _:
            return None


def spoilt(answer: Any, fault: Fault | None) -> Any:
    """The answer with a field too many, or with a value that its schema does not allow."""
    if fault == "extra_field":
        return {**answer, "unexpected": True}
    if fault == "wrong_type":
        return {name: {"not": "this"} for name in answer}
    return answer
