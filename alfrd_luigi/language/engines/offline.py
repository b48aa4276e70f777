"""The offline engine: answers every question by rules, deterministically, from the document alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from alfrd_luigi.extraction import classification, file_summaries, records, scores, series
from alfrd_luigi.language.engines import OFFLINE
from alfrd_luigi.language.port import Answer, LanguageEngine, Question
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage

# The rules take about 50 microseconds per character. Text beyond ten dense pages adds nothing to the answers.
_CHARACTERS = 40_000


NAME = OFFLINE
SERVICE: PaidService | None = None


class OfflineEngine:
    """Stateless and therefore thread-safe. Never raises TransientError."""

    name = NAME
    model = "rules-1"
    service: PaidService | None = SERVICE
    address: str | None = None
    characters: int | None = _CHARACTERS

    def answer(self, question: Question) -> Answer:
        """The answer as a JSON object. The prompt has no effect."""
        asked = replace(question, pages=tuple(map(_storable, question.pages)), facts=_known(question))
        return Answer(_named(_ANSWERS[question.operation](asked), question.rules))

    def most(self, _question: Question) -> Usage:
        """No usage: the engine calls no service."""
        return Usage()

    def reach(self) -> None:
        """Do nothing: there is no server."""

    def close(self) -> None:
        """Do nothing: there is no connection."""


def create() -> LanguageEngine:
    """The engine, for the registry."""
    return OfflineEngine()


def _storable(page: str) -> str:
    """The page without characters that PostgreSQL cannot store, which the text layers of some PDFs contain."""
    return page.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _known(question: Question) -> Mapping[str, Any]:
    """The facts with each type by the name by which the rules know it."""
    facts, rules = dict(question.facts), question.rules
    if "types" in facts:
        facts["types"] = [{**each, "name": rules.get(each["name"], each["name"])} for each in facts["types"]]
    for name in ("document", "answer"):
        if "document_type" in facts.get(name, ()):
            facts[name] = {**facts[name], "document_type": _first(facts[name]["document_type"], rules)}
    if "document_type" in facts:
        facts["document_type"] = _first(facts["document_type"], rules)
    return facts


def _first(name: str | None, rules: Mapping[str, str]) -> str | None:
    return name if name is None else rules.get(name, name)


def _named(answer: dict[str, Any], rules: Mapping[str, str]) -> dict[str, Any]:
    """The answer with the type by its present name."""
    if "document_type" not in answer:
        return answer
    present = {rule: name for name, rule in rules.items()}
    return {**answer, "document_type": _first(answer["document_type"], present)}


def _classify(question: Question) -> dict[str, Any]:
    return classification.classify(question.pages, question.facts["types"], question.hints["known_tags"])


def _score_classification(question: Question) -> dict[str, Any]:
    return scores.score_classification(question.pages, question.facts["answer"])


def _summarize(question: Question) -> dict[str, Any]:
    facts = question.facts
    language = facts.get("summary_language")
    return records.summarize(question.pages, facts["document_type"], facts["fields_schema"], language)


def _score_summary(question: Question) -> dict[str, Any]:
    facts = question.facts
    return scores.score_summary(question.pages, facts["document_type"], facts["fields_schema"], facts["answer"])


def _judge_answers(_question: Question) -> dict[str, Any]:
    return {"better": "even", "reasoning": "The rules cannot tell which answer is better."}


def _propose_prompt(_question: Question) -> dict[str, Any]:
    return {"prompt": None, "reasoning": "The rules follow no prompts."}


def _file(question: Question) -> dict[str, Any]:
    return {"series": series.find_series(question.facts["document"], question.hints["known_series"])}


def _design_series(_question: Question) -> dict[str, Any]:
    return {"fields": [], "notes": "", "prompt": "Read the fields of the type."}


def _summarize_file(question: Question) -> dict[str, Any]:
    facts = question.facts
    told = (facts["title"], facts["statistics"], facts["documents"], facts.get("summary_language"))
    return {"summary": file_summaries.summarize_file(*told, facts.get("compared", ()))}


_ANSWERS: dict[str, Callable[[Question], dict[str, Any]]] = {
    "classify": _classify,
    "score_classification": _score_classification,
    "summarize": _summarize,
    "score_summary": _score_summary,
    "judge_answers": _judge_answers,
    "propose_prompt": _propose_prompt,
    "file": _file,
    "extract_series": _summarize,
    "design_series": _design_series,
    "summarize_file": _summarize_file,
}
