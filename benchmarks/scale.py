"""The cost of an archive's size: an idle cron run, and common commands, with 1,000 to 100,000 documents.

    python benchmarks/scale.py [--documents 1000 --documents 10000 --documents 100000] [--series 1000] [--repeat 5]
                               [--keep FILE]

Each archive is filled with SQL (fill.sql), and the real commands are measured. A figure is the smallest of the repeats,
in CPU seconds of the process and in elapsed seconds, with its ratio to that of the smallest archive. `empty luigi` is
the smallest `luigi` command: it loads one module and runs a task that is complete. `idle, own server` is the idle run
of an empty archive whose embedded server starts and stops with it. --keep appends the figures to a file of JSON lines;
the plot beside that file shows all figures in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import md5
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import click
from filled import fill, run
from plotting import Panel, draw, grouped, keep, kept, spread, table
from services import texts

from alfrd_luigi.database import embedded

_TOOLS = Path(sys.executable).parent
_ROOT = Path(__file__).parents[1]
_EMPTY = """
import luigi
class Empty(luigi.Task):
    def complete(self):
        return True
"""
_PROCESS = ("luigi", "--module", "alfrd_luigi", "ProcessAllPending")
_NEW = 20


class Archive:
    """An archive with a server that runs all the time, named by database_url as for cron."""

    def __init__(self, folder: Path, documents: int, series: int) -> None:
        self._folder = folder
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ALFRD_")},
            "ALFRD_DATA_DIR": str(folder / "data"),
            "ALFRD_SETTLE_SECONDS": "0",
            "LUIGI_CONFIG_PATH": str(_ROOT / "luigi.cfg"),
            "PYTHONPATH": f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        }
        # Another, empty archive, whose server starts and stops with each command.
        self._on_its_own = {**self._environment, "ALFRD_DATA_DIR": str(folder / "own")}
        self._server = folder / "postgres"
        url = embedded.database_url(self._server)
        self._environment["ALFRD_DATABASE_URL"] = url
        (folder / "empty_task.py").write_text(_EMPTY)
        self.took("alfrd", "init")
        self.took("alfrd", "init", own_server=True)
        fill(url, documents, series)

    def took(self, *command: str, own_server: bool = False) -> tuple[float, float]:
        """Run a command. Returns CPU seconds, without those of a server, and elapsed seconds."""
        started = time.perf_counter()
        process = subprocess.Popen(
            [str(_TOOLS / command[0]), *command[1:]], env=self._on_its_own if own_server else self._environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{command} ended with {process.returncode}: {process.stderr and process.stderr.read()}")
        return usage.ru_utime + usage.ru_stime, time.perf_counter() - started

    def set(self, name: str, value: str) -> None:
        """Set a variable of the environment of the commands."""
        self._environment[name] = value

    def run_sql(self, statements: str) -> None:
        """Run statements in the database, and analyze it."""
        run(self._environment["ALFRD_DATABASE_URL"], statements)

    def server_cpu(self) -> float:
        """The CPU seconds that the server of the archive has taken, with its processes that have ended."""
        postmaster = (self._server / "postmaster.pid").read_text("utf-8").split()[0]
        user, system, ended_user, ended_system = (
            Path(f"/proc/{postmaster}/stat").read_text().rpartition(")")[2].split()[11:15]
        )
        return sum(map(int, (user, system, ended_user, ended_system))) / os.sysconf("SC_CLK_TCK")

    def put(self, papers: list[str]) -> None:
        """Put texts into the inbox."""
        inbox = self._folder / "data/inbox"
        inbox.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(papers):
            (inbox / f"new-{number}.txt").write_text(text)


def measured(archive: Archive, repeat: int) -> Iterator[tuple[str, float, float]]:
    """The name, CPU and elapsed time of each measurement."""
    commands = {
        "empty luigi": ("luigi", "--module", "empty_task", "Empty", "--local-scheduler", "--no-lock"),
        "idle tick": _PROCESS,
        "list --limit 50": ("alfrd", "list", "--limit", "50"),
        "show": ("alfrd", "show", _id(1)),
        "status": ("alfrd", "status"),
        "search": ("alfrd", "list", "--limit", "50", "--search", "services thirty 777"),
    }
    took: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(repeat):  # alternating, because a machine has faster and slower minutes
        for name, command in commands.items():
            took[name].append(archive.took(*command))
        took["idle, own server"].append(archive.took(*_PROCESS, own_server=True))
    for name, each in took.items():
        yield name, *map(min, zip(*each, strict=True))
    papers = texts(_NEW)
    archive.put(papers)
    yield f"intake of {_NEW}", *archive.took("luigi", "--module", "alfrd_luigi", "ScanInbox")
    yield f"{_NEW} filed", *archive.took(*_PROCESS)


def _id(number: int) -> str:
    """The id that fill.sql gives to a document."""
    return str(UUID(md5(f"document {number}".encode(), usedforsecurity=False).hexdigest()))


@contextmanager
def archive(documents: int, series: int) -> Iterator[Archive]:
    """A filled archive."""
    with tempfile.TemporaryDirectory(prefix="alfrd-scale-") as scratch:
        Path(scratch).chmod(0o755)  # the embedded server of root is another user's
        yield Archive(Path(scratch), documents, series)


@click.command(help=__doc__)
@click.option("--documents", "sizes", type=int, multiple=True, default=(1000, 10_000, 100_000), show_default=True)
@click.option("--series", default=1000, show_default=True)
@click.option("--repeat", default=5, show_default=True)
@click.option("--keep", "file", type=click.Path(dir_okay=False, path_type=Path))
def main(sizes: tuple[int, ...], series: int, repeat: int, file: Path | None) -> None:
    """Measure."""
    first: dict[str, tuple[float, float]] = {}
    for size in sizes:
        with archive(size, series) as made:
            click.echo(f"{size} documents in {series} series")
            for name, cpu, clock in measured(made, repeat):
                was = first.setdefault(name, (cpu, clock))
                if file is not None:
                    keep(file, {"documents": size, "what": name, "cpu": cpu, "clock": clock})
                click.echo(
                    f"  {name:18} {cpu:6.2f} s CPU ({cpu / was[0]:4.2f})  {clock:6.2f} s ({clock / was[1]:4.2f})"
                )
    if file is not None:
        plot(kept(file), file.with_suffix(".svg"))


def tables(measurements: Iterable[dict[str, Any]]) -> str:
    """The medians of the stored figures as Markdown, with the ratios to the smallest archive and their range."""
    whole = list(measurements)
    sizes = sorted({made["documents"] for made in whole})
    figures = grouped(whole, "what", "documents")

    def cell(what: str, size: int, unit: str) -> str:
        found, least = ([made[unit] for made in figures[what, which]] for which in (size, sizes[0]))
        ratios = [here / there for here, there in zip(found, least, strict=True)]
        return f"{median(found):.2f} s" + (f", {spread(ratios, 2)}" if size != sizes[0] else "")

    rows = [
        (what, *(cell(what, size, unit) for unit in ("cpu", "clock") for size in sizes))
        for what in dict.fromkeys(made["what"] for made in whole)
    ]
    return table(("", *(f"{size:,}: {unit}" for unit in ("CPU", "on the clock") for size in sizes)), rows)


def plot(measurements: Iterable[dict[str, Any]], path: Path) -> None:
    """Draw CPU and elapsed time by the size of the archive."""
    cpu, clock = Panel("CPU", "seconds"), Panel("On the clock", "seconds")
    for made in measurements:
        cpu.add([(made["what"], made["documents"], made["cpu"])])
        clock.add([(made["what"], made["documents"], made["clock"])])
    draw(path, "documents in the archive", [cpu, clock])


if __name__ == "__main__":
    main()
