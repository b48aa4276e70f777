"""Refuses every operation on a file of the archive with every errno, on real runs.

    python benchmarks/errno_sweep.py [--cells 120] [--seed N] [--jobs N] [--only ERRNO]

A run with two documents makes some hundred operations below data_dir (refusals.py). In each cell, one of them, drawn
from the seed, is refused with one errno. The run may end with any documented exit code, and must give the reason in one
line. No document may fail or count an attempt, and no inbox entry may be rejected. Then runs without a refusal bring
the archive to the same content as without one, and no answer is paid for twice. The exit code is 1 when a cell differs.
"""

from __future__ import annotations

import os
import random
import secrets
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import canonical
import click
from campaign import Campaign
from cell_archive import Archive
from scenarios import FILING, PROCESS

from alfrd_luigi.standin import serving

_ERRNOS = ("EIO", "EROFS", "ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "ENOMEM", "ESTALE", "ENOTCONN", "EACCES")
_EXIT_CODES = {0, 6, 7, 25, 30, 35}


class Cell(NamedTuple):
    """The operation of this number, from 1, is refused."""

    errno: str
    number: int


def operations(campaign: Campaign) -> int:
    """The number of operations of a run."""
    with serving() as server:
        archive = campaign.archive(FILING, server)
        archive.refusal = _refusal(archive, Cell("EIO", 0))
        archive.run(PROCESS)
        return int((archive.folder / "data.operations").read_text("ascii"))


def _refusal(archive: Archive, cell: Cell) -> str:
    return f"{cell.errno}@{cell.number}:{archive.folder / 'data'}"


def complaints(campaign: Campaign, cell: Cell) -> list[str]:
    """The problems of a cell's outcome."""
    with serving() as server:
        archive = campaign.archive(FILING, server)
        archive.refusal = _refusal(archive, cell)
        code = archive.run(PROCESS)
        archive.refusal = ""
        found = list(_wrong_at_once(archive, code))
        campaign.finish(archive)
        found += canonical.differences(campaign.wanted[FILING.name], archive.content())
        answered = Counter(call.key for call in server.calls if call.status == 200)
        found += [f"paid {times} times: {key}" for key, times in answered.items() if times > 1]
        return found


def _wrong_at_once(archive: Archive, code: int) -> Iterator[str]:
    if code not in _EXIT_CODES:
        yield f"exit code {code}: {archive.output[-300:]}"
    if "Traceback" in archive.output:
        yield f"a traceback: {archive.output[-600:]}"
    for document in archive.documents():
        if document["status"] == "failed":
            yield f"a document has failed: {document['error']}"
        spent = [stage for stage in document["stages"] if stage["status"] != "completed" and stage["attempts"]]
        if spent:
            yield f"attempts are spent: {spent}"
    rejected = list((archive.folder / "data/inbox/rejected").glob("*"))
    if rejected:
        yield f"rejected: {[path.name for path in rejected]}"


@click.command(help=__doc__)
@click.option("--cells", "count", default=120, show_default=True, help="How many cells are drawn.")
@click.option("--seed", default=lambda: secrets.randbelow(10**6), help="By what they are drawn; random by default.")
@click.option("--jobs", default=2, show_default=True, help="Cells at once.")
@click.option("--only", type=click.Choice(_ERRNOS), help="Refusals with this errno alone.")
def main(count: int, seed: int, jobs: int, only: str | None) -> None:
    """Sweep."""
    os.environ["LUIGI_CONFIG_PATH"] = str(Path(__file__).parents[1] / "luigi.cfg")
    with tempfile.TemporaryDirectory(prefix="alfrd-errno-") as scratch:
        Path(scratch).chmod(0o755)  # the embedded server of root is another user's
        campaign = Campaign(Path(scratch))
        campaign.prepare(FILING)
        last = operations(campaign)
        every = [Cell(name, number) for name in _ERRNOS if only in (None, name) for number in range(1, last + 1)]
        drawn = random.Random(seed).sample(every, min(count, len(every)))
        click.echo(f"seed {seed}: {len(drawn)} of {len(every)} cells, {last} operations a run")
        with ThreadPoolExecutor(jobs) as threads:
            results = list(zip(drawn, threads.map(lambda cell: complaints(campaign, cell), drawn), strict=True))
    for cell, found in results:
        if found:
            click.echo(f"NO  {cell.errno} at operation {cell.number}\n      " + "\n      ".join(found)[:1500])
    wrong = sum(bool(found) for _, found in results)
    click.echo(f"{len(results) - wrong} of {len(results)} cells are as they have to be")
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
