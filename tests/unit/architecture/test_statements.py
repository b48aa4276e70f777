"""Values reach SQL only as bound parameters: no statement is composed from text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDERS = ("alfrd_luigi", "benchmarks", "targets", "tasks", "tests")
METHODS = {"execute", "executemany", "copy_expert", "mogrify", "_executed"}

# Calls whose statement is no literal and no composition of psycopg2's, each with the reason why it is a safe one.
KNOWN = {
    "alfrd_luigi/database/session.py: how": "COMMIT or ROLLBACK",
    "alfrd_luigi/database/session.py: self._begun(statement)": "what `_executed` gets: the next three",
    "alfrd_luigi/database/session.py: query(name)": "the text of a named query of sql/*.sql",
    "alfrd_luigi/database/session.py: _with_names(name, names)": "with names that psycopg2 quotes",
    "alfrd_luigi/database/session.py: statements": "the text of a migration",
    "alfrd_luigi/database/session.py: self._begun(_with_names(name, names))": "a COPY with names that psycopg2 quotes",
    "alfrd_luigi/database/session.py: self._begun(declare + sql.SQL(query(name)))": "the same, of a cursor",
    "alfrd_luigi/database/session.py: fetch": "the next rows of that cursor",
    "alfrd_luigi/database/session.py: query('sessions.ping')": "a named query",
    "benchmarks/canonical.py: sql": "the text of a named query beside it",
    "tests/integration/analysts/test_queries_page.py: query": "a query of docs/queries.md, run as it is",
    "tests/integration/analysts/test_role.py: statement": "literals of the test, and what a command prints",
    "tests/integration/cli/test_check.py: statement": "literals that break an archive, handed on",
    "tests/integration/database/test_empty_values.py: 'EXPLAIN ' + text": "the text of a named query",
    "tests/integration/cli/test_check_of_rows.py: statement": "literals that change rows, handed on with ids bound",
    "tests/integration/cli/test_replay.py: statement": "literals that read an archive, handed on",
    "tests/integration/monitoring/test_notifications.py: statement": "literals that change times, handed on",
    "tests/integration/runs/test_whose_page_store.py: statement": "literals that break an archive, handed on",
    "benchmarks/filled.py: statements": "fill.sql, with its numbers bound",
    "benchmarks/search.py: _BEFORE.read_text('utf-8')": "search_before.sql",
    "tests/integration/database/test_plans.py: query('search.prefer_index')": "a named query",
    "tests/integration/database/test_plans.py: explained": "a query of the application, by its name, after EXPLAIN",
    "tests/integration/database/test_records.py: query(pair.name)": "a named query",
    "tests/support/insurer.py: query": "literals of the test, handed on with values bound",
    "tests/support/processes.py: query": "whatever the program executes, handed on",
    "tests/support/processes.py: statement": "literals of the test, handed on",
    "tests/support/old_schemas.py: query": "a literal of the test, handed on",
    "tests/support/archives.py: statement": "makes and drops databases, whose names are a counter's",
    "tests/integration/database/test_migrations.py: "
    "files('alfrd_luigi.database').joinpath('schema.sql').read_text('utf-8')": "the shipped schema",
    "tests/support/intake.py: query": "a constant that the caller hands on, for a SQLite of the test's own",
    "tests/support/intake.py: statement": "another one",
}


def test_statements_are_literals_or_named_and_values_are_bound() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {ast.unparse(statement)}"
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        for statement in _unsafe_statements(_parsed(path.read_text("utf-8")))
    }
    assert found == set(KNOWN)


def test_what_is_put_together_is_found() -> None:
    source = """
CONSTANT = "SELECT 1"
cursor.execute(CONSTANT)
cursor.execute("SELECT %s", (value,))
cursor.execute(sql.SQL("SELECT {}").format(sql.Identifier(name)))
composed = sql.SQL("SELECT {}").format(sql.Identifier(name))
cursor.execute(composed)
cursor.execute(f"SELECT {value}")
cursor.execute("SELECT " + value)
cursor.execute("SELECT %s" % value)
cursor.execute("SELECT {}".format(value))
cursor.execute(sql.SQL(f"SELECT {value}"))
"""
    assert len(list(_unsafe_statements(ast.parse(source)))) == 5


def _parsed(source: str) -> ast.Module:
    """The source; without code if it names none of the methods, because most of the test's time is that of parsing."""
    return ast.parse(source if any(method in source for method in METHODS) else "")


def _unsafe_statements(tree: ast.Module) -> Iterator[ast.expr]:
    safe = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_safe(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            statement = node.args[0] if node.args else None
            if statement is not None and not _is_safe(statement, safe):
                yield statement


def _is_safe(statement: ast.expr, names: set[str]) -> bool:
    """Whether it is a literal, a name given to one, or psycopg2's own composition of literals and identifiers."""
    match statement:
        case ast.Constant(value=str()):
            return True
        case ast.Name(id=name):
            return name in names
        case ast.Call(func=ast.Attribute(value=ast.Call() as template, attr="format")):
            return _is_safe(template, names)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="sql"), attr="SQL"), args=[text]):
            # A name of a constant that stands in capitals at the head of the module is one, too.
            return isinstance(text, ast.Constant) or (isinstance(text, ast.Name) and text.id.isupper())
        case _:
            return False
