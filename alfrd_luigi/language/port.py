"""The one port to a language model: a question in, an answer that fits the question's schema out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Operation = Literal["classify", "score_classification", "summarize", "score_summary", "file", "summarize_file"]


@dataclass(frozen=True)
class Question:
    """One question to a language engine.

    `prompt` is the instruction text (a row of `prompts`); `pages` is the document's text, page by page, and is
    untrusted data; `facts` is the context the operation needs (see `questions.py`); `schema` is the JSON Schema
    (draft 2020-12) that the answer must fit.
    """

    operation: Operation
    prompt: str
    pages: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)


class LanguageEngine(Protocol):
    """What answers questions. Engines are shared between threads, so `answer` must be thread-safe."""

    name: str
    model: str

    def answer(self, question: Question) -> dict[str, Any]:
        """Answer as a JSON object; raises TransientError or PermanentError."""
        ...
