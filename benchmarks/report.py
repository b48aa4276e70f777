"""Prints the tables of docs/performance.md from the stored figures of the benchmarks, and draws their plots again.

    python benchmarks/report.py [FOLDER]

The files are those of `--keep FOLDER/NAME.jsonl`, with the names below.
"""

from __future__ import annotations

from pathlib import Path

import beside_peers
import click
import scale
import start
import utilisation
from plotting import kept

_FOLDER = Path(__file__).parents[1] / "docs/performance"
_MADE_BY = {
    "utilisation": utilisation,
    "start": start,
    "luigid": utilisation,
    "scale": scale,
    "peers": beside_peers,
}


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=_FOLDER)
def main(folder: Path) -> None:
    """Print and draw."""
    for name, benchmark in _MADE_BY.items():
        measurements = kept(folder / f"{name}.jsonl")
        click.echo(f"{name}\n\n{benchmark.tables(measurements)}\n")
        benchmark.plot(measurements, folder / f"{name}.svg")


if __name__ == "__main__":
    main()
