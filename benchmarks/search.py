"""The time of a search in an archive of many documents, and the size and the cost of what it searches.

    python benchmarks/search.py DATA_DIR [--documents 100000] [--repeat 5]

An archive is made in DATA_DIR, with papers of the samples generator in six languages, unless one is there. Each query
says what it must find. Prints, for each, the median of its times in milliseconds: to read the query, find, rank, and
make 20 snippets.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple
from uuid import UUID

import click
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor
from search_papers import Made, papers

from alfrd_luigi import archive
from alfrd_luigi.database import events, listings
from alfrd_luigi.database.connection import connect, database
from alfrd_luigi.search import index
from alfrd_luigi.settings import settings
from alfrd_luigi.views.search import SearchView, search

_SIZES = """
SELECT c.relname, pg_table_size(c.oid), pg_indexes_size(c.oid) FROM pg_class c WHERE relkind = 'r'
AND relname IN ('documents', 'document_terms', 'vocabulary', 'word_stems', 'series_titles') ORDER BY 1
"""
_BATCH = 2000
_COLUMNS = (
    *("id", "status", "created_at", "registered_at", "content_hash", "text", "document_type", "entity"),
    *("document_date", "total_amount", "currency", "summary", "structured_data", "series_id"),
)
_FILE_COLUMNS = ("document_id", "position", "key", "name", "sha256", "size", "media_type", "pages")
_ADD_SERIES = """
INSERT INTO series (entity, entity_key, series_type, title) VALUES (%s, %s, 'bill', %s) RETURNING id
"""
# The column that documents had before, with its index.
_BEFORE = Path(__file__).with_name("search_before.sql")
_PLAIN = "CREATE TABLE plain (entity text, summary text, text text)"
_INSERT_PLAIN = "INSERT INTO plain SELECT entity, summary, text FROM documents"
_INSERT_BEFORE = "INSERT INTO before SELECT entity, summary, text FROM documents"
_SIZE_BEFORE = """
SELECT pg_table_size('before') - pg_table_size('plain'), pg_indexes_size('before'), (SELECT count(*) FROM documents)
"""


class Asked(NamedTuple):
    """A query. It must find the planted paper of this name first, or at least so many papers."""

    kind: str
    words: str
    finds: str | int


QUERIES = (
    Asked("rare", "zeppelin", "zeppelin"),
    Asked("rare", "dishwasher", "code"),
    Asked("rare, another form", "zeppelins", "zeppelin"),
    Asked("rare, two words", "zeppelin museum", "zeppelin"),
    Asked("phrase", '"zeppelin museum"', "zeppelin"),
    Asked("folded", "munchen", "munchen"),
    Asked("folded, umlaut", "Fernw\u00e4rmeabrechnung", "munchen"),
    Asked("sign in a name", "pge", "pge"),
    Asked("part of a compound", "manufaktur", "munchen"),
    Asked("code", "ZX-4471", "code"),
    Asked("Chinese characters", "\u96fb\u529b", "tokyo"),
    Asked("Chinese characters", "\u96fb\u6c17\u6599\u91d1", "tokyo"),
    Asked("Hangul", "\uc804\uae30\uc694\uae08", "seoul"),
    Asked("typing error", "zepelin", "zeppelin"),
    Asked("typing error", "dishwaser", "code"),
    Asked("prefix", "smartm", "pge"),
    Asked("prefix", "elec", 1000),
    Asked("French", "observation chateau", "chateau"),
    Asked("Spanish", "tuberia", "fontaneria"),
    Asked("Italian", "rubinetto", "idraulico"),
    Asked("Dutch", "dakgoot hersteld", "loodgieter"),
    Asked("German", "vertrauen fernwarme", "munchen"),
    Asked("common", "total", 2000),
    Asked("common", "rechnung", 1000),
    Asked("common, two words", "total date", 2000),
    Asked("common, two words", "monthly rent", 500),
    Asked("common, without another", "water -electricity", 100),
    Asked("filter", "type:utility_bill total:>150", 500),
    Asked("filter and words", "electricity date:2024-01..2024-06", 100),
    Asked("filter and day in words", "entity:insurance last year", 50),
)


@click.command(help=__doc__)
@click.argument("data_dir", type=click.Path(file_okay=False, resolve_path=True, path_type=Path))
@click.option("--documents", default=100_000, show_default=True)
@click.option("--repeat", default=5, show_default=True)
def main(data_dir: Path, documents: int, repeat: int) -> None:
    """Measure."""
    os.environ["ALFRD_DATA_DIR"] = str(data_dir)
    archive.initialise()
    session = database().session()
    if not listings.totals(session).documents:
        _fill(documents)
    if not index.is_current(session):
        click.echo(f"{documents} documents; their words took {_timed(lambda: index.catch_up(session)):.0f} s")
    _tell_sizes()
    wrong = list(_measure(lambda words: search(session, words), repeat))
    _tell_filing()
    database().close()
    for each in wrong:
        click.echo(f"not found: {each}")
    raise SystemExit(bool(wrong))


def _measure(find: Callable[[str], SearchView], repeat: int) -> Iterator[str]:
    """Print the times. Yields the queries that do not find what they must."""
    every: list[float] = []
    for kind, words, finds in QUERIES:
        if not _is_found(find(words), finds):
            yield words
        times = [1000 * _timed(partial(find, words)) for _ in range(repeat)]
        every += times
        click.echo(f"{kind:28} {words:36} {median(times):7.1f}")
    click.echo(f"\nmedian {median(every):.1f} ms, 95 of 100 within {quantiles(every, n=20)[-1]:.1f} ms")


def _is_found(view: SearchView, finds: str | int) -> bool:
    if isinstance(finds, int):
        return view.found >= finds
    return finds in [str(hit.row.name).removesuffix(".pdf") for hit in view.hits[:3]]


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _fill(documents: int) -> None:
    """Write the papers into the tables that a search reads."""
    with closing(connect(settings())) as connection, connection, connection.cursor() as cursor:
        series: dict[str, int] = {}
        made = enumerate(papers(documents))
        while batch := list(islice(made, _BATCH)):
            _add_series(cursor, series, [paper for _, paper in batch])
            _copy(cursor, "documents", _COLUMNS, [_row(number, paper, series) for number, paper in batch])
            _copy(cursor, "document_files", _FILE_COLUMNS, [_file(number, paper) for number, paper in batch])
            click.echo(f"\r{batch[-1][0] + 1} documents", nl=False, err=True)
    with closing(connect(settings())) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("VACUUM (ANALYZE)")
    click.echo(err=True)


def _add_series(cursor: Cursor, series: dict[str, int], batch: Sequence[Made]) -> None:
    for paper in batch:
        if paper.series is not None and paper.series not in series:
            cursor.execute(_ADD_SERIES, (paper.entity, paper.series, paper.series))
            series[paper.series] = cursor.fetchall()[0][0]


def _row(number: int, paper: Made, series: dict[str, int]) -> list[object]:
    moment = datetime.combine(paper.day, datetime.min.time(), UTC)
    found = [paper.document_type, paper.entity, paper.day, paper.total, paper.currency, f"{paper.entity} sent this."]
    placed = series.get(paper.series) if paper.series is not None else None
    return [UUID(int=number), "filed", moment, moment, f"{number:064x}", paper.text, *found, "{}", placed]


def _file(number: int, paper: Made) -> list[object]:
    digest = f"{number:064x}"
    return [UUID(int=number), 1, f"{number}.pdf", paper.name, digest, 1, "application/pdf", 1]


def _copy(cursor: Cursor, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    written = StringIO()
    csv.writer(written).writerows(rows)
    written.seek(0)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    cursor.copy_expert(sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), names), written)


def _tell_sizes() -> None:
    with closing(connect(settings())) as connection, connection.cursor() as cursor:
        cursor.execute(_SIZES)
        for name, table, indexes in cursor.fetchall():
            click.echo(f"{name:16} {table / 1e6:8.1f} MB, its indexes {indexes / 1e6:8.1f} MB")


def _tell_filing() -> None:
    """Print what a document costs when it is filed: before, in its row, and now, when the words catch up."""
    session = database().session()
    for count in (1, 100):
        for number in range(count):
            events.record(session, None, "document", UUID(int=number), "approve")
        click.echo(f"words of {count} changed documents: {1000 * _timed(lambda: index.catch_up(session)):.0f} ms")
    with closing(connect(settings())) as connection, connection.cursor() as cursor:
        cursor.execute(_PLAIN)
        without = _timed(lambda: cursor.execute(_INSERT_PLAIN))
        cursor.execute(_BEFORE.read_text("utf-8"))
        before = _timed(lambda: cursor.execute(_INSERT_BEFORE))
        cursor.execute(_SIZE_BEFORE)
        table, indexes, documents = cursor.fetchall()[0]
        connection.rollback()
    click.echo(f"before: {table / 1e6:.1f} MB in the rows, the index {indexes / 1e6:.1f} MB")
    click.echo(f"before: {1000 * (before - without) / documents:.2f} ms more for each document that is written")


if __name__ == "__main__":
    main()
