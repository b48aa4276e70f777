"""A document whose type a person set in an earlier version has the tag of that type, and not that of the type found."""

from __future__ import annotations

from support.archives import Archive
from support.old_schemas import migrated

_BEFORE = 43
_OLD = """
INSERT INTO runs (id, host, pid) VALUES ('then', 'here', 1);
INSERT INTO document_types (name, description, fields_schema, shipped, rules)
SELECT name, 'A type.', '{}', true, name FROM (VALUES ('bill'), ('insurance')) AS t (name)
ON CONFLICT DO NOTHING;
INSERT INTO documents (id, status, created_at, content_hash, document_type)
SELECT md5(n)::uuid, 'filed', now(), md5(n) || md5(n), t FROM (VALUES ('1', 'insurance'), ('2', 'bill')) AS d (n, t);
INSERT INTO stage_results (document_id, stage, status, attempts, run_id, answer, seconds)
SELECT id, 'classify', 'completed', 1, 'then', '{"document_type": "bill", "tags": ["2024"]}', 1 FROM documents;
INSERT INTO tags (name) VALUES ('bill'), ('2024'), ('series:7');
INSERT INTO document_tags (document_id, tag, origin)
SELECT id, tag, origin
FROM documents, (VALUES ('bill', 'classify'), ('2024', 'classify'), ('series:7', 'file')) AS t (tag, origin);
INSERT INTO acts (person, act) VALUES ('anna', 'set');
INSERT INTO corrections (act_id, document_id, field, kind, before, value)
SELECT a.id, md5('1')::uuid, 'type', 'set', '"bill"', '"insurance"' FROM acts a;
"""
_TAGS = """
SELECT string_agg(t.tag || ' ' || t.origin, ', ' ORDER BY t.tag)
FROM documents d JOIN document_tags t ON t.document_id = d.id GROUP BY d.id ORDER BY d.document_type
"""


def test_the_tag_follows_the_word_on_the_type(empty_archive: Archive) -> None:
    (found,), (said,) = migrated(empty_archive, _BEFORE, _OLD, _TAGS)

    assert found == "2024 classify, bill classify, series:7 file"
    assert said == "2024 classify, insurance classify, series:7 file"
