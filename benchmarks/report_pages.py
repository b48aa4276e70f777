"""The time and size of a report of 100 to 100,000 documents: written whole, and after ten documents changed.

    python benchmarks/report_pages.py [--documents 100 --documents 10000 --documents 100000] [--repeat 3]

Each archive is filled with SQL (fill.sql and report_fill.sql): a series for each 20 documents, every tenth of them an
issuer with lessons, the newest documents in 30 runs, and eight versions of each prompt. `alfrd report` is measured: CPU
seconds of its process and of the database server, and elapsed seconds. Pictures of pages are switched off. `ten
changed` is the smallest of the repeats; each gives the ten newest documents another tag. `none changed` is `alfrd
report` at once after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import UUID

import click
import scale

_CHANGED = 10
_FILL = Path(__file__).with_name("report_fill.sql")


class Took(NamedTuple):
    """CPU seconds of the process and of the database server, and elapsed seconds."""

    cpu: float
    server: float
    clock: float


def measured(archive: scale.Archive, folder: Path, documents: int, repeat: int) -> Iterator[tuple[str, Took]]:
    """The name and time of each measurement."""
    yield "whole", _report(archive, folder)
    newest = [_id(documents - number) for number in range(_CHANGED)]
    took: dict[str, list[Took]] = {"ten changed": [], "none changed": []}
    for time in range(repeat):
        archive.took("alfrd", "tag", "add", f"again {time}", *newest)
        for each in took.values():
            each.append(_report(archive, folder))
    for name, each in took.items():
        yield name, Took(*map(min, zip(*each, strict=True)))


def _report(archive: scale.Archive, folder: Path) -> Took:
    before = archive.server_cpu()
    cpu, clock = archive.took("alfrd", "report", str(folder))
    return Took(cpu, archive.server_cpu() - before, clock)


def _id(number: int) -> str:
    """The id that fill.sql gives to a document."""
    return str(UUID(md5(f"document {number}".encode(), usedforsecurity=False).hexdigest()))


def _sizes(folder: Path) -> Iterator[str]:
    """The files and megabytes of each kind of page, and of the pages of their own."""
    for path in sorted(folder.iterdir()):
        files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
        if size := sum(file.stat().st_size for file in files):
            yield f"{path.name:16} {len(files):8,} files {size / 1e6:9.2f} MB"


@click.command(help=__doc__)
@click.option("--documents", "sizes", type=int, multiple=True, default=(100, 10_000, 100_000), show_default=True)
@click.option("--repeat", default=3, show_default=True)
def main(sizes: tuple[int, ...], repeat: int) -> None:
    """Measure."""
    for size in sizes:
        with scale.archive(size, max(10, size // 20)) as archive, TemporaryDirectory() as scratch:
            archive.run_sql(_FILL.read_text("utf-8"))
            archive.set("ALFRD_REPORT_SECONDS", "0")
            click.echo(f"{size:,} documents, without pictures")
            for name, took in measured(archive, Path(scratch) / "report", size, repeat):
                click.echo(
                    f"  {name:14} {took.cpu:7.2f} s CPU, server {took.server:7.2f} s CPU, {took.clock:7.2f} s elapsed"
                )
            for line in _sizes(Path(scratch) / "report"):
                click.echo(f"  {line}")


if __name__ == "__main__":
    main()
