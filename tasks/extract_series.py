"""The reading of a filed document by the prompt of its series, for one document of a series at a time."""

from __future__ import annotations

import luigi

from alfrd_luigi.database import documents, locks
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError
from targets import progress_cache
from tasks.base import GatedStageTask
from tasks.file_document import FileDocument
from tasks.locked_stage import Lock, LockedStageTask


class ExtractSeries(GatedStageTask, LockedStageTask):
    """Reads one filed document by the prompt of its series, under the series' lock. Designs the prompt if it is due.

    ProcessDocument passes the series. If a person names only the document, this task is a gate.
    """

    stage = "extract_series"
    priority = 55
    series_id = luigi.OptionalIntParameter(default=None, description="the series of the document, if it is known")

    @property
    def is_gate(self) -> bool:
        """Whether the series was not given."""
        return self.series_id is None

    def process_resources(self) -> dict[str, int]:
        """A slot of the model and the slot of the series; a gate needs none."""
        return {} if self.is_gate else {"bedrock": 1, f"series.{self.series_id}": 1}

    def requires(self) -> FileDocument:
        """The filing."""
        return self.clone(FileDocument)

    def _is_done(self, session: Session) -> bool:
        """Whether the stage's row exists, or nothing waits for it."""
        return progress_cache.progress(session, self.document).is_done or super()._is_done(session)

    def passed(self) -> luigi.Task | None:
        """This task with the document's series. None if it does not wait for it."""
        state = documents.state(database().session(), self.document)
        return self.clone(series_id=state.series_id) if state.awaits_series else None

    def lock(self, session: Session) -> Lock:
        """That of the series. Raises InvalidInputError if the document is in another one."""
        known = documents.series_of(session, self.document)
        if known is None or known != self.series_id:
            where = "no series" if known is None else f"series {known}"
            problem = f"document {self.doc_id} is in {where}, not in series {self.series_id}"
            raise InvalidInputError(problem, "Leave --series-id out")
        return Lock(*locks.of_series_prompt(known), f"the series {known}")
