"""Scoring of a classification."""

from __future__ import annotations

from tasks.base import StageTask
from tasks.classify_document import ClassifyDocument


class ScoreClassification(StageTask):
    """Scores the classification of one document. A failure is recorded and does not stop the document."""

    stage = "score_classification"
    resources = {"bedrock": 1}
    priority = 30

    def requires(self) -> ClassifyDocument:
        """The classification."""
        return self.clone(ClassifyDocument)
