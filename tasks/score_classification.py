"""What a classification is worth."""

from __future__ import annotations

from tasks.base import StageTask
from tasks.classify_document import ClassifyDocument


class ScoreClassification(StageTask):
    """Scores the classification of one document; a failure is recorded and stops nothing."""

    stage = "score_classification"
    resources = {"bedrock": 1}
    priority = 30

    def requires(self) -> ClassifyDocument:
        """The classification."""
        return self.clone(ClassifyDocument)
