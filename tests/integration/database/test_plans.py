"""The queries of runs and of commands that read the archive use an index, for any size of the archive."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg2
import pytest
from filled import fill

from alfrd_luigi.database import search
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.queries import query
from alfrd_luigi.database.search import Asked
from alfrd_luigi.search import index
from support.archives import Archive

_RUN = "20200101T000000-fill"
# Tables that grow with the documents; of the others there are never many rows.
_LARGE = {
    "answers", "calls", "document_files", "document_pairs", "document_tags", "documents", "events", "pages",
    "prompt_scores", "stage_results", "document_terms", "vocabulary", "word_stems",
}  # fmt: skip
_ID = UUID("00000000-0000-4000-8000-000000000000")
_KEY = "0" * 64
_LISTED: dict[str, Any] = {
    "ids": None, "status": None, "document_type": None, "sort": "newest", "only_uncertain": False,
    "limit": 50, "only_duplicates": False,
}  # fmt: skip
_ANY_EVENT: dict[str, Any] = {
    **dict.fromkeys(("subject", "key", "run", "series", "kinds", "since", "until")),
    "limit": 50,
}

# By the name of the query, and what is asked for.
QUERIES: dict[str, dict[str, Any]] = {
    "documents.claim": {"run": _RUN, "count": 10, "limit": None},
    "documents.work_is_left": {"run": _RUN, "limit": None},
    "documents.state": {"id": _ID},
    "documents.find": {"first": UUID(int=0), "last": UUID(int=2**96)},
    "documents.with_content": {"content_hash": _KEY},
    "documents.page_texts": {"id": _ID},
    "documents.files": {"ids": [_ID]},
    # Of so many as are here; 200 of what an archive holds.
    "documents.common_tags": {"newest": 3, "limit": 50},
    "tags.derive": {"ids": [_ID]},
    "documents.derive": {"id": _ID},
    "documents.derive_type": {"id": _ID},
    "documents.has_claims": {"run": _RUN},
    "stage_results.standing": {"id": _ID, "stage": "file", "scorings": ["score_summary"]},
    "stage_results.progress": {"id": _ID},
    "calls.saved_answer": {"key": _KEY, "subject": _ID, "stage": "classify"},
    "calls.open": {
        **dict.fromkeys(("run", "file", "trial", "proposal", "service", "operation", "model", "reserved")),
        **{"document": _ID, "stage": "classify", "key": _KEY, "attempt": 1},
    },
    "calls.is_held": {"id": 1},
    "failures.are_its_own": {"run": _RUN, "stage": "ocr", "subject": _ID, "was_blamed": True, "last_at": "2024-03-05"},
    "outages.waiting": {},
    "types.of_document": {"id": _ID},
    "prompts.active": {"kind": "classifier", "document_type": None, "series_id": None, "document": _ID, "newest": 200},
    "trials.due": {"run": _RUN, "limit": 5},
    "trials.next_document": {"trial_id": _ID, "audited_only": False},
    "trials.next_correction": {"trial_id": _ID, "newest": 50},
    "trials.audited": {"trial_id": _ID},
    "proposals.due": {
        **{"run": _RUN, "least_scored": 5, "ceiling": 0.95, "limit": 5},
        **dict.fromkeys(("kind", "document_type", "series_id")),
    },
    "proposals.clinic": {"incumbent": 1, "ceiling": 0.95, "limit": 200},
    "prompts.suggestions": {"id": 1, "newest": 200},
    "series.known": {"limit": 100},
    "series.of_type": {"series_type": "monthly_invoice"},
    "series.of_same_paper": {"id": _ID, "series_type": "monthly_invoice"},
    "series.fields_of_members": {"id": 1, "limit": 50},
    "pairs.paper": {"id": _ID},
    "pairs.candidates": {
        "id": _ID,
        "document_date": "2024-03-05",
        "total_amount": Decimal("7.5"),
        "sketch": [1, 2, 3],
        "limit": 20,
    },
    "pairs.forget": {"id": _ID},
    "pairs.group": {"ids": [_ID]},
    "pairs.forget_links": {"ids": [_ID]},
    "documents.series_among": {"ids": [_ID]},
    "series.take_common_name": {"id": 1},
    "series.placement": {"document_id": _ID},
    "series.by_id": {"id": 1},
    "series.members": {"ids": [1, 2]},
    "dues.bills": {"limit": 10},  # of so many as are here; 1,000 of what an archive holds
    "dues.undated": {"limit": 100},
    "dues.totals": {"limit": 200},
    "dues.texts_of_terms": {"ids": [_ID], "pattern": "days"},
    "dues.account_statements": {"series": [1, 2], "since": "2024-03-05"},
    # Of the last days, as bills that are open are.
    "dues.receipts": {"amounts": [Decimal("7.5")], "since": date.today() - timedelta(3)},
    "dues.bank_statements": {"since": date.today() - timedelta(3), "limit": 500},
    "dues.texts": {"ids": [_ID], "pattern": "debit"},
    "files.due": {"run": _RUN, "limit": 100},
    "files.documents": {"series_id": 1},
    "files.inputs": {"series_id": 1},
    "files.statistics": {"series_id": 1},
    "series_fields.values": {"ids": [1, 2], "limit": 36},
    "series_fields.compared": {"ids": [1, 2], "newest": 36},
    "runs.free": {"run": "another"},
    "runs.set_finished": {"run": "another"},
    "runs.troubles": {"run": "another"},
    "vitals.now": {"but_for": "20240101T000000-test"},
    "metrics.failed": {},
    "metrics.oldest_waiting": {},
    "metrics.spent_today": {},
    "news.failures": {},
    "news.decisions": {},
    "events.of": {"subject": "document", "keys": [str(_ID)]},
    "events.duplicates": {"limit": 10},
    "issuers.list": {"ids": [_ID]},
    "issuer_rows.uses": {"ids": [_ID]},
    "listings.documents": _LISTED,
    "listings.likenesses": {"ids": [_ID]},
    "document_details.documents": {"ids": [_ID], "with_text": False},
    "events.newest": _ANY_EVENT,
    "events.newest of a subject": {**_ANY_EVENT, "subject": "document", "key": str(_ID)},
    "events.newest of a run": {**_ANY_EVENT, "run": _RUN},
    "events.newest of a series": {**_ANY_EVENT, "series": 1},
    "events.newest of a kind": {**_ANY_EVENT, "kinds": ["failed"]},
    "events.newest of a time": {**_ANY_EVENT, "since": "2020-01-01", "until": "2020-01-02"},
    "events.unseen": {**_ANY_EVENT, "seen": "100:100:"},
    "explanations.answers": {"ids": [_ID]},
    "explanations.words": {"ids": [_ID]},
    "explanations.hold": {"id": _ID},
    "events.duplicate_named": {"name": "a.pdf"},
    "overview.counts": {},
    "search.known": {"words": ["invoice"]},
    "search.of_stems": {"stems": ["invoic"], "languages": ["en"]},
    "search.beginning": {"words": ["inv"], "limit": 24},
    "search.containing": {"word": "voice", "grams": ["voi", "oic", "ice"], "limit": 24},
    "search.resembling": {
        **{"first": ["<in", "inv"], "middle": ["oic"], "last": ["ce>"], "shortest": 6, "longest": 8, "limit": 100}
    },
    "search.texts": {"ids": [_ID], "letters": 100},
    "search.contents": {"ids": [_ID], "letters": 100},
    "search.retitled": {"documents": [_ID], "files": [_ID]},
    "overview.troubled": {"limit": 10},
}


def test_what_every_run_asks_is_found_by_an_index(archive: Archive) -> None:
    fill(archive.database_url, documents=2000, series=50)
    index.catch_up(database().session())
    database().session().script(_MANY_WORDS)
    search.settle(database().session())
    database().session().script("ANALYZE")
    with closing(psycopg2.connect(archive.database_url)) as connection:
        scanned = {
            name: found for name, values in QUERIES.items() if (found := _scanned(_plan(connection, name, values)))
        }
    assert scanned == {}


# As many as an archive of thousands of documents has.
_MANY_WORDS = """
INSERT INTO vocabulary (word, grams)
SELECT word, ARRAY(SELECT substr(word, at, 3) FROM generate_series(1, 30) at)
FROM (SELECT md5(n::text) AS word FROM generate_series(1, 20000) n) made;
INSERT INTO word_stems (word, language, stem) SELECT word, 'de', word FROM vocabulary
"""
_EVERY_WORD = "'invoice' | 'invoices' | 'services'"


@pytest.mark.parametrize("name", ["search.matches", "search.ids"])
@pytest.mark.parametrize("terms", ["'zzz'", _EVERY_WORD, f"({_EVERY_WORD}) & !'t:receipt'"])
def test_a_search_reads_the_words_of_no_document_that_the_index_does_not_find(
    archive: Archive, name: str, terms: str
) -> None:
    fill(archive.database_url, documents=500, series=20)
    index.catch_up(database().session())
    database().session().script("ANALYZE")
    asked = Asked(terms, terms, terms, "{[2024-01-01,]}", None, None, None)._asdict()
    with closing(psycopg2.connect(archive.database_url)) as connection, connection:
        with connection.cursor() as cursor:
            cursor.execute(query("search.prefer_index"))
        plan = json.dumps(_explained(connection, name, {**asked, "among": 2000, "limit": 20}))
    assert '"Index Name": "document_terms_terms"' in plan
    assert '"Seq Scan"' not in plan


def _plan(connection: psycopg2.extensions.connection, name: str, values: dict[str, Any]) -> dict[str, Any]:
    with connection:
        return _explained(connection, name, values)


def _explained(connection: psycopg2.extensions.connection, name: str, values: dict[str, Any]) -> dict[str, Any]:
    explained = f"EXPLAIN (FORMAT JSON) {query(name.partition(' of ')[0])}"
    with connection.cursor() as cursor:
        cursor.execute(explained, values)
        row = cursor.fetchone()
    assert row is not None
    plan: dict[str, Any] = row[0][0]["Plan"]
    return plan


def _scanned(plan: dict[str, Any]) -> set[str]:
    """The large tables that the plan reads from one end to the other."""
    found = {plan["Relation Name"]} & _LARGE if plan["Node Type"] == "Seq Scan" else set()
    return found.union(*(_scanned(below) for below in plan.get("Plans", [])))
