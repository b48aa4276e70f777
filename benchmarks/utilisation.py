"""How well a run uses the slots of the services, compared with a bare loop of the same calls on the same slots.

    python benchmarks/utilisation.py [--documents 20 --documents 100 ...] [--seconds 0.2] [--repeat 3] [--keep FILE]
                                     [--setting ALFRD_REPORT=false ...]

Utilisation is the time that the slots alone need, divided by the time from the arrival of the first call at the server
to the last answer. The calls are recorded from a run of the pipeline. Then the bare loop and the pipeline make them
alternately, with real boto3 over HTTP to the stand-in for AWS. The CPU of a stage is that of the process (without
PostgreSQL and the server), minus that of the bare loop, divided by the calls; it includes the start. The columns:
utilisation of both and their ratio; CPU of a call, and our addition, in milliseconds; seconds from the start to the
first call, and from the last answer to the end; our peak memory. --keep appends the figures to a file of JSON lines;
the plot beside that file shows all figures in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from math import nan
from pathlib import Path
from statistics import median
from typing import Any

import click
from measuring import Figures, measured
from plotting import Panel, draw, grouped, keep, kept, spread, table
from services import archive
from workload import Workload

from alfrd_luigi.standin import Behaviour, serving

_BARE = Path(__file__).with_name("bare.py")


def recorded(count: int) -> Workload:
    """The recorded calls of `count` documents."""
    with archive(Behaviour(keeps_bodies=True), count) as made:
        made.process()
        return Workload.of(made.server.calls)


def bare(workload: Workload, seconds: float) -> Figures:
    """The bare loop."""
    with tempfile.TemporaryDirectory() as scratch, serving(Behaviour(seconds=seconds)) as server:
        workload.save(path := Path(scratch) / "workload.json")
        environment = {**os.environ, **server.environment}
        return measured(
            server,
            lambda: subprocess.Popen([sys.executable, _BARE, path], env=environment, stderr=subprocess.PIPE, text=True),
        )


def pipeline(count: int, seconds: float, *flags: str, settings: Mapping[str, str] | None = None) -> Figures:
    """A run on `count` registered documents, with these flags of Luigi and variables of the environment."""
    with archive(Behaviour(), count) as made:
        made.settings |= settings or {}
        made.run("luigi", "--module", "alfrd_luigi", "ScanInbox")
        made.server.behaviour = Behaviour(seconds=seconds)
        return measured(
            made.server, lambda: made.start("luigi", "--module", "alfrd_luigi", "ProcessAllPending", *flags)
        )


@dataclass(frozen=True)
class Pair:
    """The bare loop and the pipeline on the same calls, alternately. Each call takes `seconds`."""

    documents: int
    seconds: float
    bare: Figures
    ours: Figures

    @property
    def share(self) -> float:
        """The pipeline's utilisation as a fraction of the bare loop's."""
        return self.bare.calling / self.ours.calling

    @property
    def overhead(self) -> float:
        """Milliseconds of CPU that the pipeline adds to a call of the bare loop."""
        return (self.ours.cpu - self.bare.cpu) / self.ours.calls * 1000

    @property
    def row(self) -> str:
        """The figures, under HEAD."""
        return (
            f"{self.documents:9} {self.bare.utilisation(self.seconds):6.3f} {self.ours.utilisation(self.seconds):6.3f}"
            f" {self.share:6.3f} {self.bare.cpu / self.bare.calls * 1000:8.1f} {self.overhead:8.1f}"
            f" {self.bare.start:7.2f} {self.ours.start:7.2f} {self.ours.end:7.2f} {self.ours.memory:6.0f}"
        )


# Replaces the bare loop where it is not measured.
_UNKNOWN = Figures(nan, nan, nan, nan, nan, calls=1, rounds=nan)
HEAD = "documents   bare   ours  share  bare ms    + ms    bare s  ours s   end s     MB"


def plot(measurements: Iterable[dict[str, Any]], path: Path) -> None:
    """Draw the utilisation, the CPU of a call and the memory, by the number of documents."""
    shares = Panel("Utilisation of the slots", "time that the slots need / time taken")
    cpu = Panel("CPU of a call", "ms")
    memory = Panel("Peak of memory", "MB", wanted=200)
    for made in measurements:
        size, latency = made["documents"], f"{made['seconds'] * 1000:g} ms a call"
        for who, name in (("bare", "bare loop"), ("ours", "alfrd")):
            figures = Figures(**made[who])
            shares.add([(f"{name}, {latency}", size, figures.utilisation(made["seconds"]))])
            cpu.add([(f"{name}, {latency}", size, figures.cpu / figures.calls * 1000)])
        memory.add([(latency, size, made["ours"]["memory"])])
    draw(path, "documents", [shares, cpu, memory])


_HEAD = ("a call takes", "documents", "bare loop", "alfrd", "of the bare loop", "CPU of a call, bare loop", "and added",
         "end", "memory", "repeats")  # fmt: skip


def tables(measurements: Iterable[dict[str, Any]]) -> str:
    """The rows as Markdown, with the range of the repeats."""
    rows = []
    for (seconds, size), repeats in grouped(measurements, "seconds", "documents").items():
        pairs = [Pair(size, seconds, Figures(**made["bare"]), Figures(**made["ours"])) for made in repeats]
        rows.append(
            (
                f"{seconds:g} s",
                f"{size:,}",
                spread([pair.bare.utilisation(seconds) for pair in pairs], 3),
                spread([pair.ours.utilisation(seconds) for pair in pairs], 3),
                spread([pair.share for pair in pairs], 3),
                spread([pair.bare.cpu / pair.bare.calls * 1000 for pair in pairs], 1, " ms"),
                spread([pair.overhead for pair in pairs], 1, " ms"),
                spread([pair.ours.end for pair in pairs], 2, " s"),
                spread([pair.ours.memory for pair in pairs], 0, " MB"),
                str(len(pairs)),
            )
        )
    return table(_HEAD, rows)


@click.command(help=__doc__)
@click.option("--documents", "sizes", type=int, multiple=True, default=(20, 100, 300), show_default=True)
@click.option("--seconds", default=0.2, show_default=True, help="What a call takes at the server.")
@click.option("--repeat", default=3, show_default=True)
@click.option("--keep", "file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--setting", "settings", multiple=True, metavar="NAME=VALUE", help="Set a variable for the pipeline.")
@click.option(
    "--alone", is_flag=True, help="Leave the bare loop out: of 10,000 documents it takes half an hour as well."
)
def main(
    sizes: tuple[int, ...], seconds: float, repeat: int, file: Path | None, alone: bool, settings: tuple[str, ...]
) -> None:
    """Measure."""
    given = dict(setting.split("=", 1) for setting in settings)
    whole = None if alone else recorded(max(sizes))
    click.echo(HEAD)
    for size in sizes:
        pairs = []
        for _ in range(repeat):
            yardstick = _UNKNOWN if whole is None else bare(whole.first(size), seconds)
            pairs.append(Pair(size, seconds, yardstick, pipeline(size, seconds, settings=given)))
            click.echo(pairs[-1].row)
            if file is not None:
                keep(file, asdict(pairs[-1]))
        if not alone:
            click.echo(f"{size:9} median of {repeat}: {median(pair.share for pair in pairs):.3f} of the bare loop")
    if file is not None:
        plot(kept(file), file.with_suffix(".svg"))


if __name__ == "__main__":
    main()
