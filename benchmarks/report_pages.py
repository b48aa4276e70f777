"""The time and size of a report of 100 to 100,000 documents: written whole, and after ten documents changed.

    python benchmarks/report_pages.py [--documents 100 --documents 10000 --documents 100000] [--repeat 3]

Each archive is filled with SQL (fill.sql), and `alfrd report` is measured, in CPU seconds of its process without those
of the server, and in elapsed seconds. The documents have no page files, so the report has no pictures of pages. `ten
changed` is the smallest of the repeats; each gives the ten newest documents another tag. `none changed` is `alfrd
report` at once after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import click
import scale

_CHANGED = 10


def measured(archive: scale.Archive, folder: Path, documents: int, repeat: int) -> Iterator[tuple[str, float, float]]:
    """The name, CPU and elapsed time of each measurement."""
    yield "whole", *archive.took("alfrd", "report", str(folder))
    newest = [_id(documents - number) for number in range(_CHANGED)]
    took: dict[str, list[tuple[float, float]]] = {"ten changed": [], "none changed": []}
    for time in range(repeat):
        archive.took("alfrd", "tag", "add", f"again {time}", *newest)
        for name in took:
            took[name].append(archive.took("alfrd", "report", str(folder)))
    for name, each in took.items():
        yield name, *map(min, zip(*each, strict=True))


def _id(number: int) -> str:
    """The id that fill.sql gives to a document."""
    return str(UUID(md5(f"document {number}".encode(), usedforsecurity=False).hexdigest()))


def _size(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    home = (folder / "index.html").stat().st_size
    rows = sum(path.stat().st_size for path in folder.glob("data/documents-*.js"))
    whole = sum(path.stat().st_size for path in files)
    return f"{len(files):,} files, {whole / 1e6:.1f} MB; home {home / 1e3:.0f} kB, rows of the list {rows / 1e6:.1f} MB"


@click.command(help=__doc__)
@click.option("--documents", "sizes", type=int, multiple=True, default=(100, 10_000, 100_000), show_default=True)
@click.option("--repeat", default=3, show_default=True)
def main(sizes: tuple[int, ...], repeat: int) -> None:
    """Measure."""
    for size in sizes:
        with scale.archive(size, max(10, size // 100)) as archive, TemporaryDirectory() as scratch:
            click.echo(f"{size:,} documents, without pictures")
            for name, cpu, clock in measured(archive, Path(scratch) / "report", size, repeat):
                click.echo(f"  {name:14} {cpu:7.2f} s CPU  {clock:7.2f} s")
            click.echo(f"  {_size(Path(scratch) / 'report')}")


if __name__ == "__main__":
    main()
