"""The stage `score_classification`: scores the classification for the prompt version that made it."""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.database import documents, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import questions
from alfrd_luigi.language.port import Question
from alfrd_luigi.stages.scoring import scored, store_score
from alfrd_luigi.stages.stage import Stage, language_stage


def _question(session: Session, id: UUID, prompt: str) -> Question:
    answer = scored(session, id, "score_classification").answer
    return questions.score_classification(prompt, documents.page_texts(session, id), types.known(session), answer)


STAGE: Stage = language_stage("score_classification", _question, store_score("score_classification"))
