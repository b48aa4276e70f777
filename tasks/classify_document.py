"""Classification of a document."""

from __future__ import annotations

from tasks.base import StageTask
from tasks.ocr_document import OcrDocument


class ClassifyDocument(StageTask):
    """Determines the type of one document among the known types."""

    stage = "classify"
    resources = {"bedrock": 1}
    priority = 20

    def requires(self) -> OcrDocument:
        """The text of the document."""
        return self.clone(OcrDocument)
