"""Claims about the rows: each is a query that returns the violations, all in one snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alfrd_luigi.checking.problems import Problem, State
from alfrd_luigi.database import checks
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.entity_names import normalise_entity, same_entity
from alfrd_luigi.names import printable

_RESTORE = "Bring the rows back from a backup"


@dataclass(frozen=True)
class Claim:
    """`name` is the name of the query in checks.sql. `mend` may use the fields of a Breach."""

    name: str
    about: str
    mend: str
    state: State = "damaged"


_MEMBER = "Run: alfrd rerun {detail} --from file"
_AGAIN = "Run: alfrd rerun {subject} --from {detail}"

CLAIMS = (
    Claim("files_missing", "document", _RESTORE),
    Claim("content_differs", "document", _RESTORE),
    Claim("pages_differ", "document", _RESTORE),
    Claim("stages_missing", "document", _AGAIN),
    Claim("stages_ahead", "document", _AGAIN),
    Claim("text_missing", "document", "Run: alfrd rerun {subject} --from ocr"),
    Claim("text_differs", "document", "Run: alfrd rerun {subject} --from ocr"),
    Claim("findings_missing", "document", _AGAIN),
    Claim("findings_differ", "document", _AGAIN),
    Claim("scores_missing", "document", _AGAIN),
    Claim("filing_differs", "document", "Run: alfrd rerun {subject} --from file"),
    Claim("failed_without_reason", "document", "Run: alfrd retry {subject}"),
    Claim("deferred_too_long", "document", "Run: alfrd retry {subject}"),
    Claim("prompts_without_active", "prompt", _RESTORE),
    Claim("prompts_changed", "prompt", _RESTORE),
    Claim("trials_without_incumbent", "prompt", "See its versions with: alfrd prompts list; then: alfrd prompts pin"),
    Claim("series_without_file", "series", _MEMBER),
    Claim("tags_differ", "file", _MEMBER),
    Claim("summaries_stale", "file", "Run: {detail}"),
    Claim("summaries_changed", "file", _MEMBER),
    Claim("files_deferred_too_long", "file", "Run: alfrd retry"),
    Claim("answers_changed", "answer", "Run: {detail}"),
    Claim("calls_cut_off", "run", "Look at what it was billed; the books count the most", "doubtful"),
)

_OF_DOCUMENTS = ("documents", "document_files", "document_tags", "pages", "prompt_scores", "stage_results")
# The stage whose rerun replaces a dangling reference in this column of the document.
_WRITTEN_BY = {
    ("documents", "run_id"): "file",
    ("documents", "series_id"): "file",
    ("documents", "document_type"): "classify",
}


def broken(session: Session) -> Iterator[Problem]:
    """The violations of all claims; inside a snapshot."""
    for claim in CLAIMS:
        for breach in checks.breaches(session, claim.name):
            mend = claim.mend.format_map(breach._asdict())
            yield Problem(claim.name, claim.about, breach.subject, breach.said, mend, claim.state)
    yield from _orphans(session)
    yield from _keys_of_series(session)
    for breach in checks.ledger(session):
        yield Problem("ledger_differs", "migration", breach.subject, breach.said, _RESTORE)


def _orphans(session: Session) -> Iterator[Problem]:
    """Rows that refer to a missing row, for every foreign key of the schema."""
    for orphans in checks.orphans(session):
        table, column, target, _ = orphans.reference
        said = f"{orphans.rows} rows of {table} name by {column} what is not in {target}"
        about = "document" if table in _OF_DOCUMENTS else table
        yield Problem("references_broken", about, orphans.subject, said, _mend_of(orphans))


def _mend_of(orphans: checks.Orphans) -> str:
    table, column, target, _ = orphans.reference
    stage = orphans.stage if table == "stage_results" else _WRITTEN_BY.get((table, column))
    if stage is None or target == "documents":
        return _RESTORE
    return f"Run: alfrd rerun {orphans.subject} --from {stage}"


def _keys_of_series(session: Session) -> Iterator[Problem]:
    """Check that the key of each series is the normalised form of one of its names."""
    for id, entity, key, found in checks.series(session):
        if not same_entity(entity, key) and key not in map(normalise_entity, filter(None, found)):
            said = f"its key {printable(key)} is not of {printable(entity)}"
            yield Problem("series_keys", "series", str(id), said, _RESTORE)
