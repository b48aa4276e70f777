"""A language engine that obeys scripts in a document's text: `[[summarize: transient]]`, `[[classify: nonsense]]`.

The offline engine answers everything else. The summaries name the prompt that made them, so that the scores can prefer
one prompt to another. With ALFRD_TEST_CALLS, it appends a line for each call to that file: operation, document type,
begin and end on the machine's clock. ALFRD_TEST_SECONDS is the duration of a call.
"""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import Any

from alfrd_luigi.errors import PermanentError, TransientError
from alfrd_luigi.language.engines.offline import create as create_offline
from alfrd_luigi.language.port import Answer, Question
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage

BETTER = "BETTER: say who sent it, and when."
SERVICE: PaidService | None = None
_SCRIPT = re.compile(r"\[\[(\w+): ?(\w+)\]\]")


class ScriptedEngine:
    name = "scripted"
    model = "script-1"

    def __init__(self) -> None:
        self._offline = create_offline()

    def most(self, question: Question) -> Usage:
        return Usage()

    def reach(self) -> None:
        pass

    def close(self) -> None:
        pass

    service: PaidService | None = SERVICE
    address: str | None = None
    characters: int | None = None

    def answer(self, question: Question) -> Answer:
        begin = time.time()
        time.sleep(float(os.environ.get("ALFRD_TEST_SECONDS", "0")))
        try:
            return Answer(self._answer(question))
        finally:
            _log(question, begin)

    def _answer(self, question: Question) -> dict[str, Any]:
        match dict(_SCRIPT.findall("\n".join(question.pages))).get(question.operation):
            case "transient":
                raise TransientError("the service is busy", "It usually is not for long")
            case "permanent":
                raise PermanentError("the service refused", "Ask it why")
            case "nonsense":
                return {"document_type": "love_letter", "score": 7}
            case "bug":
                raise KeyError("a fault of the engine")
            case "quoting":
                raise ValueError("\n".join(question.pages))
            case "babble":
                text = "\n".join(question.pages)
                return {"document_type": text, "summary": [text], "series": text, text: text}
            case _:
                return self._changed(question, self._offline.answer(question).content)

    def _changed(self, question: Question, answer: dict[str, Any]) -> dict[str, Any]:
        if question.operation == "summarize":
            return {**answer, "summary": f"{question.prompt.split(':')[0]} | {answer['summary']}"}
        if question.operation == "score_summary":
            is_better = question.facts["answer"]["summary"].startswith("BETTER")
            return {**answer, "score": 0.9 if is_better else 0.4, "suggested_prompt": BETTER}
        return answer


def _log(question: Question, begin: float) -> None:
    if path := os.environ.get("ALFRD_TEST_CALLS"):
        line = [question.operation, question.facts.get("document_type"), begin, time.time()]
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def create() -> ScriptedEngine:
    return ScriptedEngine()
