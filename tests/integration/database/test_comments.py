"""Every table, view and column has a comment that is complete, and docs/schema.md has them."""

from __future__ import annotations

import re
from pathlib import Path

from support.archives import Archive
from support.programs.schema_reference import columns, reference

ROOT = Path(__file__).parents[3]
_ADD = "write COMMENT ON … in the migration, for: "


def test_everything_has_a_comment(archive: Archive) -> None:
    found = columns(archive.database_url)
    lacking = {column.of for column in found if not column.said}
    lacking |= {f"{column.of}.{column.name}" for column in found if not column.meaning}
    assert not lacking, _ADD + ", ".join(sorted(lacking))
    assert {"documents", "alfrd.documents", "words"} <= {column.of for column in found}


def test_a_comment_says_what_null_means_where_a_value_can_be_null(archive: Archive) -> None:
    tables = [column for column in columns(archive.database_url) if column.kind == "r"]
    faults = {
        f"{column.relation}.{column.name}"
        for column in tables
        if column.is_nullable != ("NULL" in (column.meaning or "")) and "As in" not in (column.meaning or "")
    }
    assert not faults, _ADD + ", ".join(sorted(faults))


def test_a_comment_names_each_value_of_an_enumeration(archive: Archive) -> None:
    lacking = {
        f"{column.relation}.{column.name}: {value}"
        for column in columns(archive.database_url)
        for check in column.checks
        for listed in re.findall(r"= ANY \(\(?ARRAY\[(.*?)\]", check)
        for value in re.findall(r"'([^']*)'::text", listed)
        if f"`{value}`" not in (column.meaning or "")
    }
    assert not lacking, _ADD + ", ".join(sorted(lacking))


def test_the_reference_has_the_comments(archive: Archive) -> None:
    assert (ROOT / "docs" / "schema.md").read_text("utf-8") == reference(archive.database_url), "run: ./scripts/schema"
