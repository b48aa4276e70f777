"""The time of a run from its start to its first call, with registered documents, compared with the minimum.

    python benchmarks/start.py [--documents 20 --documents 1000] [--repeat 5] [--keep FILE]

The minimum is a process that imports luigi and boto3, connects to the database and makes one call. Both are measured
alternately, in elapsed seconds from the start of the process to the arrival of the call at the stand-in for AWS. --keep
appends the figures to a file of JSON lines; the plot beside that file shows all figures in it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

import click
from plotting import Panel, draw, grouped, keep, kept, spread, table
from services import Archive, archive

from alfrd_luigi.database import embedded
from alfrd_luigi.standin import Behaviour
from alfrd_luigi.standin.pictures import picture_of

_SECONDS_A_CALL = 0.2
_LEAST = """
import pathlib, sys, luigi, boto3, psycopg2
psycopg2.connect(sys.argv[1])
client = boto3.client("textract")
client.detect_document_text(Document={"Bytes": pathlib.Path(sys.argv[2]).read_bytes()})
"""


def seconds_to_the_first_call(made: Archive, *command: str) -> float:
    """The seconds from the start of a command, which is ended then."""
    made.server.reset()
    started = time.time()
    process = made.start(*command)
    while not made.server.calls:
        if process.poll() not in (None, 0):
            raise RuntimeError(f"{command[0]} ended: {process.communicate()[1][-500:]}")
        time.sleep(0.01)
    first = min(call.begin for call in made.server.calls)
    process.kill()
    process.communicate()
    # Its other requests are answered, so that they do not count as the next process's calls.
    time.sleep(2 * _SECONDS_A_CALL)
    return first - started


@click.command(help=__doc__)
@click.option("--documents", "sizes", type=int, multiple=True, default=(20, 1000), show_default=True)
@click.option("--repeat", default=5, show_default=True)
@click.option("--keep", "file", type=click.Path(dir_okay=False, path_type=Path))
def main(sizes: tuple[int, ...], repeat: int, file: Path | None) -> None:
    """Measure."""
    for size in sizes:
        with archive(Behaviour(), size) as made:
            made.run("luigi", "--module", "alfrd_luigi", "ScanInbox")
            url = embedded.database_url(made.folder / "postgres")
            made.settings = {"ALFRD_DATABASE_URL": url}
            picture = made.folder / "page.png"
            picture.write_bytes(picture_of("a page"))
            made.server.behaviour = Behaviour(seconds=_SECONDS_A_CALL)
            pairs = [
                (
                    seconds_to_the_first_call(made, sys.executable, "-c", _LEAST, url, str(picture)),
                    seconds_to_the_first_call(made, "luigi", "--module", "alfrd_luigi", "ProcessAllPending"),
                )
                for _ in range(repeat)
            ]
        least, ours = (median(column) for column in zip(*pairs, strict=True))
        spread = ", ".join(f"{ours / least:.2f}" for least, ours in pairs)
        click.echo(
            f"{size:6} documents: {least:.2f} s the least, {ours:.2f} s ours, {ours / least:.2f} of it ({spread})"
        )
        if file is not None:
            for pair in pairs:
                keep(file, {"documents": size, "least": pair[0], "ours": pair[1]})
    if file is not None:
        plot(kept(file), file.with_suffix(".svg"))


def tables(measurements: Iterable[dict[str, Any]]) -> str:
    """The rows as Markdown, with the range of the repeats."""
    rows = [
        (
            f"{size:,}",
            spread([made["least"] for made in repeats], 2, " s"),
            spread([made["ours"] for made in repeats], 2, " s"),
            spread([made["ours"] / made["least"] for made in repeats], 2),
            str(len(repeats)),
        )
        for (size,), repeats in grouped(measurements, "documents").items()
    ]
    return table(("documents", "the least", "alfrd", "of the least", "repeats"), rows)


def plot(measurements: Iterable[dict[str, Any]], path: Path) -> None:
    """Draw the seconds of both, and their ratio, by the number of documents."""
    seconds, ratio = Panel("Start to the first call", "s"), Panel("Ours, of the least", "ratio", wanted=1.5)
    for made in measurements:
        size = made["documents"]
        seconds.add([("the least", size, made["least"]), ("alfrd", size, made["ours"])])
        ratio.add([("alfrd", size, made["ours"] / made["least"])])
    draw(path, "documents", [seconds, ratio])


if __name__ == "__main__":
    main()
