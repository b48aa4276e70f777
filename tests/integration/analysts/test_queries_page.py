"""The queries of docs/queries.md, run as an analyst runs them, print what the page shows.

With RECORD=1 in the environment, the page is written anew instead.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from psycopg2.extensions import cursor

_PAGE = Path(__file__).parents[3] / "docs" / "queries.md"
_BLOCK = re.compile(r"```sql\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


def test_the_queries_print_what_the_page_shows(reader: cursor) -> None:
    page = _PAGE.read_text("utf-8")
    printed = _BLOCK.sub(lambda block: f"```sql\n{block[1]}```\n\n```text\n{_printed(reader, block[1])}```", page)
    if os.environ.get("RECORD"):
        _PAGE.write_text(printed, "utf-8")
    assert printed == page
    assert len(_BLOCK.findall(page)) >= 10
    assert page.count("```sql") == len(_BLOCK.findall(page))


def _printed(reader: cursor, query: str) -> str:
    """The rows as psql shows them; at least one."""
    reader.execute(query)
    rows = [[_cell(value) for value in row] for row in reader.fetchall()]
    assert rows, f"no rows: {query}"
    columns = list(reader.description or ())
    numeric = [column.type_code in (20, 21, 23, 700, 701, 1700) for column in columns]
    names = [column.name for column in columns]
    widths = [max(map(len, cells)) for cells in zip(names, *rows, strict=True)]
    lines = [" | ".join(name.center(width) for name, width in zip(names, widths, strict=True))]
    lines.append("-+-".join("-" * width for width in widths))
    for row in rows:
        cells = zip(row, widths, numeric, strict=True)
        lines.append(" | ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in cells))
    return "".join(f" {line}".rstrip() + "\n" for line in lines)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
