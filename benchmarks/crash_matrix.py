"""Every boundary of the pipeline by every fault, on real processes: what the next runs come to, what was paid twice.

    python benchmarks/crash_matrix.py [--only TEXT] [--fault NAME] [--jobs N] [--write docs/crashes.md]

A cell is an archive of its own: its embedded server, its stand-in for AWS, and a process that meets the fault exactly
where it says (`alfrd_luigi/triggers.py`); one worker, so that no other call is under way. Then what cron runs is run
until it has nothing to say, and every row, page file and entry of the inbox is compared with those of the same papers
without a fault. `disk full` is raised at the point: ENOSPC where a file was being written, PostgreSQL's own error
inside a transaction. The exit code is 1 when a cell differs, or pays twice where it must not.
"""

from __future__ import annotations

import os
import platform
import shutil
import signal
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import canonical
import click
import scenarios
from cell_archive import Archive
from cells import CUT, ENOSPC, FAULTS, FULL, KILL, RESTART, SERVICE, TERM, Cell, cells
from scenarios import PROCESS, Scenario

from alfrd_luigi.standin import serving

_MOST_RUNS = 4
_ABOUT = """# What a crash costs

Made by `python benchmarks/crash_matrix.py --write docs/crashes.md`; the top of that file says what a cell is.

- `same`: after the next runs every row, page file and entry of the inbox is as without the fault.
- `+1`: an answer that had been given was paid for again.
- `·`: the fault has no meaning there: nothing is being written, or no service is called.
"""
_TWICE = """
Paid for twice: killed between the answer and its saving, or left without an answer by the service itself (one that is
cut off on its way, one that breaks its schema). No other cell may.
"""


@dataclass
class Outcome:
    """What became of a cell: whether the point was reached, what differs, and how many answers were paid for twice."""

    cell: Cell
    reached: bool
    differences: list[str]
    paid_twice: int

    @property
    def is_well(self) -> bool:
        """Whether it came out as it has to."""
        return self.reached and not self.differences and (self.paid_twice == 0 or self.cell.may_pay_twice)

    @property
    def mark(self) -> str:
        """What the table says."""
        if not self.reached:
            return "not reached"
        return ("differs" if self.differences else "same") + (f", +{self.paid_twice}" if self.paid_twice else "")


class Campaign:
    """Runs cells, each against the content that its scenario has without a fault."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = iter(range(10**9))
        self._wanted: dict[str, dict[str, list[Any]]] = {}
        self._template = folder / "template"
        self._template.mkdir()
        with serving() as server:
            Archive(self._template, Scenario("empty"), server).run(("alfrd", "init"))
        with (self._template / "data/postgres/postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write("fsync = off\n")  # processes are killed here, not machines

    def prepare(self, scenario: Scenario) -> None:
        """Find out what the scenario comes to."""
        if scenario.name not in self._wanted:
            with serving(scenario.behaviour()) as server:
                archive = self._archive(scenario, server)
                archive.run(archive.scenario.command)
                self._finish(archive)
                self._wanted[scenario.name] = archive.content()
                shutil.rmtree(archive.folder)

    def outcome(self, cell: Cell) -> Outcome:
        """Run one cell."""
        with serving(cell.scenario.behaviour()) as server:
            archive = self._archive(cell.scenario, server)
            reached = self._meet(archive, cell)
            self._finish(archive)
            differences = canonical.differences(self._wanted[_reference(cell).name], archive.content())
            shutil.rmtree(archive.folder)
        answered = Counter(call.key for call in server.calls if call.status == 200)
        return Outcome(cell, reached, differences, sum(times - 1 for times in answered.values()))

    def _archive(self, scenario: Scenario, server: StandIn) -> Archive:
        folder = self._folder / f"cell-{next(self._numbers)}"
        shutil.copytree(self._template, folder, symlinks=True)
        _give_to_the_same(self._template, folder)
        archive = Archive(folder, scenario, server)
        scenario.fill(folder / "data/inbox")
        replace(scenario, papers=2).fill(folder / "papers")
        for command in scenario.before:
            archive.run(command)
        return archive

    def _meet(self, archive: Archive, cell: Cell) -> bool:
        command, trigger = cell.scenario.command, cell.trigger
        if cell.fault == SERVICE:
            archive.run(command)
            return any(call.fault for call in archive.server.calls)
        if cell.fault in (RESTART, CUT):
            done: list[None] = []
            deed = archive.restart if cell.fault == RESTART else archive.cut
            archive.run(command, trigger, lambda: done.append(deed()))
            return bool(done)
        actions = {KILL: "kill", TERM: "terminate", FULL: "enospc" if cell.point in ENOSPC else "disk-full"}
        code = archive.run(command, trigger + actions[cell.fault])
        return code == {KILL: -signal.SIGKILL, TERM: 128 + signal.SIGTERM}.get(cell.fault, code)

    def _finish(self, archive: Archive) -> None:
        """What a person or cron does next, until a run has nothing to complain of."""
        if archive.scenario.is_repeated:
            archive.run(archive.scenario.command)
        for _ in range(_MOST_RUNS):
            if archive.run(PROCESS) == 0:
                return


def _reference(cell: Cell) -> Scenario:
    """The scenario without a fault; a fault of the service is none, for what is retried."""
    return replace(scenarios.FILING, name="one paper", papers=1) if cell.fault == SERVICE else cell.scenario


def _give_to_the_same(template: Path, folder: Path) -> None:
    """Copied files belong to who copied them; the server of root belongs to a user of its own."""
    for path in template.rglob("*"):
        status = path.lstat()
        os.chown(folder / path.relative_to(template), status.st_uid, status.st_gid, follow_symlinks=False)


def _table(outcomes: list[Outcome]) -> list[str]:
    """In Markdown."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for outcome in outcomes:
        rows.setdefault(outcome.cell.where, {})[outcome.cell.fault] = outcome.mark
    lines = [f"| stage | boundary | {' | '.join(FAULTS)} |", f"|---|---|{'---|' * len(FAULTS)}"]
    for (stage, boundary), marks in rows.items():
        lines.append(f"| {stage} | {boundary} | {' | '.join(marks.get(fault, '·') for fault in FAULTS)} |")
    return lines


def _page(outcomes: list[Outcome], seconds: float) -> str:
    repeated = [outcome for outcome in outcomes if outcome.paid_twice]
    lost = [f"- {' '.join(o.cell.where)}, {o.cell.fault}: {o.paid_twice}" for o in repeated]
    software = f"Python {platform.python_version()}, luigi {version('luigi')}, PostgreSQL 18"
    well = sum(outcome.is_well for outcome in outcomes)
    made = f"{seconds:.0f} s on {os.cpu_count()} cores; {software}; {datetime.now(UTC):%Y-%m-%d}"
    return "\n".join(
        [
            _ABOUT,
            f"{len(outcomes)} cells, {well} as they have to be, in {made}.",
            "",
            *_table(outcomes),
            _TWICE,
            *lost,
            "",
        ]
    )


@click.command(help=__doc__)
@click.option("--only", default="", help="Cells whose stage or boundary contains this.")
@click.option("--fault", type=click.Choice(FAULTS), help="Cells of this fault alone.")
@click.option("--jobs", default=3, show_default=True, help="Cells at once.")
@click.option("--write", type=click.Path(path_type=Path), help="Where the table goes, as Markdown.")
def main(only: str, fault: str | None, jobs: int, write: Path | None) -> None:
    """Compare."""
    os.environ["LUIGI_CONFIG_PATH"] = str(Path(__file__).parents[1] / "luigi.cfg")
    wanted = [cell for cell in cells() if only in " ".join(cell.where) and fault in (None, cell.fault)]
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="alfrd-matrix-") as scratch:
        Path(scratch).chmod(0o755)  # the embedded server of root is another user's
        campaign = Campaign(Path(scratch))
        for scenario in {reference.name: reference for reference in map(_reference, wanted)}.values():
            campaign.prepare(scenario)
        with ThreadPoolExecutor(jobs) as threads:
            outcomes = list(threads.map(campaign.outcome, wanted))
    for outcome in outcomes:
        if not outcome.is_well:
            click.echo(f"NO  {' '.join(outcome.cell.where)}, {outcome.cell.fault}: {outcome.mark}")
            for line in outcome.differences[:5]:
                click.echo(f"      {line[:300]}")
    page = _page(outcomes, time.perf_counter() - started)
    click.echo(page) if write is None else write.write_text(page, encoding="utf-8")
    click.echo(f"{sum(outcome.is_well for outcome in outcomes)} of {len(outcomes)} cells are as they have to be")
    if not all(outcome.is_well for outcome in outcomes):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
