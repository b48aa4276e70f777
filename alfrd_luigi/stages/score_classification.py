"""The stage `score_classification`: scores the classification for the prompt version that made it."""

from __future__ import annotations

from uuid import UUID

from alfrd_luigi.assessment.assessment import ADDED
from alfrd_luigi.database import documents, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import questions
from alfrd_luigi.language.port import Question
from alfrd_luigi.memory.use import own_answer
from alfrd_luigi.stages.graph import StageName
from alfrd_luigi.stages.scoring import scored, store_score, unprompted
from alfrd_luigi.stages.stage import Stage, language_stage

_NAME: StageName = "score_classification"


def _question(session: Session, id: UUID, prompt: str) -> Question:
    assessed = own_answer(scored(session, id, _NAME).answer)
    answer = {name: value for name, value in assessed.items() if name not in ADDED}
    return questions.score_classification(prompt, documents.page_texts(session, id), types.known(session), answer)


STAGE: Stage = language_stage(_NAME, _question, store_score(_NAME), unprompted(_NAME))
