"""One document through all its stages."""

from __future__ import annotations

from collections.abc import Generator

import luigi

from alfrd_luigi.database import documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from targets import progress_cache
from targets.rows import RowTarget
from tasks.base import DocumentTask
from tasks.classify_document import ClassifyDocument
from tasks.extract_series import ExtractSeries
from tasks.file_document import FileDocument


class ProcessDocument(DocumentTask):
    """Processes one document to its end: filed and read by its series, or failed or deferred with a reason."""

    ends_group = True

    def requires(self) -> ClassifyDocument:
        """The type, which the later stages need as a parameter."""
        return self.clone(ClassifyDocument)

    def output(self) -> RowTarget:
        """The document's row, filed and read. In a run, also one that failed, is deferred or is left to a later run."""
        return RowTarget(f"document {self.doc_id}", self._is_done)

    def _is_done(self, session: Session) -> bool:
        found = progress_cache.progress(session, self.document)
        return found.is_done or bool(self.settle and found.run_id != self.run_id)

    def run(self) -> Generator[luigi.Task, None, None]:
        """File the document, now that its type is known, and let its series read it."""
        state = documents.state(database().session(), self.document)
        if state.status != "filed" and state.document_type is not None:
            yield self.clone(FileDocument, document_type=state.document_type)
        elif state.awaits_series:
            yield self.clone(ExtractSeries, series_id=state.series_id)
        self.raise_failure()
