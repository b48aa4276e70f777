"""docs/schema.md: every table, view and column of a database with its comment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from support.connections import connected

HEADER = """\
# Tables and views

Every table and view of an archive with its columns. `./scripts/schema` writes this page from the comments in the
database, which psql shows, too: `\\d+ documents`.

The views for analysts have names and columns that stay; [analysts.md](analysts.md) says what may change, and who may
read them. The tables, and the views beside them, are the program's own, and each version may change them. Read them as
you like; only the program writes to them.
"""

_COLUMNS = """
SELECT n.nspname <> current_schema() AS is_for_analysts, c.relkind::text AS kind, n.nspname::text AS schema,
       c.relname::text AS relation, obj_description(c.oid, 'pg_class') AS said, a.attname::text AS name,
       format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS is_nullable,
       col_description(c.oid, a.attnum) AS meaning,
       ARRAY(SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k
             WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]) AS checks
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname IN (current_schema(), analyst_schema()) AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
ORDER BY 1 DESC, 2, c.relname, a.attnum
"""


class Column(NamedTuple):
    """A column of a table or a view. `said` is the comment on its relation, `meaning` its own."""

    is_for_analysts: bool
    kind: str
    schema: str
    relation: str
    said: str | None
    name: str
    type: str
    is_nullable: bool
    meaning: str | None
    checks: list[str]

    @property
    def of(self) -> str:
        """The name of the relation, with the schema of a view for analysts."""
        return f"{self.schema}.{self.relation}" if self.is_for_analysts else self.relation

    @property
    def part(self) -> str:
        """The heading under which the relation stands."""
        if self.is_for_analysts:
            return "Views for analysts"
        return "Tables" if self.kind == "r" else "Views of the program"


def columns(url: str) -> list[Column]:
    """Every column of the archive's tables and views, by relation."""
    with connected(url) as own:
        own.execute(_COLUMNS)
        return [Column(*row) for row in own.fetchall()]


def reference(url: str) -> str:
    """The page."""
    return HEADER + "\n".join(_lines(columns(url))) + "\n"


def _lines(found: list[Column]) -> Iterator[str]:
    for part, relations in groupby(found, key=lambda column: column.part):
        yield f"\n## {part}"
        for of, each in groupby(relations, key=lambda column: column.of):
            yield from _table(of, list(each))


def _table(of: str, found: list[Column]) -> Iterator[str]:
    yield f"\n### {of}\n\n{_cell(found[0].said)}\n"
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for column in found:
        yield f"| `{column.name}` | {column.type} | {_cell(column.meaning)} |"


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|").replace("<", "&lt;")
