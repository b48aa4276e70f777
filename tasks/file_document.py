"""Filing of a document into a series."""

from __future__ import annotations

import luigi

from tasks.base import TypedStageTask
from tasks.classify_document import ClassifyDocument
from tasks.score_classification import ScoreClassification
from tasks.score_summary import ScoreSummary


class FileDocument(TypedStageTask):
    """Files one document into its series, if it belongs to one."""

    stage = "file"
    priority = 50

    def process_resources(self) -> dict[str, int]:
        """A slot of the model; a gate needs none."""
        return {} if self.is_gate else {"bedrock": 1}

    def requires(self) -> list[luigi.Task]:
        """Both scores; for a gate, the type."""
        stages = [ClassifyDocument] if self.is_gate else [ScoreClassification, ScoreSummary]
        return [self.clone(stage) for stage in stages]
