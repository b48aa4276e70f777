"""Asking an engine of this machine, which nobody keeps books of."""

from __future__ import annotations

from typing import Any, cast

from alfrd_luigi.language import inquiry
from alfrd_luigi.language.port import LanguageEngine, Question
from alfrd_luigi.services.books import Books


def ask(engine: LanguageEngine, question: Question) -> dict[str, Any]:
    """The engine's valid answer; books are opened for paid engines alone, so there are none to give."""
    return inquiry.ask(engine, question, cast(Books, None)).answer
