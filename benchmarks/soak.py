"""Kills processes at random moments while they work, and checks the invariants all the time.

    python benchmarks/soak.py [--kills 200] [--processes 3] [--seconds 1.0] [--seed N]

Several `luigi ... ProcessAllPending` run at once, with the stand-in for AWS and an embedded server. In parallel, people
rerun documents and add files. Again and again a process, drawn from the seed, is killed with -9, and another one takes
its place. From time to time PostgreSQL is restarted, gracefully or not. The inbox is refilled, so that there is always
work. After each kill, the rows are checked against each other. At the end, the page files (`alfrd check`), the inbox,
the concurrent calls as the server saw them, and every document are checked, the last against an undisturbed run. The
exit code is 1 when a check fails.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import canonical
import click
from cell_archive import Archive
from scenarios import Scenario
from services import CAPS, all_texts

from alfrd_luigi.errors import ExitCode
from alfrd_luigi.standin import Behaviour, serving
from alfrd_luigi.standin.pictures import picture_of
from alfrd_luigi.standin.record import RecordedCall

_RUN = ("luigi", "ProcessAllPending")
_STAGES = ("ocr", "classify", "summarize", "score_summary", "file")
_FEW = 30  # with this many unfinished documents or fewer, the inbox is refilled
_KILLS_PER_RESTART = 12
# Values that may depend on the order of events: the spelling that names a series, and its statistics.
_COMPARED = ("documents", "document_files", "pages", "stage_results", "page files")
# The same document may arrive through the inbox or through `alfrd add`.
_HOW_IT_CAME = {"source", "name"}


@dataclass
class Soak:
    """One campaign."""

    archive: Archive
    supply: Iterator[bytes]
    chance: random.Random
    papers: list[bytes] = field(default_factory=list)  # those put into the inbox so far
    to_add_again: list[bytes] = field(default_factory=list)
    running: list[ForkServerProcess] = field(default_factory=list)
    visitors: list[ForkServerProcess] = field(default_factory=list)
    died: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    def go(self, kills: int, processes: int) -> None:
        """Make this many kills, then let the last runs finish."""
        self.running = [self.archive.start(_RUN) for _ in range(processes)]
        while self.counts["kills"] < kills:
            self._refill()
            self._visit()
            time.sleep(self.chance.uniform(0.2, 1.2))
            self._kill()
            if self.counts["kills"] % _KILLS_PER_RESTART == 0:
                self._restart()
            self._check("--quick")
            click.echo(f"\r{self.counts['kills']} kills, {len(self.papers)} papers", nl=False, err=True)
        for process in (*self.running, *self.visitors):
            process.join()
        self.put(self.to_add_again)
        while self.archive.run(_RUN):
            self.counts["runs that complained at the end"] += 1
            if self.counts["runs that complained at the end"] > 5:
                self.troubles.append("the last runs never came to a good end")
                return
        self._check()

    def put(self, papers: Sequence[bytes]) -> None:
        """Put documents into the inbox."""
        for paper in papers:
            self.counts["put"] += 1
            part = self.archive.folder / "data/inbox" / f"paper-{self.counts['put']:04}.png.part"
            part.write_bytes(paper)
            part.rename(part.with_suffix(""))

    def _refill(self) -> None:
        states = Counter(row["status"] for row in self.archive.documents())
        waiting = sum(count for state, count in states.items() if state not in ("filed", "failed"))
        waiting += len(list((self.archive.folder / "data/inbox").glob("*.png")))
        self.put([self._fresh() for _ in range(_FEW - waiting)])

    def _fresh(self) -> bytes:
        self.papers.append(next(self.supply))
        return self.papers[-1]

    def _visit(self) -> None:
        """A person reruns a document, or adds a file, while runs are active."""
        self.visitors = [process for process in self.visitors if process.is_alive()]
        filed = [row["id"] for row in self.archive.documents() if row["status"] == "filed"]
        if len(self.visitors) >= 2 or not filed:
            return
        if self.chance.random() < 0.5:
            command = ["alfrd", "rerun", self.chance.choice(filed), "--from", self.chance.choice(_STAGES)]
        else:
            self.counts["added"] += 1
            added = self.archive.folder / f"added-{self.counts['added']}.png"
            added.write_bytes(self._fresh())
            command = ["alfrd", "add", str(added)]
            # If `alfrd add` is killed, its owner adds the document again. This is done for all; the same bytes count
            # once.
            self.to_add_again.append(self.papers[-1])
        self.counts[command[1]] += 1
        self.visitors.append(self.archive.start(command))

    def _kill(self) -> None:
        candidates = [*range(len(self.running))] * 3 + [-1 - number for number in range(len(self.visitors))]
        number = self.chance.choice(candidates)
        process = self.running[number] if number >= 0 else self.visitors[-1 - number]
        if process.is_alive():
            # Recorded before the kill: another run may take its claims before this process learns of its death.
            self.died.append(time.time())
            process.kill()
            self.counts["kills"] += 1
        process.join()
        if number >= 0:
            self.running[number] = self.archive.start(_RUN)

    def _restart(self) -> None:
        with suppress(FileNotFoundError, ProcessLookupError):  # no process uses it at this moment
            self.archive.restart(self.chance.choice(["fast", "immediate", "kill"]))
            self.counts["restarts"] += 1

    def _check(self, *options: str) -> None:
        code = self.archive.run(("alfrd", "check", "--json", *options))
        if code not in (ExitCode.OK, ExitCode.DAMAGED):
            self.troubles.append(f"after {self.counts['kills']} kills: {self.archive.output}")
            return
        for problem in json.loads(self.archive.output)["problems"]:
            if problem["state"] != "doubtful":
                self.troubles.append(f"after {self.counts['kills']} kills: {problem}")
                click.echo(self.troubles[-1], err=True)
        self.counts["checks"] += 1


def most_at_once(calls: list[RecordedCall], died: list[float]) -> dict[str, list[str]]:
    """The calls of each group at the moment with the most calls in progress, of clients that were alive.

    Each is its status, and the milliseconds from its start to that moment and from that moment to its end. A call of a
    killed client ended with the kill; the server noticed it a moment later.
    """
    spans: dict[str, list[tuple[float, float, int]]] = {}
    for call in calls:
        end = call.end if call.status else max((moment for moment in died if moment <= call.end), default=call.end)
        for group in call.groups:
            spans.setdefault(group, []).append((call.begin, max(call.begin, end), call.status))
    return {
        group: max((_under_way(begin, of_group) for begin, _, _ in of_group), key=len)
        for group, of_group in spans.items()
    }


def _under_way(moment: float, spans: list[tuple[float, float, int]]) -> list[str]:
    return [
        f"{status}: -{(moment - begin) * 1000:.0f} +{(end - moment) * 1000:.0f}"
        for begin, end, status in spans
        if begin <= moment < end
    ]


def _undisturbed(folder: Path, papers: list[bytes]) -> dict[str, list[Any]]:
    with serving() as server:
        archive = Archive(folder, Scenario("soak"), server)
        archive.run(("alfrd", "init"))
        Soak(archive, iter(()), random.Random(0)).put(papers)
        archive.start(_RUN).join()
        return archive.content()


def _claims(soak: Soak, calls: list[RecordedCall], differences: list[str]) -> dict[str, str]:
    """The invariants, and what violates each."""
    peaks = most_at_once(calls, soak.died)
    over = {name: peaks[name] for name, cap in CAPS.items() if len(peaks.get(name, ())) > cap}
    typed = {name: peak for name, peak in peaks.items() if name.startswith("summarize.") and len(peak) > 1}
    left = [path.name for path in (soak.archive.folder / "data/inbox").iterdir() if not path.name.startswith(".")]
    return {
        "every check found the archive whole": "; ".join(soak.troubles[:5]),
        "slots held": str(over or ""),
        "one summary of a type at a time": str(typed or ""),
        "the inbox is empty": ", ".join(sorted(set(left) - {"rejected"})),
        "documents, pages and stages are those of an undisturbed run": "\n      ".join(differences[:10]),
    }


@click.command(help=__doc__)
@click.option("--kills", default=200, show_default=True)
@click.option("--processes", default=3, show_default=True)
@click.option("--seconds", default=1.0, show_default=True, help="What a call takes at the server.")
@click.option("--seed", type=int, default=None)
def main(kills: int, processes: int, seconds: float, seed: int | None) -> None:
    """Disturb."""
    os.environ["LUIGI_CONFIG_PATH"] = str(Path(__file__).parents[1] / "luigi.cfg")
    seed = seed if seed is not None else random.randrange(100_000)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="alfrd-soak-") as scratch, serving(Behaviour(seconds=seconds)) as server:
        Path(scratch).chmod(0o755)  # the embedded server of root is another user's
        folder = Path(scratch) / "disturbed"
        folder.mkdir()
        archive = Archive(folder, Scenario("soak"), server)
        archive.run(("alfrd", "init"))
        soak = Soak(archive, map(picture_of, all_texts()), random.Random(seed))
        soak.go(kills, processes)
        (calm := Path(scratch) / "undisturbed").mkdir()
        wanted, found = _undisturbed(calm, soak.papers), archive.content()
        before, after = ({name: part[name] for name in _COMPARED} for part in (wanted, found))
        differences = canonical.differences(before, after, besides=_HOW_IT_CAME)
        claims = _claims(soak, server.calls, differences)
    answered = Counter(call.key for call in server.calls if call.status == 200)
    click.echo(f"seed {seed}, {len(soak.papers)} papers, {dict(soak.counts)}, {time.perf_counter() - started:.0f} s")
    click.echo(f"{len(server.calls)} calls, {sum(n - 1 for n in answered.values())} answers given again")
    for claim, fault in claims.items():
        click.echo(f"{'NO ' if fault else 'yes'} {claim}{f': {fault}' if fault else ''}")
    if any(claims.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
