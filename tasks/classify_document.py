"""The type of a document."""

from __future__ import annotations

from tasks.base import StageTask
from tasks.ocr_document import OcrDocument


class ClassifyDocument(StageTask):
    """Finds which of the known types one document is of."""

    stage = "classify"
    resources = {"bedrock": 1}
    priority = 20

    def requires(self) -> OcrDocument:
        """The text."""
        return self.clone(OcrDocument)
