"""The text of a document's pages."""

from __future__ import annotations

from tasks.base import StageTask


class OcrDocument(StageTask):
    """Reads the pages of one document."""

    stage = "ocr"
    resources = {"textract": 1}
    priority = 10
