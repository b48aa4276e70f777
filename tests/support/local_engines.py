"""Asks an engine that works on this machine and needs no books."""

from __future__ import annotations

from typing import Any, cast

from alfrd_luigi.language import inquiry
from alfrd_luigi.language.port import LanguageEngine, Question
from alfrd_luigi.services.books import Books


def ask(engine: LanguageEngine, question: Question) -> dict[str, Any]:
    """The engine's valid answer. Only paid engines have books."""
    return inquiry.ask(engine, question, cast(Books, None)).answer
