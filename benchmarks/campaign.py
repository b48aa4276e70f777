"""Runs the cells of the crash matrix, each against the content that its scenario has without a fault."""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import canonical
import click
from cell_archive import Archive
from cells import CUT, ENOSPC, FROZEN, FULL, KILL, RESTART, SERVICE, TERM, Cell
from scenarios import PROCESS, Scenario

from alfrd_luigi.standin import StandIn, serving

_MOST_RUNS = 4


@dataclass
class Outcome:
    """The outcome of a cell: whether the point was reached, what differs, and how many answers were paid for twice."""

    cell: Cell
    reached: bool
    differences: list[str]
    paid_twice: int

    @property
    def is_well(self) -> bool:
        """Whether the outcome is as expected."""
        return self.reached and not self.differences and (self.paid_twice == 0 or self.cell.may_pay_twice)

    @property
    def mark(self) -> str:
        """The text in the table."""
        if not self.reached:
            return "not reached"
        return ("differs" if self.differences else "same") + (f", +{self.paid_twice}" if self.paid_twice else "")


class _Begun(NamedTuple):
    """The folder of an archive that waits for the command of its scenario, and what the service has answered."""

    folder: Path
    names: dict[str, str]
    answered: Counter[str]


class Campaign:
    """Runs cells, each against the content that its scenario has without a fault."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self.wanted: dict[str, dict[str, list[Any]]] = {}
        self._begun: dict[str, _Begun] = {}
        self._template = folder / "template"
        self._template.mkdir()
        with serving() as server:
            Archive(self._template, Scenario("empty"), server).run(("alfrd", "init"))
        with (self._template / "data/postgres/postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write("fsync = off\n")  # processes are killed here, not machines

    def prepare(self, scenario: Scenario) -> None:
        """Begin the scenario, and record its final content."""
        if scenario.name not in self.wanted:
            self._begun[scenario.name] = self._begin(scenario)
            with serving(scenario.behaviour()) as server:
                archive = self.archive(scenario, server)
                archive.run(_spoken(archive))
                self.finish(archive)
                self.wanted[scenario.name] = archive.content()
                shutil.rmtree(archive.folder)

    def outcome(self, cell: Cell) -> Outcome:
        """Run one cell."""
        with serving(cell.scenario.behaviour()) as server:
            archive = self.archive(cell.scenario, server)
            reached = self._meet(archive, cell)
            self.finish(archive)
            wanted, found = self.wanted[reference(cell).name], archive.content()
            compared = {name: rows for name, rows in wanted.items() if name not in cell.scenario.order_matters}
            differences = canonical.differences(compared, found)
            shutil.rmtree(archive.folder)
        answered = _answered(server) + self._begun[reference(cell).name].answered
        return Outcome(cell, reached, differences, sum(times - 1 for times in answered.values()))

    def archive(self, scenario: Scenario, server: StandIn) -> Archive:
        """A new archive of the scenario, which is prepared."""
        begun = self._begun[(scenario.is_like or scenario).name]
        return Archive(self._copy(begun.folder), scenario, server, names=dict(begun.names))

    def _begin(self, scenario: Scenario) -> _Begun:
        """Bring the papers, and run what comes before the fault."""
        with serving(scenario.behaviour()) as server:
            archive = Archive(self._copy(self._template), scenario, server)
            scenario.fill(archive.folder / scenario.inbox)
            replace(scenario, papers=2).fill(archive.folder / "papers")
            for command in scenario.before:
                if archive.run(_spoken(archive, command)):
                    raise RuntimeError(f"{command} of {scenario.name} failed: {archive.output[-2000:]}")
            return _Begun(archive.folder, archive.names, _answered(server))

    def _copy(self, template: Path) -> Path:
        folder = self._folder / f"cell-{next(self._numbers)}"
        shutil.copytree(template, folder, symlinks=True)
        _give_to_the_same(template, folder)
        for output in folder.glob("output-*"):
            output.unlink()
        return folder

    def _meet(self, archive: Archive, cell: Cell) -> bool:
        command, trigger = _spoken(archive), cell.trigger
        if cell.fault == SERVICE:
            archive.run(command)
            return any(call.fault for call in archive.server.calls)
        if cell.fault == FROZEN:
            return archive.freeze(command, trigger, lambda: archive.run(PROCESS))
        if cell.fault in (RESTART, CUT):
            done: list[None] = []
            deed = archive.restart if cell.fault == RESTART else archive.cut
            archive.run(command, trigger, lambda: done.append(deed()))
            return bool(done)
        actions = {KILL: "kill", TERM: "terminate", FULL: "enospc" if cell.point in ENOSPC else "disk-full"}
        code = archive.run(command, trigger + actions[cell.fault])
        # Before a run has begun to work, SIGTERM ends the process at once.
        ends = {KILL: {-signal.SIGKILL}, TERM: {128 + signal.SIGTERM, -signal.SIGTERM}}
        if code in ends.get(cell.fault, {code}):
            return True
        click.echo(f"    {' '.join(cell.where)}, {cell.fault} ended with {code}: {archive.output[-500:]}")
        return False

    def finish(self, archive: Archive) -> None:
        """Do what a person or cron does next, until a run reports no problem."""
        if archive.scenario.is_repeated:
            archive.run(_spoken(archive))
        for command in archive.scenario.afterwards:
            archive.run(_spoken(archive, command))
        for _ in range(_MOST_RUNS):
            if archive.run(PROCESS) == 0:
                return


def _spoken(archive: Archive, command: Sequence[str] | None = None) -> list[str]:
    """The command, by default that of the scenario, with the names that it has in this archive."""
    command = command or archive.scenario.command
    if "{document}" in command and not archive.names:
        ids = (str(row["id"]) for row in archive.documents())
        archive.names = dict(zip(("document", "other"), ids, strict=False))
    names = {"folder": archive.folder, "papers": archive.folder / "papers", **archive.names}
    return [part.format_map(names) for part in command]


def _answered(server: StandIn) -> Counter[str]:
    return Counter(call.key for call in server.calls if call.status == 200)


def reference(cell: Cell) -> Scenario:
    """The scenario without a fault."""
    return cell.scenario.is_like or cell.scenario


def _give_to_the_same(template: Path, folder: Path) -> None:
    """A copied file belongs to the user who copied it; the server of root runs as another user."""
    for path in template.rglob("*"):
        status = path.lstat()
        os.chown(folder / path.relative_to(template), status.st_uid, status.st_gid, follow_symlinks=False)
