"""The names of confidences, places and uncertain values of an earlier version become those that people write."""

from __future__ import annotations

from support.archives import Archive
from support.old_schemas import migrated

_BEFORE = 13
_OLD = """
INSERT INTO runs (id, host, pid) VALUES ('then', 'here', 1);
INSERT INTO documents (id, status, created_at, content_hash, confidences, places, uncertain)
VALUES (md5('1')::uuid, 'filed', now(), md5('1') || md5('1'), '{"document_date": 0.5, "iban": 0.9, "entity": 0.8}',
        '{"total_amount": {"page": 1, "boxes": []}}', '{document_date,iban}'),
       (md5('2')::uuid, 'filed', now(), md5('2') || md5('2'), NULL, NULL, '{}');
INSERT INTO stage_results (document_id, stage, status, attempts, run_id, answer, seconds)
SELECT id, 'summarize', 'completed', 1, 'then',
       CASE WHEN confidences IS NULL THEN '{"entity": "x"}'
            ELSE jsonb_build_object('entity', 'x', 'confidences', confidences, 'places', places,
                                    'uncertain', to_jsonb(uncertain)) END, 1
FROM documents;
"""
_NAMES = """
SELECT d.confidences, d.places, d.uncertain, r.answer
FROM documents d JOIN stage_results r ON r.document_id = d.id ORDER BY d.content_hash = md5('2') || md5('2')
"""


def test_stored_values_are_renamed(empty_archive: Archive) -> None:
    assessed, earlier = migrated(empty_archive, _BEFORE, _OLD, _NAMES)

    confidences, places = {"date": 0.5, "field.iban": 0.9, "entity": 0.8}, {"total": {"page": 1, "boxes": []}}
    uncertain = ["date", "field.iban"]
    answer = {"entity": "x", "confidences": confidences, "places": places, "uncertain": uncertain}
    assert assessed == (confidences, places, uncertain, answer)
    assert earlier == (None, None, [], {"entity": "x"})
