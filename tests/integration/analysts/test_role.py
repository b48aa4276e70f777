"""The role of an analyst reads the views, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest
from psycopg2 import sql
from psycopg2.extensions import cursor, make_dsn

from alfrd_luigi.database import analysts
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import InvalidInputError
from support.archives import Archive
from support.commands import alfrd
from support.connections import connected
from support.programs.schema_reference import columns

_REFUSALS = (
    psycopg2.errors.InsufficientPrivilege,
    psycopg2.errors.UndefinedTable,  # of another schema, which a function of the archive does not find
    psycopg2.errors.ObjectNotInPrerequisiteState,  # a view that nobody can write to
)


def test_the_role_reads_each_view_and_no_table(home: Archive, reader: cursor) -> None:
    found = {(column.schema, column.relation, column.is_for_analysts) for column in columns(home.database_url)}
    assert len({name for _, name, is_for_analysts in found if is_for_analysts}) == 14
    for schema, relation, is_for_analysts in sorted(found):
        query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, relation))
        if is_for_analysts:
            reader.execute(query)
            reader.fetchall()
        else:
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                reader.execute(query)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO public.tags VALUES ('x')",
        "DELETE FROM public.documents",
        "UPDATE alfrd.documents SET status = 'failed'",
        "DELETE FROM alfrd.tags",
        "INSERT INTO alfrd.tags SELECT * FROM alfrd.tags",
        "CREATE TABLE alfrd.x (a int)",
        "CREATE TABLE public.x (a int)",
        "CREATE VIEW alfrd.x AS SELECT 1",
        "DROP VIEW alfrd.documents",
        "CALL public.publish_views()",
        "SELECT public.insert_rows('public.tags', '[{\"name\": \"x\"}]')",
        "SELECT public.file_inputs(1)",
        "SELECT text FROM public.pages",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY alfrd.documents TO PROGRAM 'cat'",
        "SELECT passwd FROM pg_shadow",
        "CREATE ROLE other",
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "SELECT nextval('public.acts_id_seq')",
    ],
)
def test_the_role_writes_nothing_also_in_a_transaction_that_may(reader: cursor, statement: str) -> None:
    reader.execute("SET default_transaction_read_only = off; SET search_path = public")
    with pytest.raises(
        (
            psycopg2.errors.InsufficientPrivilege,
            psycopg2.errors.UndefinedTable,
            psycopg2.errors.ObjectNotInPrerequisiteState,
        )
    ):
        reader.execute(statement)


def test_its_sessions_are_limited_and_find_the_views(reader: cursor) -> None:
    for setting, value in {
        "default_transaction_read_only": "on",
        "statement_timeout": "1min",
        "idle_in_transaction_session_timeout": "5min",
        "search_path": "alfrd",
    }.items():
        reader.execute("SELECT current_setting(%s)", (setting,))
        assert reader.fetchone() == (value,)
    reader.execute("SELECT count(*) > 40 FROM documents")
    assert reader.fetchone() == (True,)


def test_the_command_gives_and_takes_and_repeats(archive: Archive) -> None:
    for _ in range(2):
        result = alfrd("init", "--analyst", "an analyst")
        assert result.exit_code == 0, result.stderr
    address = next(line for line in result.stdout.splitlines() if line.startswith("analyst ")).split(maxsplit=1)[1]
    with connected(address) as own:
        own.execute("SELECT current_user, count(*) FROM documents")
        assert (own.fetchone() or [""])[0] == "an analyst"
    assert alfrd("init", "--revoke-analyst", "an analyst").exit_code == 0
    with connected(address) as own, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        own.execute("SELECT count(*) FROM alfrd.documents")
    with connected(archive.database_url) as own:
        own.execute('DROP ROLE "an analyst"')  # nothing depends on it any more
    assert "there is no role" in alfrd("init", "--revoke-analyst", "an analyst").stderr


@pytest.mark.parametrize("name", ["", "pg_reader", "public", "x" * 64, "a\nb"])
def test_what_cannot_be_a_role_is_refused(archive: Archive, name: str) -> None:
    result = alfrd("init", "--analyst", name)
    assert result.exit_code == 5
    assert "cannot be the name of a role" in result.stderr


@pytest.fixture
def owner(empty_archive: Archive) -> Iterator[cursor]:
    """The session of a superuser; the archive is that of a role without rights on the server."""
    with connected(empty_archive.database_url) as own:
        own.execute("CREATE ROLE keeper LOGIN; GRANT CREATE ON SCHEMA public TO keeper")
        empty_archive.configure(database_url=make_dsn(empty_archive.database_url, user="keeper"))
        yield own
        database().close()
        own.execute("DROP OWNED BY keeper; DROP ROLE keeper")


def test_an_archive_of_a_role_with_few_rights(owner: cursor) -> None:
    result = alfrd("init")
    assert result.exit_code == 7
    assert "As its owner: CREATE SCHEMA alfrd AUTHORIZATION keeper; then run: alfrd init" in result.stderr
    owner.execute("CREATE SCHEMA alfrd AUTHORIZATION keeper")
    assert alfrd("init").exit_code == 0
    result = alfrd("init", "--analyst", 'guest"s')
    assert result.exit_code == 7
    assert (
        """As an administrator: CREATE ROLE "guest""s" LOGIN; then run: alfrd init --analyst 'guest"s'"""
        in result.stderr
    )
    owner.execute('CREATE ROLE "guest""s" LOGIN')
    result = alfrd("init", "--analyst", 'guest"s')
    assert result.exit_code == 0
    statements = [
        line.split(": ", 1)[1] for line in result.stderr.splitlines() if line.startswith("to limit its sessions")
    ]
    assert len(statements) == 4
    for statement in statements:
        owner.execute(statement)
    owner.execute('SET ROLE "guest""s"; SELECT count(*) FROM alfrd.documents; RESET ROLE')
    assert alfrd("init", "--revoke-analyst", 'guest"s').exit_code == 0
    owner.execute('ALTER ROLE "guest""s" RESET ALL; DROP OWNED BY "guest""s"; DROP ROLE "guest""s"')


def test_a_role_that_may_do_more_is_no_analyst(owner: cursor) -> None:
    owner.execute("CREATE SCHEMA alfrd AUTHORIZATION keeper")
    assert alfrd("init").exit_code == 0
    owner.execute(
        "CREATE ROLE member LOGIN; GRANT keeper TO member;"
        " CREATE ROLE clerk LOGIN; GRANT SELECT (id) ON documents TO clerk"
    )
    owner.execute(
        "CREATE ROLE maker LOGIN; GRANT CREATE ON SCHEMA public TO maker;"
        " CREATE ROLE changer LOGIN NOINHERIT; GRANT keeper TO changer;"
        " CREATE ROLE registrar LOGIN CREATEROLE;"
        " CREATE ROLE librarian LOGIN; GRANT pg_read_server_files TO librarian"
    )
    wanted = {"keeper": "use the table", "member": "use the table", "changer": "use the table",
              "clerk": "use the table public.documents", "maker": "make tables in the schema public",
              "registrar": "as the role registrar", "librarian": "as the role pg_read_server_files"}  # fmt: skip
    for role, may in wanted.items():
        result = alfrd("init", "--analyst", role)
        assert result.exit_code == 5
        assert may in result.stderr
        if role in ("clerk", "maker"):
            owner.execute("SELECT has_schema_privilege(%s, 'alfrd', 'USAGE')", (role,))
            assert owner.fetchone() == (False,)
    owner.execute(
        "DROP OWNED BY clerk; DROP OWNED BY maker; DROP ROLE member, clerk, maker, changer, registrar, librarian"
    )


def test_a_superuser_is_no_analyst(archive: Archive) -> None:
    with pytest.raises(InvalidInputError, match="more than an analyst"):
        analysts.allow(database().session(), "postgres")
