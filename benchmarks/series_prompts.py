"""What the prompts of series cost: calls and US cents a document, with a stand-in for the model.

    python benchmarks/series_prompts.py [--language CODE]

The texts of `alfrd samples` are filed three times: without prompts of series, with them, and with them after a person
has approved the third document of each series, so that the memory of issuers knows the series of the later ones. The
stand-in counts a token for every four characters, and the prices are those of the shipped list. What a real model
writes is longer or shorter; how often it is asked is the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
_ROOT = Path(__file__).parents[1]
_SERIES = ("extract_series", "design_series")
_MEMBERS = 3


class Costs(NamedTuple):
    """What filing the samples took: the calls by operation, and the cents."""

    documents: int
    read: int
    calls: Counter[str]
    cents: float


class Sheet(NamedTuple):
    """A sample as text."""

    name: str
    series: str | None
    text: str


@click.command(help=__doc__)
@click.option("--language", default="en", help="The language of the samples.")
def main(language: str) -> None:
    """Print the table."""
    os.environ["LUIGI_CONFIG_PATH"] = str(_ROOT / "luigi.cfg")
    sheets = list(_sheets(language))
    click.echo("| prompts of series | documents | read by a series | calls a document | of series | cents a document |")
    click.echo("|---|---|---|---|---|---|")
    for name, reads, teaches in (("no", False, False), ("yes", True, False), ("yes, issuers known", True, True)):
        found = _filed(sheets, reads=reads, teaches=teaches)
        of_series = sum(found.calls[each] for each in _SERIES)
        cells = (found.documents, found.read, f"{found.calls.total() / found.documents:.2f}", of_series)
        click.echo(f"| {name} | {' | '.join(map(str, cells))} | {found.cents / found.documents:.3f} |")


def _sheets(language: str) -> Iterator[Sheet]:
    from alfrd_luigi.samples.collection import collect
    from alfrd_luigi.samples.layout import place

    for sample in collect(2024, "all", language):
        pages = place(sample.paper.pages, sample.paper.sheet)
        yield Sheet(sample.name, sample.paper.series, "\f".join(page.text for page in pages))


def _filed(sheets: Sequence[Sheet], *, reads: bool, teaches: bool) -> Costs:
    """File the first three of each series, let a person approve the third one of each, and file the others."""
    from alfrd_luigi.standin import serving

    seen: Counter[str] = Counter()
    first = [sheet for sheet in sheets if sheet.series is not None and _counted(seen, sheet.series) <= _MEMBERS]
    with tempfile.TemporaryDirectory(prefix="alfrd-series-") as folder, serving() as server:
        Path(folder).chmod(0o755)
        home = _Home(Path(folder), server.environment, reads=reads)
        home.file(first)
        if teaches:
            home.approve()
        home.file([sheet for sheet in sheets if sheet not in first])
        calls = Counter(call.operation for call in server.calls)
        return Costs(home.documents, calls["extract_series"], calls, home.cents)


def _counted(seen: Counter[str], series: str) -> int:
    seen[series] += 1
    return seen[series]


class _Home:
    """An archive of its own."""

    def __init__(self, folder: Path, aws: dict[str, str], *, reads: bool) -> None:
        self._folder = folder
        self._environment = {
            **os.environ, **aws, "ALFRD_DATA_DIR": str(folder / "data"), "ALFRD_REPORT": "false",
            "ALFRD_SETTLE_SECONDS": "0", "ALFRD_LANGUAGE_ENGINE": "bedrock", "ALFRD_BEDROCK_MODEL_ID": MODEL,
            "ALFRD_BACKOFF_SECONDS": "0", "ALFRD_SERIES_PROMPTS": str(reads).lower(),
        }  # fmt: skip
        self._run("alfrd", "init")

    def file(self, sheets: Sequence[Sheet]) -> None:
        inbox = self._folder / "data" / "inbox"
        inbox.mkdir(exist_ok=True)
        for sheet in sheets:
            (inbox / f"{sheet.name}.txt").write_text(sheet.text, encoding="utf-8")
        self._run("luigi", "--module", "alfrd_luigi", "ProcessAllPending")

    def approve(self) -> None:
        """A person approves a document of each series."""
        newest = {row["series"]["id"]: row["id"] for row in self._asked("list") if row["series"]}
        for id in newest.values():
            self._run("alfrd", "approve", id)

    @property
    def documents(self) -> int:
        """The number of documents."""
        return len(self._asked("list"))

    @property
    def cents(self) -> float:
        """What all calls cost."""
        return float(self._asked("cost")["total"]["usd"]) * 100

    def _asked(self, *arguments: str) -> Any:
        return json.loads(self._run("alfrd", *arguments, "--json"))

    def _run(self, program: str, *arguments: str) -> str:
        command = [str(Path(sys.executable).parent / program), *arguments]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise click.ClickException(f"{program} {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout


if __name__ == "__main__":
    main()
