"""The port to language models: an engine receives a question and returns an answer, which is then validated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.tiers import Tier
from alfrd_luigi.services.usage import Usage


@dataclass(frozen=True)
class Question:
    """One question to a language engine.

    `prompt` is the instruction text (a row of `prompts`). `pages` is the document's text, page by page, and is
    untrusted. `facts` is the context that the operation needs (see `questions.py`). `hints` are known tags or series to
    reuse, and the words of persons on papers like it. They change from day to day and are not part of the key.
    `schema` is the JSON Schema (draft 2020-12) of the answer. `omitted` names the parts of the text that were left out.
    `complaint` is the fault of an earlier answer. `rules` are the names by which the rules know the types that a person
    renamed; no model is told them.
    """

    operation: str
    prompt: str
    pages: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)
    hints: Mapping[str, Any] = field(default_factory=dict)
    omitted: Mapping[str, Any] = field(default_factory=dict)
    complaint: str = ""
    rules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """An engine's answer before validation, and the usage of the call.

    `flaw` is the reason why there is no content: no JSON, or an answer that was cut off. `is_final` means that the
    engine will never answer this question, because a filter or the model refuses it. `tier` is the one that served it;
    None for a service without tiers.
    """

    content: Any
    usage: Usage = field(default_factory=Usage)
    flaw: str = ""
    is_final: bool = False
    tier: Tier | None = None


class LanguageEngine(Protocol):
    """Answers questions. Threads share an engine, so `answer` must be thread-safe.

    `service` is the paid service that it calls, None if it works on this machine. `address` is that of the owner's own
    model server, if there is one. `characters` is the most text that a question can hold, None for no limit.
    """

    name: str
    model: str
    service: PaidService | None
    address: str | None
    characters: int | None

    def answer(self, question: Question) -> Answer:
        """Make one attempt. Raises TransientError, PermanentError, or SettingsError if no document is the cause."""
        ...

    def most(self, question: Question) -> Usage:
        """The highest possible usage for this question."""
        ...

    def reach(self) -> None:
        """Check, at no cost, that the server at `address` answers. Raises SettingsError."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


@runtime_checkable
class TieredEngine(LanguageEngine, Protocol):
    """An engine whose service has a cheaper tier for questions that can wait.

    `answer` also raises RefusedTierError, after which the same question is asked at the default tier.
    """

    def for_trials(self) -> LanguageEngine:
        """The same model for the questions of trials."""
        ...


@runtime_checkable
class ReportingEngine(LanguageEngine, Protocol):
    """An engine whose service says which model answered. `reported` is what it said last, None before."""

    reported: str | None
