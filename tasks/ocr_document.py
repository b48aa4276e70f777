"""The text of a document's pages."""

from __future__ import annotations

from alfrd_luigi.stages import ocr
from tasks.base import StageTask


class OcrDocument(StageTask):
    """Reads the pages of one document."""

    stage = ocr.STAGE
    resources = {"textract": 1}
    priority = 10
