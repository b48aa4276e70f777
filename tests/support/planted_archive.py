"""An archive with something unwelcome in every text that a document, a model, a person or a file name can bring in."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from uuid import UUID

from psycopg2 import sql
from psycopg2.extensions import cursor
from psycopg2.extras import Json

from alfrd_luigi.database import pairs, runs, types
from alfrd_luigi.database.connection import database
from alfrd_luigi.intake.registration import scan_inbox
from support import document_rows, drawn_pdfs
from support.archives import Archive
from support.connections import connected
from support.filled_archive import RUN, filled
from support.pipeline import work_on

MARKUP = "<script>planted = 1</script>"
WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamten"
PLANTED = (
    f" </title></script></style>-->{MARKUP}<img src=x onerror='planted = 2'>\"><svg onload=planted=3>"
    "<img src=https://example.invalid/x.png><a href='javascript:planted=4'>a</a> javascript:planted=5 "
    "{{7*7}} {% raw %} ${7*7} {count} %s &lt;b&gt; \u202e\u2066overridden \u200b\u200d\ufeff\u2028\r\n"
    + "Z"
    + "\u0301" * 40
    + f" {WORD} {'W' * 300} \u05d0\u05d1 \U0001f4dc\U0001f469\u200d\U0001f467"
)
"""PostgreSQL stores no NUL, in texts and in JSON."""

# Words of the program itself. What a value of the type or the name of a field may be is checked before it is stored.
_DERIVED = {"document_terms", "search_state", "series_titles", "vocabulary", "word_stems"}
_TABLES = _DERIVED | {"answers", "audits", "deletions", "ledger_rules", "renamed_tags"}
_TABLES |= {"schema_migrations", "stages", "statuses"}
_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
    act answer_md5 blank content_hash currency document_type entity_key error_stage event field fields_schema
    fingerprint frequency how id key kind lesson media_type operation origin outcome part purpose question_key reasons
    rules run run_id seed series_type service sha256 source stage state status stopped_by subject summary_md5 syntax
    text_md5 turn uncertain verdict words
    """,
    )
)
_LIMITS = {"account": 100, "name": 100, "tag": 100, "tags": 100}
_NOT_FREE = re.compile(r"[\d\s.:+TZ-]*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Papers(NamedTuple):
    """Documents of the archive: one with pictures and with all that a document can have, and others."""

    told: UUID
    others: list[UUID]


def planted(archive: Archive) -> Papers:
    """Documents in every state, with every kind of row about them, and with `PLANTED` in all their texts."""
    others = filled(archive)
    told = _told(archive)
    session = database().session()
    others += [document_rows.failed(session), document_rows.deferred(session)]
    pairs.set_verdict(session, told, others[0], "alike", "machine", "same total")
    pairs.set_verdict(session, told, others[1], "same", "machine", "same text")
    types.propose(session, "l" + "o" * 58 + "ng", "A letter", told)
    with connected(archive.database_url) as own:
        _say_all(own, told)
        own.execute("SET session_replication_role = replica")  # a tag is planted where it is used, and in its table
        for table, column, kind in _columns(own):
            _plant(own, table, column, kind)
    return Papers(told, others)


def _told(archive: Archive) -> UUID:
    """A document of a PDF, whose values have places."""
    lines = [*drawn_pdfs.BILL, "Total 122.30"]
    (archive.inbox / "gas.pdf").write_bytes(drawn_pdfs.pdf(drawn_pdfs.text(lines)))
    run = "20240403T000000-pictured"
    runs.hold(database(), run)
    (id,) = scan_inbox(run).registered
    work_on([id], run)
    return id


def _say_all(own: cursor, id: UUID) -> None:
    """Invoice data that differ from the pages, line items, uses of the memory, calls, and what runs and files say."""
    embedded = {"file": "f.xml", "syntax": "UBL", "values": {"total": 41.2}, "page": {"total": "14.2", "entity": "N"}}
    items = [{"description": "Milk", f"od{MARKUP}": "x", "amount": 1.1}, {"description": WORD, "amount": 2.2}]
    own.execute(
        "UPDATE documents SET embedded = %s, structured_data = structured_data || %s, "
        "uncertain = '{total}' WHERE id = %s",
        (Json(embedded), Json({"line_items": items, f"odd{MARKUP}": "odd"}), str(id)),
    )
    memory = [
        {"field": "entity", "proposed": "N", "instead": "M", "outcome": outcome, "lesson": None, "issuer": None}
        for outcome in ("lost", "taken", "agreed")
    ]
    own.execute(
        "UPDATE stage_results SET answer = answer || %s, omitted = %s, model = 'm', waits = 2 "
        "WHERE document_id = %s AND stage = 'summarize'",
        (Json({"memory": memory}), Json({"pages": [2], "shortened": {"page": 3, "characters": 9000}}), str(id)),
    )
    for attempt, outcome in enumerate(("throttled", "invalid", "answered"), start=1):
        own.execute(
            "INSERT INTO calls (run_id, document_id, stage, service, operation, model, question_key, attempt, outcome,"
            " seconds, reserved_usd, cost_usd, called_at) SELECT id, %s, 'summarize', 'bedrock', 'converse', 'm', %s,"
            " %s, %s, 1, 1, 1, started_at + %s * interval '3 s' FROM runs WHERE id = %s",
            (str(id), "0" * 64, attempt, outcome, attempt, RUN),
        )
    own.execute(
        "UPDATE runs SET stopped_by = 'service', stop_message = 'no answer', stop_hint = 'wait' WHERE id = %s", (RUN,)
    )
    own.execute("UPDATE files SET error = 'no answer'")
    own.execute("UPDATE prompt_pairs SET gold = -0.5, gold_at = now(), judged = -1")
    own.execute("UPDATE prompt_trials SET state = 'given_up', closed_at = now(), reason = 'behind'")
    own.execute(
        "INSERT INTO events (subject, key, event, details) VALUES ('prompt', 'classifier', 'proposal refused', %s)",
        (Json({"reason": "it quotes documents"}),),
    )


def _columns(own: cursor) -> list[tuple[str, str, str]]:
    """The columns that hold texts of others, with their types."""
    own.execute("""
        SELECT table_name, column_name, udt_name FROM information_schema.columns JOIN information_schema.tables
        USING (table_schema, table_name)
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
          AND udt_name IN ('text', '_text', 'jsonb')""")
    return [row for row in own.fetchall() if row[0] not in _TABLES and not _is_own(row[0], row[1])]


def _is_own(table: str, column: str) -> bool:
    return column in _NAMES or (table, column) in {("document_types", "name"), ("type_proposals", "name")}


def _plant(own: cursor, table: str, column: str, kind: str) -> None:
    names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
    own.execute(sql.SQL("SELECT ctid::text, {column} FROM {table} WHERE {column} IS NOT NULL").format(**names))
    # An update gives a row another ctid, and each row is updated once.
    for place, value in own.fetchall():
        changed = _changed(value, column)
        written = Json(changed) if kind == "jsonb" else changed
        own.execute(sql.SQL("UPDATE {table} SET {column} = %s WHERE ctid = %s::tid").format(**names), (written, place))


def _changed(value: Any, name: str) -> Any:
    """A value with `PLANTED` at the end of each of its texts that is not a word of the program, a day or an id."""
    if isinstance(value, dict):
        return {key: _changed(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_changed(each, name) for each in value]
    if not isinstance(value, str) or name in _NAMES or (_NOT_FREE.fullmatch(value) and value):
        return value
    return (value + PLANTED)[: _LIMITS.get(name)]
