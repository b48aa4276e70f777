"""The common part of the two scorings: the result to judge, and the score of the prompt version that made it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from alfrd_luigi.database import documents, prompts, stage_results
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.stage_results import StageResult
from alfrd_luigi.errors import PermanentError
from alfrd_luigi.language.quotation import quotes
from alfrd_luigi.services.books import Books
from alfrd_luigi.stages.graph import GRAPH, StageName
from alfrd_luigi.stages.stage import Result


def scored(session: Session, id: UUID, scoring: StageName) -> StageResult:
    """The completed result that the scoring judges. Raises PermanentError if there is none."""
    stage = str(GRAPH[scoring].scores)
    found = stage_results.result(session, id, stage)
    if found is None:
        problem = f"there is no result of {stage} to score"
        raise PermanentError(problem, f"Run it again from {stage}, with alfrd rerun")
    return found


def unprompted(scoring: StageName) -> Callable[[Session, UUID, Books], Result | None]:
    """A function that returns the full score for a result that no prompt has made; None for any other."""

    def known(session: Session, id: UUID, _books: Books) -> Result | None:
        judged = scored(session, id, scoring)
        if judged.prompt_id is not None:
            return None
        reasoning = "No prompt made this result, so there is none to judge."
        return Result({"score": 1.0, "reasoning": reasoning, "suggested_prompt": None}, judged.engine)

    return known


def store_score(scoring: StageName) -> Callable[[Session, UUID, Result], None]:
    """A function that stores an answer of the scoring. It drops a suggestion that quotes the document."""

    def store(session: Session, id: UUID, result: Result) -> None:
        suggestion: str | None = result.answer["suggested_prompt"]
        if suggestion and quotes(suggestion, documents.page_texts(session, id)):
            suggestion = None
        made_by = scored(session, id, scoring).prompt_id
        if made_by is not None:
            prompts.score(session, made_by, id, result.answer["score"], suggestion)

    return store
