"""The summary of a document and the fields of its type, for one document of a type at a time."""

from __future__ import annotations

from alfrd_luigi.database import documents, types
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError
from tasks.base import TypedStageTask
from tasks.classify_document import ClassifyDocument
from tasks.locked_stage import Lock, LockedStageTask


class SummarizeDocument(TypedStageTask, LockedStageTask):
    """Summarises one document, under the lock of its type."""

    stage = "summarize"
    priority = 30

    def process_resources(self) -> dict[str, int]:
        """A slot of the model and the slot of the type; a gate needs none."""
        return {} if self.is_gate else {"bedrock": 1, f"summarize.{self.document_type}": 1}

    def requires(self) -> ClassifyDocument:
        """The classification."""
        return self.clone(ClassifyDocument)

    def lock(self, session: Session) -> Lock:
        """That of the type. Raises InvalidInputError if the document has another one."""
        known = documents.state(session, self.document).document_type
        if known is not None and known != self.document_type:
            problem = f"document {self.doc_id} is of type {known}, not {self.document_type}"
            raise InvalidInputError(problem, f"Leave --document-type out, or give {known}")
        number = types.get(session, str(self.document_type)).number
        return Lock(LockClass.SUMMARIZER, number, f"the type {self.document_type}")
