"""The cost of removing documents for good, by the number of documents in their series.

    python benchmarks/purging.py [--members 1000 --members 20000] [--documents 500]

Each archive has all its documents in one series, filled with SQL (fill.sql). Documents are moved to the bin, and then
purged in one go. The figures are elapsed seconds for each document; the ratio is that to the smallest series.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from hashlib import md5
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

import click
from filled import fill


@click.command(help=__doc__)
@click.option("--members", "sizes", type=int, multiple=True, default=(1000, 20_000), show_default=True)
@click.option("--documents", default=500, show_default=True, help="How many are removed.")
def main(sizes: tuple[int, ...], documents: int) -> None:
    """Measure."""
    first: list[float] = []
    for size in sizes:
        with get_context("spawn").Pool(1) as process:  # an archive is opened once in a process
            seconds = process.apply(_measured, (size, documents))
        first = first or seconds
        for name, now, was in zip(("to the bin", "for good"), seconds, first, strict=True):
            click.echo(f"{size:6} members, {name:10}: {now * 1000:7.1f} ms a document ({now / was:4.1f})")


def _measured(size: int, count: int) -> list[float]:
    """The seconds that each document takes to the bin, and out of it for good."""
    from alfrd_luigi import archive
    from alfrd_luigi.corrections import bin
    from alfrd_luigi.corrections.purge import purge
    from alfrd_luigi.database import embedded
    from alfrd_luigi.database.connection import database

    ids = [UUID(md5(f"document {n}".encode(), usedforsecurity=False).hexdigest()) for n in range(1, count + 1)]
    with tempfile.TemporaryDirectory(prefix="alfrd-purging-") as scratch:
        Path(scratch).chmod(0o755)  # the embedded server of root is another user's
        url = embedded.database_url(Path(scratch) / "postgres")
        os.environ.update(ALFRD_DATA_DIR=f"{scratch}/data", ALFRD_DATABASE_URL=url)
        archive.initialise()
        fill(url, size, 1)
        session = database().session()
        return [
            _seconds(act) / count for act in (partial(bin.delete, session, ids, "anna"), partial(purge, session, ids))
        ]


def _seconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
