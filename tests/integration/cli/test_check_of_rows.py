"""Rows that a person changed by hand: `alfrd check` reports each, and the command that it suggests repairs it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import psycopg2
import pytest
from click.testing import CliRunner

from alfrd_luigi.cli import main
from alfrd_luigi.database import calls, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.documents import claim_one
from support.archives import Archive
from support.kept_archives import Keep
from support.pipeline import BILL, take_in, work_on

PAST = "20240401T000000-past"
LETTER = "Dear reader,\n\nthe garden club meets on 3 May 2024 in the hall. Bring tools.\n\nThe committee\n"
BACKUP = "backup"


class Change(NamedTuple):
    """What somebody did, with `bill`, `letter` and `nobody` for ids, the claims that it breaks, and whether a
    command mends it: if none does, a backup is advised."""

    name: str
    statement: str
    claims: set[str]
    mended: bool = True


CHANGES = (
    Change(
        "total",
        "UPDATE documents SET total_amount = total_amount + 1 WHERE id = %(bill)s",
        {"findings_differ", "summaries_stale"},
    ),
    Change(
        "tag",
        "DELETE FROM document_tags WHERE document_id = %(bill)s AND origin = 'classify'",
        {"document_tags_differ"},
    ),
    Change("currency", "UPDATE documents SET currency = 'CHF' WHERE id = %(letter)s", {"findings_differ"}),
    Change("entity", "UPDATE documents SET entity = 'Mallory' WHERE id = %(letter)s", {"findings_differ"}),
    Change("date", "UPDATE documents SET document_date = '1999-01-01' WHERE id = %(letter)s", {"findings_differ"}),
    Change("type", "UPDATE documents SET document_type = 'tax' WHERE id = %(bill)s", {"findings_differ"}),
    Change("confidence", "UPDATE documents SET confidence = 0.001 WHERE id = %(bill)s", {"findings_differ"}),
    Change("reason", "UPDATE documents SET classification_reason = 'x' WHERE id = %(bill)s", {"findings_differ"}),
    Change("summary", "UPDATE documents SET summary = '' WHERE id = %(letter)s", {"findings_differ"}),
    Change(
        "fields",
        "UPDATE documents SET structured_data = NULL, evidence = NULL WHERE id = %(bill)s",
        {"findings_differ", "summaries_stale"},
    ),
    Change(
        "answer",
        "UPDATE stage_results SET answer = '{}' WHERE stage = 'summarize' AND document_id = %(letter)s",
        {"findings_differ"},
    ),
    Change("text", "UPDATE documents SET text = 'nothing' WHERE id = %(bill)s", {"text_differs"}),
    Change("page", "UPDATE pages SET text = 'nothing' WHERE document_id = %(bill)s", {"text_differs"}),
    Change("words", "UPDATE pages SET words = '[[\"a\",0,0,1,1,1]]' WHERE document_id = %(bill)s", {"text_differs"}),
    Change(
        "page of nobody",
        "INSERT INTO pages VALUES (%(nobody)s, 1, 'x', '[]', NULL, 'ocr')",
        {"references_broken"},
        mended=False,
    ),
    Change(
        "stage of nobody",
        "INSERT INTO stage_results (document_id, stage, status, attempts, run_id, seconds) "
        "SELECT %(nobody)s, 'ocr', 'completed', 1, id, 0 FROM runs LIMIT 1",
        {"references_broken"},
        mended=False,
    ),
    Change(
        "file of nobody",
        "INSERT INTO document_files VALUES (%(nobody)s, 1, 'a/b/c/d.jpg', 'x', repeat('a', 64), 1, 'image/jpeg', 1)",
        {"references_broken", "missing_files"},
        mended=False,
    ),
    Change(
        "tag of nobody",
        "INSERT INTO document_tags VALUES (%(nobody)s, 'nothing', 'person')",
        {"references_broken"},
        mended=False,
    ),
    Change(
        "series of nobody",
        "UPDATE documents SET series_id = 999 WHERE id = %(bill)s",
        {"references_broken", "filing_differs", "summaries_stale"},
    ),
    Change("run of nobody", "UPDATE documents SET run_id = 'ghost' WHERE id = %(bill)s", {"references_broken"}),
    Change(
        "run of a stage",
        "UPDATE stage_results SET run_id = 'ghost' WHERE document_id = %(bill)s AND stage = 'classify'",
        {"references_broken"},
    ),
    Change(
        "lesson of no word",
        "INSERT INTO issuer_lessons VALUES (%(letter)s, NULL, now())",
        {"lessons_without_word"},
    ),
    Change(
        "mark of no lesson",
        "INSERT INTO issuers (id) VALUES (%(letter)s);"
        "INSERT INTO issuer_marks VALUES (%(letter)s, %(letter)s, 'name', 'x', 'x')",
        {"marks_without_lesson"},
    ),
    Change(
        "stage gone",
        "DELETE FROM stage_results WHERE document_id = %(bill)s AND stage = 'summarize'",
        {"stages_missing"},
    ),
    Change(
        "scoring gone",
        "DELETE FROM stage_results WHERE document_id = %(bill)s AND stage = 'score_summary'",
        {"scores_missing"},
    ),
    Change("score gone", "DELETE FROM prompt_scores WHERE document_id = %(bill)s", {"scores_missing"}),
    Change("score changed", "UPDATE prompt_scores SET score = 0.123 WHERE document_id = %(bill)s", {"scores_missing"}),
    Change(
        "score of no prompt",
        "UPDATE prompt_scores SET prompt_id = prompt_id + 9000 WHERE document_id = %(bill)s",
        {"references_broken", "scores_missing"},
        mended=False,
    ),
    Change("fingerprint", "UPDATE files SET fingerprint = md5('x')", {"summaries_stale"}),
    Change("statistics", "UPDATE files SET statistics = jsonb_set(statistics, '{total}', '1')", {"summaries_changed"}),
    Change("count", "UPDATE files SET statistics = jsonb_set(statistics, '{count}', '7')", {"summaries_changed"}),
    Change("no statistics", "UPDATE files SET statistics = NULL", {"summaries_changed"}),
    Change("file summary", "UPDATE files SET summary = 'paid 1 USD'", {"summaries_changed"}),
    Change("file tags", "UPDATE files SET tags = '{series:99:x}'", {"tags_differ"}),
    Change(
        "file deferred",
        "UPDATE files SET status = 'outdated', next_attempt_at = now() + interval '10 years'",
        {"files_deferred_too_long"},
    ),
    Change(
        "document deferred",
        "UPDATE documents SET status = 'classified', next_attempt_at = now() + interval '10 years', filed_at = NULL, "
        "series_id = NULL WHERE id = %(letter)s;"
        "DELETE FROM stage_results WHERE document_id = %(letter)s AND stage IN ('summarize', 'file', 'score_summary')",
        {"deferred_too_long"},
    ),
    Change("status", "UPDATE documents SET status = 'pending' WHERE id = %(letter)s", {"stages_ahead"}),
    Change("filed when", "UPDATE documents SET filed_at = NULL WHERE id = %(bill)s", {"filing_differs"}),
    Change(
        "no series", "UPDATE documents SET series_id = NULL WHERE id = %(bill)s", {"filing_differs", "summaries_stale"}
    ),
    Change(
        "no tag",
        "DELETE FROM document_tags WHERE document_id = %(bill)s AND origin = 'file'",
        {"filing_differs"},
    ),
    Change(
        "prompt", "UPDATE prompts SET text = 'Ignore it.' WHERE kind = 'classifier'", {"prompts_changed"}, mended=False
    ),
    Change(
        "size",
        "UPDATE document_files SET size = size + 1 WHERE document_id = %(bill)s",
        {"damaged_files"},
        mended=False,
    ),
    Change(
        "digest",
        "UPDATE document_files SET sha256 = repeat('a', 64) WHERE document_id = %(bill)s",
        {"damaged_files", "content_differs"},
        mended=False,
    ),
    Change(
        "content hash",
        "UPDATE documents SET content_hash = repeat('a', 64) WHERE id = %(bill)s",
        {"content_differs"},
        mended=False,
    ),
    Change("pages", "UPDATE document_files SET pages = 3 WHERE document_id = %(bill)s", {"pages_differ"}, mended=False),
    Change(
        "position",
        "UPDATE document_files SET position = 5 WHERE document_id = %(bill)s",
        {"files_missing"},
        mended=False,
    ),
    Change(
        "key",
        "UPDATE document_files SET key = '2099/01/' || document_id || '/001.pdf' WHERE document_id = %(bill)s",
        {"missing_files", "unknown_files"},
        mended=False,
    ),
    Change(
        "audit",
        "WITH draw AS (INSERT INTO audit_draws (week, seed, candidates, drawn) VALUES ('2024-03-04', 'x', 1, 1) "
        "RETURNING id) "
        "INSERT INTO audits (document_id, draw_id, place) SELECT %(bill)s, id, 2 FROM draw",
        {"audits_differ"},
        mended=False,
    ),
    Change("ledger", "DELETE FROM schema_migrations WHERE version = 4", {"ledger_differs"}, mended=False),
    Change("series key", "UPDATE series SET entity_key = 'zzz'", {"series_keys", "tags_differ"}, mended=False),
)


@pytest.fixture
def documents(keep: Keep) -> list[UUID]:
    """A bill, of a series of two, and a letter: filed once, and put back as they were for each test."""
    return keep(_filed)


def _filed(archive: Archive) -> list[UUID]:
    papers = {f"bill-{month}": BILL.format(month=month) for month in (3, 4)}
    ids = take_in(archive, PAST, **papers, letter=LETTER)
    work_on(ids, PAST)
    return ids


def problems() -> list[dict[str, str]]:
    """What is off; the exit code fits."""
    result = CliRunner().invoke(main, ["check", "--json"])
    found: list[dict[str, str]] = json.loads(result.stdout)["problems"]
    assert result.exit_code == (9 if found else 0), result.stderr
    return found


def change(archive: Archive, statement: str, documents: list[UUID]) -> None:
    """Do it past every constraint that a trigger holds."""
    with psycopg2.connect(archive.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        names = {"bill": documents[0], "letter": documents[2], "nobody": UUID(int=9)}
        cursor.execute(statement, names)
        assert cursor.rowcount > 0
    connection.close()


def follow(advice: str) -> None:
    """Run the command that the advice names."""
    named = re.search(r"Run: alfrd (.+)$", advice)
    assert named is not None, advice
    done = CliRunner().invoke(main, named[1].split())
    assert done.exit_code == 0, (advice, done.output)


@pytest.mark.parametrize("made", CHANGES, ids=[made.name for made in CHANGES])
def test_a_change_is_found_and_its_advice_is_good(archive: Archive, documents: list[UUID], made: Change) -> None:
    change(archive, made.statement, documents)
    found = problems()
    assert {problem["claim"] for problem in found} == made.claims
    if not made.mended:
        assert any(BACKUP in problem["mend"] for problem in found)
        return
    for advice in dict.fromkeys(problem["mend"] for problem in found):
        follow(advice)
    assert problems() == []


def test_nothing_is_off_before(documents: list[UUID]) -> None:
    assert len(documents) == 3
    assert problems() == []


def test_a_saved_answer_that_was_changed_is_found_and_serves_nobody(archive: Archive, documents: list[UUID]) -> None:
    session, key = database().session(), "0" * 64
    runs.hold(database(), PAST)
    assert claim_one(session, PAST, documents[0])
    call = calls.Call(PAST, "classify", documents[0], None, None, None, "bedrock", "classify", "m", key)
    entry = calls.open(session, call, 1, Decimal("0.1")).id
    assert entry is not None
    question = {"service": call.service, "operation": call.operation, "key": key}
    calls.answered(session, entry, 0.5, Decimal("0.1"), (0, 10, 2), {"a": "ü", "b": 1.50}, **question)
    assert calls.saved_answer(session, key, documents[0], "classify") == calls.SavedAnswer({"a": "ü", "b": 1.5})
    assert problems() == []
    change(archive, "UPDATE answers SET answer = '{}'", documents)
    (problem,) = problems()
    assert (problem["claim"], problem["mend"]) == (
        "answers_changed",
        f"Run: alfrd rerun {documents[0]} --from classify",
    )
    assert calls.saved_answer(database().session(), key, documents[0], "classify") is None
    runs.release(PAST)
