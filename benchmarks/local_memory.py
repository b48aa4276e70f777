"""Local recognition of A4 scans at 300 dpi: memory of a run, CPU and elapsed time of a page, words found.

    python benchmarks/local_memory.py [--pages 10]

The pages are generated. Memory is the peak of the sum of the PSS of the run and its children, without PostgreSQL,
sampled every 50 ms.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from statistics import mean

import click
import psutil
import scans
from judging import recall
from local_ocr import processed
from measuring import peak

_SECONDS_BETWEEN_LOOKS = 0.05


def _of_children() -> float:
    """MB of this process's children, without PostgreSQL."""
    return sum(_megabytes(child) for child in psutil.Process().children(recursive=True))


def _megabytes(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        if process.name() != "postgres":
            return float(process.memory_full_info().pss / 1024**2)
    return 0.0


@click.command(help=__doc__)
@click.option("--pages", default=10, show_default=True)
def main(pages: int) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="alfrd-memory-") as scratch:
        folder = Path(scratch)
        (pictures := folder / "scans").mkdir()
        texts = scans.make(pictures, pages)
        with peak(_of_children, _SECONDS_BETWEEN_LOOKS) as most:
            documents, clock, cpu = processed(folder, sorted(pictures.iterdir()))
    words = mean(recall(text, documents[name]["text"] or "") for name, text in texts.items())
    click.echo(
        f"{pages} scans: peak {most[0]:.0f} MB, CPU {cpu / pages:.2f} s a page, "
        f"clock {clock / pages:.2f} s a page, words found {words:.3f}"
    )


if __name__ == "__main__":
    main()
