"""The archive that the golden screens show: the same documents, times and machine each time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg2 import sql
from psycopg2.extensions import cursor

from alfrd_luigi.corrections import audit
from alfrd_luigi.database.connection import database
from support import document_rows
from support.archives import Archive
from support.connections import connected
from support.filled_archive import filled

TODAY = datetime(2024, 5, 3, tzinfo=UTC).date()
_FIRST = datetime(2024, 4, 2, 6, 0, tzinfo=UTC)
_LATER = datetime(2099, 1, 1, tzinfo=UTC)
# An act changes its documents in the order of their ids, which are random.
_ACTS_AT_ONCE = """
UPDATE events e SET at = (SELECT min(o.at) FROM events o WHERE o.details -> 'act' = e.details -> 'act')
WHERE details ? 'act'
"""
_COMPANY = "Golden Valley Gas and Electric Company of the Upper Valley"
_JAPANESE = "\u6771\u4eac\u96fb\u529b\u30db\u30fc\u30eb\u30c7\u30a3\u30f3\u30b0\u30b9\u682a\u5f0f\u4f1a\u793e"
_LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
_PAPERS: tuple[dict[str, Any], ...] = (
    {"entity": _COMPANY, "total_amount": "272.18", "uncertain": []},
    {"entity": _JAPANESE, "currency": "JPY", "total_amount": "18344.00", "uncertain": ["total"]},
    {
        "entity": "Cafe\u0301 \U0001f4dc Zu\u0308rich",
        "currency": "CHF",
        "total_amount": "8.00",
        "uncertain": ["entity"],
    },
    {"entity": _LONG, "currency": "EUR"},
    {"entity": "evil\x1b[31m\u202ename", "total_amount": "-1234567.89", "uncertain": ["date", "total", "type"]},
    {"entity": "=SUM(A1)", "total_amount": "0.00"},
)


def shown(archive: Archive) -> list[UUID]:
    """Documents in every state, with every kind of row, whose texts are long, wide or unwelcome; the newest first."""
    archive.configure(person="anna", audits_per_week=0)
    count_on(archive)
    made = filled(archive)
    session = database().session()
    with connected(archive.database_url) as own:
        own.execute("DELETE FROM audits; DELETE FROM audit_draws")  # a trial drew any of the documents
    papers = [UUID(int=number << 96) for number in range(1, len(_PAPERS) + 1)]
    for number, (id, paper) in enumerate(zip(papers, _PAPERS, strict=True), start=1):
        document_rows.filed(
            session, id=id, name=f"scan-2024-03-0{number}-from-the-flatbed.pdf", tags=("home",), **paper
        )
    made += papers
    audit.draw(session, 9, "seed")
    made += [document_rows.failed(session), document_rows.deferred(session)]
    with connected(archive.database_url) as own:
        own.execute("SET session_replication_role = replica")
        own.execute("UPDATE runs SET host = 'machine', pid = 4711")
        own.execute("UPDATE last_run SET host = 'machine', pid = 4711")
        own.execute("UPDATE stage_results SET seconds = 0.25")
        own.execute(_ACTS_AT_ONCE)
        # The ids of the others are random, and the order of audits depends on them.
        own.execute("DELETE FROM audits WHERE document_id <> ALL(%s::uuid[])", ([str(id) for id in papers],))
        _freeze(own)
        own.execute("UPDATE audit_draws SET at = now()")
    return made[::-1]


@contextmanager
def sequences_kept(archive: Archive) -> Iterator[None]:
    """After the block, no sequence gives a number again that it gave before: rows of other archives have them."""
    with connected(archive.database_url) as own:
        before = _last_values(own)
    yield
    with connected(archive.database_url) as own:
        for sequence, last in _last_values(own).items():
            own.execute("SELECT setval(%s, %s)", (sequence, max(last, before.get(sequence, 1))))


def _last_values(own: cursor) -> dict[str, int]:
    own.execute("SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, 1) FROM pg_sequences")
    return dict(own.fetchall())


def count_on(archive: Archive) -> None:
    """Let each sequence go on after the rows that there are: other tests have used it, too."""
    with connected(archive.database_url) as own:
        own.execute("""
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND is_identity = 'YES'""")
        for table, column in own.fetchall():
            own.execute(
                sql.SQL(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({}), 0) + 1, false) FROM {}"
                ).format(sql.Identifier(column), sql.Identifier(table)),
                (f'"{table}"', column),
            )


def _freeze(own: cursor) -> None:
    """Give all times in the database the same second, in their order. The future stays the future."""
    own.execute("""
        SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables
        USING (table_schema, table_name)
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
          AND udt_name = 'timestamptz'""")
    columns = [{"table": sql.Identifier(table), "column": sql.Identifier(column)} for table, column in own.fetchall()]
    times: set[datetime] = set()
    for names in columns:
        own.execute(sql.SQL("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL").format(**names))
        times.update(time for (time,) in own.fetchall())
    now = datetime.now(UTC)
    for number, time in enumerate(sorted(times)):
        frozen = (_FIRST if time <= now else _LATER) + timedelta(microseconds=number)
        for names in columns:
            own.execute(sql.SQL("UPDATE {table} SET {column} = %s WHERE {column} = %s").format(**names), (frozen, time))
