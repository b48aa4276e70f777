"""The views are there after pg_dump and a restore, after an export and an import, and after an upgrade."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from psycopg2 import sql
from psycopg2.extensions import make_dsn, parse_dsn

from alfrd_luigi import archive as archives
from alfrd_luigi.database import analysts, documents, migration
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.embedded import programs
from support.archives import Archive, Server
from support.commands import alfrd
from support.connections import connected
from support.filled_archive import filled
from support.ledger_documents import paper
from support.old_schemas import migrated
from support.programs.schema_reference import columns

# An archive of the version before the views, with a bill, a policy and a copy of the bill.
_BEFORE = 39
_OLD = """
INSERT INTO document_types (name, description, fields_schema, shipped, rules)
VALUES ('insurance', 'x', '{}', true, 'insurance');
INSERT INTO documents (id, status, created_at, content_hash, document_type, total_amount, currency, document_date,
                       structured_data)
SELECT md5(number::text)::uuid, 'filed', now(), md5(number::text) || md5(number::text), 'insurance', 10 * number, 'EUR',
       '2024-03-05', CASE number WHEN 2 THEN '{"policy_number": "1"}'::jsonb ELSE '{"amount_due": 10}'::jsonb END
FROM generate_series(1, 3) AS number;
INSERT INTO document_pairs (one, other, verdict, origin, evidence)
SELECT least(a, b), greatest(a, b), 'same', 'person', 'x' FROM (SELECT md5('1')::uuid AS a, md5('3')::uuid AS b) pair;
"""


def _counts(url: str) -> dict[str, Any]:
    with connected(url) as own:
        found = {}
        for view in sorted({each.relation for each in columns(url) if each.is_for_analysts}):
            own.execute(sql.SQL("SELECT md5(string_agg(v::text, ' ' ORDER BY v::text)) FROM {} v").format(
                sql.Identifier("alfrd", view)
            ))  # fmt: skip
            found[view] = own.fetchone()
        return found


def test_a_dump_has_the_views_and_the_rights(archive: Archive, server: Server) -> None:
    filled(archive)
    analysts.allow(database().session(), "dumped")
    dump = [programs.program("pg_dump"), "--dbname", archive.database_url]
    text = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
    restored = server.create()
    restore = [programs.program("psql"), "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", restored]
    subprocess.run(restore, input=text, capture_output=True, text=True, check=True)
    assert _counts(restored) == _counts(archive.database_url)
    with connected(restored) as own:
        own.execute("SET ROLE dumped")
        own.execute("SELECT count(*) > 0 FROM alfrd.documents")
        assert own.fetchone() == (True,)
        own.execute("RESET ROLE")
        own.execute("CREATE VIEW analyst_newer AS SELECT 1 AS one")
        own.execute("CALL publish_views()")  # as a later migration does
        own.execute("SET ROLE dumped; SELECT one FROM alfrd.newer")
        assert own.fetchone() == (1,)
    server.drop(restored)
    analysts.forbid(database().session(), "dumped")
    with connected(archive.database_url) as own:
        own.execute("DROP ROLE dumped")


def test_an_import_has_the_views(archive: Archive, server: Server, tmp_path: Path) -> None:
    filled(archive)
    before = _counts(archive.database_url)
    assert alfrd("export", tmp_path / "export").exit_code == 0
    database().close()
    url = server.create()
    archive.configure(database_url=url, data_dir=tmp_path / "imported")
    done = alfrd("import", tmp_path / "export")
    assert done.exit_code == 0, done.stderr
    assert _counts(url) == before
    checked = alfrd("check")
    assert checked.exit_code == 0, checked.stdout
    database().close()
    server.drop(url)


@pytest.fixture
def named(empty_archive: Archive) -> Iterator[Archive]:
    """The archive of a role with the name of the schema of the views, which owns the database."""
    database_name = parse_dsn(empty_archive.database_url)["dbname"]
    with connected(empty_archive.database_url) as own:
        own.execute("CREATE ROLE alfrd LOGIN")
        own.execute(sql.SQL("ALTER DATABASE {} OWNER TO alfrd").format(sql.Identifier(database_name)))
        empty_archive.configure(database_url=make_dsn(empty_archive.database_url, user="alfrd"))
        yield empty_archive
        database().close()
        own.execute(sql.SQL("ALTER DATABASE {} OWNER TO postgres").format(sql.Identifier(database_name)))
        own.execute("DROP OWNED BY alfrd; DROP ROLE alfrd")


def test_a_role_with_the_name_of_the_schema_keeps_its_tables(named: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL looks for names in the schema that is called as the role, before `public`."""
    known = migration.migrations()
    later = (9999, "9999_later.sql", "CREATE TABLE later (a integer); ALTER TABLE documents ADD COLUMN extra text")
    monkeypatch.setattr(migration, "migrations", lambda: [*known, later])
    monkeypatch.setattr(migration, "newest", lambda: 9999)
    assert archives.initialise()[-1] == "9999_later.sql"
    filed = paper(total_amount="7.00")
    database().close()
    archives.open_archive()
    assert documents.state(database().session(), filed).status == "filed"
    assert alfrd("--version").stdout.endswith("schema of the archive: 9999\n")
    with connected(named.database_url) as own:
        own.execute("SELECT to_regclass('public.later'), (SELECT sum(amount) FROM alfrd.amounts)")
        assert own.fetchone() == ("later", Decimal("7.00"))


def test_an_archive_of_the_version_before_gets_them(empty_archive: Archive) -> None:
    assert migrated(empty_archive, _BEFORE, _OLD, "SELECT count(*) FROM alfrd.documents") == [(3,)]
    archives.initialise()
    with connected(empty_archive.database_url) as own:
        own.execute("SELECT amount, kind, account FROM alfrd.amounts")
        found = own.fetchall()
    assert len(found) == 1
    assert found[0] in [(Decimal(total), "bill", "Expenses:Insurance") for total in ("10.00", "30.00")]
