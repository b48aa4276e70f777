"""The one port to a language model: a question in, an answer that is checked against the question's schema out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage


@dataclass(frozen=True)
class Question:
    """One question to a language engine.

    `prompt` is the instruction text (a row of `prompts`); `pages` is the document's text, page by page, and is
    untrusted data; `facts` is the context the operation needs (see `questions.py`); `hints` are known tags or series to
    reuse, which change from day to day without making it another question; `schema` is the JSON Schema (draft 2020-12)
    that the answer must fit; `omitted` says which part of the text was left out to fit; `complaint` says what was wrong
    with an earlier answer.
    """

    operation: str
    prompt: str
    pages: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)
    hints: Mapping[str, Any] = field(default_factory=dict)
    omitted: Mapping[str, Any] = field(default_factory=dict)
    complaint: str = ""


@dataclass(frozen=True)
class Answer:
    """What an engine answered, not checked yet, and what the call used.

    `flaw` says why there is nothing to check: no JSON, or an answer that was cut off. `is_final` says that the same
    question will never be answered: a filter or the model itself refuses it.
    """

    content: Any
    usage: Usage = field(default_factory=Usage)
    flaw: str = ""
    is_final: bool = False


class LanguageEngine(Protocol):
    """What answers questions. Engines are shared between threads, so `answer` must be thread-safe.

    `service` is the one that is called and paid, None if the answer is made on this machine. `address` is that of the
    owner's own model server, None if there is none. `characters` is how much text fits a question, None for any.
    """

    name: str
    model: str
    service: PaidService | None
    address: str | None
    characters: int | None

    def answer(self, question: Question) -> Answer:
        """Make one attempt; raises TransientError, PermanentError, or SettingsError where no document is at fault."""
        ...

    def most(self, question: Question) -> Usage:
        """The most that an answer to this question can use."""
        ...

    def reach(self) -> None:
        """Ask the server at `address`, at no cost, whether it answers. Raises SettingsError."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
