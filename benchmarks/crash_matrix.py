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
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click
from campaign import Campaign, Outcome, reference
from cells import FAULTS, cells

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


def _told(outcome: Outcome) -> Outcome:
    click.echo(
        f"{'yes' if outcome.is_well else 'NO '} {' '.join(outcome.cell.where)}, {outcome.cell.fault}: {outcome.mark}"
    )
    for line in outcome.differences[:5]:
        click.echo(f"      {line[:300]}")
    return outcome


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
        for scenario in {scenario.name: scenario for scenario in map(reference, wanted)}.values():
            campaign.prepare(scenario)
        with ThreadPoolExecutor(jobs) as threads:
            outcomes = [_told(outcome) for outcome in threads.map(campaign.outcome, wanted)]
    page = _page(outcomes, time.perf_counter() - started)
    click.echo(page) if write is None else write.write_text(page, encoding="utf-8")
    click.echo(f"{sum(outcome.is_well for outcome in outcomes)} of {len(outcomes)} cells are as they have to be")
    if not all(outcome.is_well for outcome in outcomes):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
