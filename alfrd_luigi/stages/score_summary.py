"""The stage `score_summary`: scores the summary and its fields for the prompt version that made them."""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.assessment.assessment import ADDED
from alfrd_luigi.database import documents, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import questions
from alfrd_luigi.language.port import Question
from alfrd_luigi.memory.use import own_answer
from alfrd_luigi.stages.scoring import scored, store_score, unprompted
from alfrd_luigi.stages.stage import Stage, language_stage


def _question(session: Session, id: UUID, prompt: str) -> Question:
    assessed = own_answer(scored(session, id, "score_summary").answer)
    answer = {name: value for name, value in assessed.items() if name not in ADDED}
    of = types.of_document(session, id)
    return questions.score_summary(prompt, documents.page_texts(session, id), of.name, of.fields_schema, answer)


STAGE: Stage = language_stage("score_summary", _question, store_score("score_summary"), unprompted("score_summary"))
