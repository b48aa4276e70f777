"""An archive of the version that told no accounts apart is brought up to date without new summaries of all files."""

from __future__ import annotations

from support.archives import Archive
from support.old_schemas import migrated

_BEFORE = 8
_OLD = """
INSERT INTO document_types (name, description, fields_schema, shipped)
VALUES ('bank_statement', 'x', '{}', true), ('utility_bill', 'x', '{}', true);
INSERT INTO series (entity, entity_key, series_type, title)
VALUES ('Bank', 'bank', 'bank_statements', 'Bank'), ('Power', 'power', 'utility_bills', 'Power');
INSERT INTO documents (id, status, created_at, content_hash, document_type, entity, total_amount, currency,
                       structured_data, series_id)
SELECT md5(n::text)::uuid, 'filed', now(), md5(n::text) || md5(n::text), t.name, s.entity, 100 * n, 'USD',
       jsonb_build_object('account_number', n), s.id
FROM (VALUES (1, 'bank_statements', 'bank_statement'), (2, 'bank_statements', 'bank_statement'),
             (3, 'utility_bills', 'utility_bill'), (4, 'utility_bills', 'utility_bill')) AS t (n, series_type, name)
JOIN series s USING (series_type);
INSERT INTO files (series_id, tags, title, status, summary, fingerprint)
SELECT id, ARRAY[series_type], title, 'generated', 'x', file_inputs(id) FROM series;
"""
_STATES = """
SELECT s.account, f.title, f.status, f.fingerprint IS NOT DISTINCT FROM file_inputs(s.id),
       file_statistics(s.id) ->> 'total'
FROM files f JOIN series s ON s.id = f.series_id ORDER BY s.series_type
"""


def test_files_of_balances_become_outdated_and_the_others_stay_fresh(empty_archive: Archive) -> None:
    found = migrated(empty_archive, _BEFORE, _OLD, _STATES)

    assert found == [("", "Bank", "outdated", False, None), ("", "Power", "generated", True, "700.00")]
