"""Claims about the rows: each is a query that gives what breaks it, all on one state of the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alfrd_luigi.checking.problems import Problem, State
from alfrd_luigi.database.session import Session

_RESTORE = "Bring the rows back from a backup"


@dataclass(frozen=True)
class Claim:
    """`name` is that of the query in checks.sql; `mend` may name the columns that it gives."""

    name: str
    about: str
    mend: str
    state: State = "damaged"


CLAIMS = (
    Claim("files_missing", "document", _RESTORE),
    Claim("content_differs", "document", _RESTORE),
    Claim("stages_missing", "document", "Run: alfrd rerun {subject} --from {stage}"),
    Claim("stages_ahead", "document", "Run: alfrd rerun {subject} --from {stage}"),
    Claim("text_missing", "document", "Run: alfrd rerun {subject} --from ocr"),
    Claim("findings_missing", "document", "Run: alfrd rerun {subject} --from {stage}"),
    Claim("failed_without_reason", "document", "Run: alfrd retry {subject}"),
    Claim("prompts_without_active", "prompt", _RESTORE),
    Claim("trials_without_incumbent", "prompt", "See its versions with: alfrd prompts list; then: alfrd prompts pin"),
    Claim("series_without_file", "series", "Run: alfrd rerun {document} --from file"),
    Claim("summaries_stale", "file", "Run: alfrd process"),
    Claim("calls_cut_off", "run", "Look at what it was billed; the books count the most", "doubtful"),
)


def broken(session: Session) -> Iterator[Problem]:
    """What breaks a claim; inside a snapshot."""
    for claim in CLAIMS:
        for row in session.each(f"checks.{claim.name}"):
            yield Problem(claim.name, claim.about, row["subject"], row["said"], claim.mend.format_map(row), claim.state)
