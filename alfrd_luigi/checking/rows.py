"""Invariants of the rows: each is a query that returns the violations, all in one snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from alfrd_luigi.checking.problems import Problem, State
from alfrd_luigi.database import checks
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.accounts import account_of, account_of_key
from alfrd_luigi.extraction.entity_names import normalise_entity, same_entity
from alfrd_luigi.language.catalogue import KINDS
from alfrd_luigi.names import printable
from alfrd_luigi.plurals import counted

_RESTORE = "Bring the rows back from a backup"


@dataclass(frozen=True)
class Invariant:
    """`name` is the name of the query in checks.sql. `mend` may use the fields of a Violation."""

    name: str
    about: str
    mend: str
    state: State = "damaged"


_MEMBER = "Run: alfrd rerun {detail} --from file"
# The first one gives its account to a series that has none.
_MIXED = "Run: alfrd rerun {first} --from file, and check again"
_AGAIN = "Run: alfrd rerun {subject} --from {detail}"

INVARIANTS = (
    Invariant("files_missing", "document", _RESTORE),
    Invariant("content_differs", "document", _RESTORE),
    Invariant("pages_differ", "document", _RESTORE),
    Invariant("stages_missing", "document", _AGAIN),
    Invariant("stages_ahead", "document", _AGAIN),
    Invariant("text_missing", "document", "Run: alfrd rerun {subject} --from ocr"),
    Invariant("text_differs", "document", "Run: alfrd rerun {subject} --from ocr"),
    Invariant("findings_missing", "document", _AGAIN),
    Invariant("findings_differ", "document", _AGAIN),
    Invariant("merges_chained", "series", _RESTORE),
    Invariant("scores_missing", "document", _AGAIN),
    Invariant("document_tags_differ", "document", "Run: alfrd rerun {subject} --from classify"),
    Invariant("filing_differs", "document", "Run: alfrd rerun {subject} --from file"),
    Invariant("failed_without_reason", "document", "Run: alfrd retry {subject}"),
    Invariant("deferred_too_long", "document", "Run: alfrd retry {subject}"),
    Invariant("prompts_without_active", "prompt", _RESTORE),
    Invariant("prompts_changed", "prompt", _RESTORE),
    Invariant("trials_of_other_keys", "prompt", "See its versions with: alfrd prompts list; then: alfrd prompts pin"),
    Invariant("series_without_file", "series", _MEMBER),
    Invariant("tags_differ", "file", _MEMBER),
    Invariant("summaries_stale", "file", "Run: {detail}"),
    Invariant("summaries_changed", "file", _MEMBER),
    Invariant("files_deferred_too_long", "file", "Run: alfrd retry"),
    Invariant("answers_changed", "answer", "Run: {detail}"),
    Invariant("audits_differ", "document", _RESTORE),
    Invariant("bin_differs", "deleted document", _RESTORE),
    Invariant("lessons_without_word", "document", "Run: alfrd rerun {subject} --from classify"),
    Invariant("marks_without_lesson", "document", "Run: alfrd rerun {subject} --from classify"),
    Invariant("calls_cut_off", "run", "Look at what it was billed; the books count the most", "doubtful"),
)

_OF_DOCUMENTS = ("documents", "document_files", "document_tags", "pages", "prompt_scores", "stage_results")
# The stage whose rerun replaces a dangling reference in this column of the document.
_WRITTEN_BY = {
    ("documents", "run_id"): "file",
    ("documents", "series_id"): "file",
    ("documents", "document_type"): "classify",
}


def broken(session: Session) -> Iterator[Problem]:
    """The violations of all invariants; inside a snapshot."""
    for invariant in INVARIANTS:
        for violation in checks.violations(session, invariant.name, KINDS):
            mend = invariant.mend.format_map(violation._asdict())
            yield Problem(invariant.name, invariant.about, violation.subject, violation.said, mend, invariant.state)
    yield from _orphans(session)
    yield from _keys_of_series(session)
    yield from _accounts_of_series(session)
    for violation in checks.ledger(session):
        yield Problem("ledger_differs", "migration", violation.subject, violation.said, _RESTORE)


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


def _accounts_of_series(session: Session) -> Iterator[Problem]:
    """Check that the documents of a series name its account, and not those of others.

    Versions before accounts were told apart filed all of a sender in one series.
    """
    mixed: dict[int, list[UUID]] = defaultdict(list)
    for id, series, fields, keys in checks.filed_fields(session):
        account = account_of(fields)
        if account.number and all(not key or account.fits(account_of_key(key)) is False for key in keys):
            mixed[series].append(id)
    for series, ids in mixed.items():
        said = f"{counted(len(ids), 'document names', 'documents name')} an account that the series does not have"
        mend = _MIXED.format(first=ids[0])
        yield Problem("accounts_mixed", "series", str(series), said, mend, "doubtful", tuple(ids))
