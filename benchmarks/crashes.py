"""Kills at random moments: the next runs come to the same rows as if nothing had happened, and pay for little twice.

    python benchmarks/crashes.py [--documents 40] [--kills 30] [--processes 2] [--seed N]

Real runs over the stand-in for AWS in a throw-away archive; each time a process, drawn by the seed, is killed with -9
while calls are under way, and started again. At the end the rows are compared with those of a run without kills, and
the answers that were given twice for one question are counted: only a call that was under way when its process died
may be among them. The exit code is 1 when a claim does not hold.
"""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from typing import Any

import click
from services import Archive, archive

from alfrd_luigi.standin import Behaviour

_FACTS = (
    "status",
    "document_type",
    "entity",
    "document_date",
    "total_amount",
    "currency",
    "summary",
    "structured_data",
)
# What a process may have under way when it dies: three pages, and five questions.
_SLOTS = 3 + 5
_SHORTEST_LIFE, _LONGEST_LIFE = 1.0, 4.0


def _rows(made: Archive) -> dict[str, Any]:
    """What the archive holds, by the names of files: no ids, times, attempts or costs."""
    documents = {
        document["source_files"][0]["name"]: {
            **{name: document[name] for name in _FACTS},
            "series": document["series"] and document["series"]["title"],
            "stages": sorted((stage["stage"], stage["status"]) for stage in document["stages"]),
        }
        for document in made.json("list")
    }
    files = {file["title"]: (file["status"], file["documents"], file["is_fresh"]) for file in made.json("files")}
    return {"documents": documents, "files": files}


def _start(made: Archive) -> subprocess.Popen[str]:
    return made.start("luigi", "--module", "alfrd_luigi", "ProcessAllPending")


def _killing(made: Archive, kills: int, processes: int, chance: random.Random) -> int:
    """Kill and start again, until so many were killed or everything is done; how many were killed."""
    running, killed = [_start(made) for _ in range(processes)], 0
    while killed < kills:
        time.sleep(chance.uniform(_SHORTEST_LIFE, _LONGEST_LIFE))
        victim = chance.randrange(processes)
        if running[victim].poll() is None:
            running[victim].kill()
            killed += 1
        running[victim].communicate()
        if not set(Counter(document["status"] for document in made.json("list"))) - {"filed", "failed"}:
            break
        running[victim] = _start(made)
    for process in running:
        process.communicate()
    return killed


def _paid_twice(made: Archive) -> int:
    """Answers that were given again for a question that had been answered."""
    answered = Counter(call.key for call in made.server.calls if call.status == 200)
    return sum(times - 1 for times in answered.values())


@click.command(help=__doc__)
@click.option("--documents", default=40, show_default=True)
@click.option("--kills", default=30, show_default=True)
@click.option("--processes", default=2, show_default=True)
@click.option("--seconds", default=0.3, show_default=True, help="What a call takes at the server.")
@click.option("--seed", type=int, default=None)
def main(documents: int, kills: int, processes: int, seconds: float, seed: int | None) -> None:
    """Compare."""
    seed = seed if seed is not None else random.randrange(100_000)
    with archive(Behaviour(), documents) as made:
        made.process()
        wanted = _rows(made)
        states = Counter(row["status"] for row in wanted["documents"].values())
        made.claim("a run without kills files everything", states == {"filed": documents}, dict(states))
    with archive(Behaviour(seconds=seconds), documents) as made:
        killed = _killing(made, kills, processes, random.Random(seed))
        made.process()
        found = _rows(made)
        click.echo(f"     {killed} kills, seed {seed}, {len(made.server.calls)} calls")
        made.claim("the rows are those of a run without kills", found == wanted)
        _tell_difference(wanted, found)
        twice = _paid_twice(made)
        made.claim("paid twice: at most what was under way at a kill", twice <= killed * _SLOTS, f"{twice} calls")
        # A process may die between the reservation of a call and its first byte.
        unsent = made.json("cost")["total"]["calls"] - len(made.server.calls)
        made.claim("every call is in the books", 0 <= unsent <= killed * _SLOTS, f"and {unsent} that were never sent")


def _tell_difference(wanted: dict[str, Any], found: dict[str, Any]) -> None:
    for group in ("documents", "files"):
        for name in sorted(wanted[group].keys() | found[group].keys()):
            for part in _parts(wanted[group].get(name), found[group].get(name)):
                click.echo(f"     {name}: {part}")


def _parts(wanted: Any, found: Any) -> list[str]:
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [f"{key} {found[key]!r}, not {wanted[key]!r}" for key in wanted if found[key] != wanted[key]]
    return [] if wanted == found else [f"{found!r}, not {wanted!r}"]


if __name__ == "__main__":
    main()
