"""Compares the pipeline with other tools at the same work, in one run: asyncio, stock Luigi, Prefect.

    python benchmarks/beside_peers.py [--documents 20 --documents 100 ...] [--repeat 3] [--prefect] [--keep FILE]

Each tool makes the same boto3 calls to the same stand-in for AWS under the same limits, and stores a row for each stage
in the same PostgreSQL: asyncio and Prefect (peers/) in a plain table; stock Luigi runs the pipeline's own tasks. Stock
Luigi runs up to 300 documents, and Prefect 20: more would take too long. With --prefect, an environment for it is
created in a temporary folder, which takes some minutes and the network.

The columns: utilisation of the slots; CPU of a call in milliseconds (of the process and its children, without
PostgreSQL and the stand-in); the peak memory of its largest process; seconds to the first call. --keep appends the
figures to a file of JSON lines; the plot beside that file shows all figures in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from measuring import Figures, measured
from peers import rows
from plotting import Panel, draw, grouped, keep, kept, spread, table
from services import Archive, archive
from utilisation import recorded

from alfrd_luigi.database import embedded
from alfrd_luigi.standin import Behaviour

_HERE = Path(__file__).parent
_MOST_FOR_STOCK_LUIGI = 300
_MOST_FOR_PREFECT = 20
_PREFECT = ("prefect==3.8.8", "fastapi<0.145", "boto3", "psycopg2-binary")
Command = Callable[[Archive], subprocess.Popen[str]]


def ours(made: Archive) -> subprocess.Popen[str]:
    """The pipeline."""
    return made.start("luigi", "--module", "alfrd_luigi", "ProcessAllPending")


def stock_luigi(made: Archive) -> subprocess.Popen[str]:
    """The pipeline's tasks with stock Luigi."""
    return made.start(sys.executable, str(_HERE / "peers/with_stock_luigi.py"))


def script(name: str, workload: Path, url: str, python: str = sys.executable) -> Command:
    """The work by one of the scripts."""
    return lambda made: made.start(python, str(_HERE / "peers" / name), str(workload), url)


def prefects_python(folder: Path) -> str:
    """A Python with Prefect. Its server keeps its state in SQLite, its default.

    On PostgreSQL it needs the extension pg_trgm, which the embedded server does not have.
    """
    venv.create(folder / "env", with_pip=True)
    python = str(folder / "env/bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *_PREFECT], check=True)
    os.environ["PREFECT_HOME"] = str(folder / "home")
    return python


def row(name: str, size: int, seconds: float, figures: Figures) -> str:
    """A line of the table."""
    return (
        f"{size:9} {name:12} {figures.utilisation(seconds):6.3f}"
        f" {figures.cpu / figures.calls * 1000:8.1f} {figures.memory:6.0f} {figures.start:7.2f}"
    )


def measured_on_an_archive(size: int, seconds: float, command: Command) -> Figures:
    """One tool at work, on an archive with registered documents."""
    with archive(Behaviour(), size) as made:
        made.settings = {"PYTHONPATH": os.pathsep.join(map(str, (_HERE, _HERE.parent)))}  # for Python's other than ours
        made.run("luigi", "--module", "alfrd_luigi", "ScanInbox")
        made.server.behaviour = Behaviour(seconds=seconds)
        return measured(made.server, lambda: command(made))


def tables(measurements: Iterable[dict[str, Any]]) -> str:
    """The rows as Markdown, with the range of the repeats."""
    rows = []
    for (size, who, seconds), repeats in grouped(measurements, "documents", "who", "seconds").items():
        figures = [Figures(**made["figures"]) for made in repeats]
        rows.append(
            (
                f"{size:,}",
                who,
                spread([each.utilisation(seconds) for each in figures], 3),
                spread([each.cpu / each.calls * 1000 for each in figures], 1, " ms"),
                spread([each.memory for each in figures], 0, " MB"),
                spread([each.start for each in figures], 2, " s"),
                str(len(figures)),
            )
        )
    return table(("documents", "", "utilisation", "CPU of a call", "memory", "start", "repeats"), rows)


def plot(measurements: Iterable[dict[str, Any]], path: Path) -> None:
    """Draw utilisation, the CPU of a call, memory and start, by the number of documents."""
    used, cpu = Panel("Utilisation of the slots", "time that the slots need / time taken"), Panel("CPU of a call", "ms")
    memory, start = Panel("Peak of memory", "MB"), Panel("Start to the first call", "s")
    cpu.is_logarithmic = start.is_logarithmic = True  # Prefect would hide the others
    for made in measurements:
        who, size, figures = made["who"], made["documents"], Figures(**made["figures"])
        used.add([(who, size, figures.utilisation(made["seconds"]))])
        cpu.add([(who, size, figures.cpu / figures.calls * 1000)])
        memory.add([(who, size, figures.memory)])
        start.add([(who, size, figures.start)])
    draw(path, "documents", [used, cpu, memory, start])


@click.command(help=__doc__)
@click.option("--documents", "sizes", type=int, multiple=True, default=(20, 100, 300), show_default=True)
@click.option("--seconds", default=0.2, show_default=True, help="What a call takes at the server.")
@click.option("--repeat", default=3, show_default=True)
@click.option("--prefect", is_flag=True, help="Measure Prefect as well.")
@click.option("--keep", "file", type=click.Path(dir_okay=False, path_type=Path))
def main(sizes: tuple[int, ...], seconds: float, repeat: int, prefect: bool, file: Path | None) -> None:
    """Measure."""

    def measure(name: str, command: Command) -> None:
        rows.prepare(url)
        figures = measured_on_an_archive(size, seconds, command)
        click.echo(row(name, size, seconds, figures))
        if file is not None:
            keep(file, {"documents": size, "seconds": seconds, "who": name, "figures": asdict(figures)})

    whole = recorded(max(sizes))
    with tempfile.TemporaryDirectory(prefix="alfrd-peers-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)  # the embedded server of root is another user's
        url = embedded.database_url(folder / "postgres")
        rows.prepare(url)
        click.echo("documents who          utilis.   CPU ms     MB start s")
        for size in sizes:
            workload = whole.first(size)
            workload.save(path := folder / f"{size}.json")
            peers: dict[str, Command] = {"alfrd": ours, "asyncio": script("with_asyncio.py", path, url)}
            if size <= _MOST_FOR_STOCK_LUIGI:
                peers["stock Luigi"] = stock_luigi
            if prefect and size <= _MOST_FOR_PREFECT:
                peers["Prefect"] = script("with_prefect.py", path, url, prefects_python(folder))
            for _ in range(repeat):
                for name, command in peers.items():
                    measure(name, command)
    if file is not None:
        plot(kept(file), file.with_suffix(".svg"))


if __name__ == "__main__":
    main()
