"""Scoring of a summary."""

from __future__ import annotations

import luigi

from tasks.base import TypedStageTask
from tasks.classify_document import ClassifyDocument
from tasks.summarize_document import SummarizeDocument


class ScoreSummary(TypedStageTask):
    """Scores the summary of one document. A failure is recorded and does not stop the document."""

    stage = "score_summary"
    priority = 40

    def process_resources(self) -> dict[str, int]:
        """A slot of the model; a gate needs none."""
        return {} if self.is_gate else {"bedrock": 1}

    def requires(self) -> luigi.Task:
        """The summary; for a gate, the type."""
        return self.clone(ClassifyDocument if self.is_gate else SummarizeDocument)
