"""The pipeline's calls to AWS, counted at the server: real runs with the stand-in, in a temporary archive.

    python benchmarks/services.py clean|faults|shared|budget [--documents 60] [--seconds 0.2] [--processes N]

clean: slots hold, every request is signed, and the books equal the server's count; then everything from OCR on is
rerun, which must make no call. faults: throttling 10 %, server errors 5 %, invalid answers 5 %, hangs 2 %; runs are
repeated until nothing is pending. shared: slots hold over several processes. budget: enough for a third of the
documents, with eight processes at once. The exit code is 1 when a check fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from typing import Any

import click

from alfrd_luigi.samples.collection import collect
from alfrd_luigi.samples.layout import place
from alfrd_luigi.samples.truth import ground_truth
from alfrd_luigi.services import prices
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.standin import Behaviour, StandIn, serving
from alfrd_luigi.standin.pictures import picture_of

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
TOOLS = Path(sys.executable).parent
CAPS = {"textract": 3, "bedrock": 5, "summarize_file": 2}


@dataclass
class Archive:
    """A temporary archive, and its commands."""

    folder: Path
    server: StandIn
    settings: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a command in a separate process."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ALFRD_"))},
            **self.server.environment,
            "ALFRD_DATA_DIR": str(self.folder),
            "ALFRD_SETTLE_SECONDS": "0",
            "ALFRD_OCR_ENGINE": "textract",
            "ALFRD_LANGUAGE_ENGINE": "bedrock",
            "ALFRD_BEDROCK_MODEL_ID": MODEL,
            # Which documents a series reads depends on the order in which they are filed. The bare loop and the peers
            # make the calls of each document alone.
            "ALFRD_SERIES_PROMPTS": "false",
            "LUIGI_CONFIG_PATH": str(Path(__file__).parents[1] / "luigi.cfg"),
            **self.settings,
        }
        return subprocess.Popen(
            [str(TOOLS / command[0]), *command[1:]],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *command: str) -> str:
        """Run a command to its end. Returns its output."""
        process = self.start(*command)
        output, said = process.communicate()
        if process.returncode:
            click.echo(f"{' '.join(command[:3])} ended with {process.returncode}: {said.strip()[:500]}")
        return output

    def json(self, *command: str) -> Any:
        """The JSON output of an `alfrd` command."""
        return json.loads(self.run("alfrd", *command, "--json"))

    def process(self) -> float:
        """Run the cron command once. Returns the seconds."""
        started = time.perf_counter()
        self.run("luigi", "--module", "alfrd_luigi", "ProcessAllPending")
        return time.perf_counter() - started

    def claim(self, what: str, holds: bool, figures: object = "") -> None:
        """Print whether a condition holds."""
        click.echo(f"{'yes' if holds else 'NO '}  {what}{f': {figures}' if figures != '' else ''}")
        if not holds:
            self.failures.append(what)


@contextmanager
def archive(behaviour: Behaviour, documents: int) -> Iterator[Archive]:
    """An archive with `documents` documents in its inbox, and a stand-in for its engines."""
    with serving(behaviour) as server, tempfile.TemporaryDirectory(prefix="alfrd-services-") as scratch:
        made = Archive(Path(scratch) / "data", server)
        made.run("alfrd", "init")
        for number, text in enumerate(texts(documents)):
            (made.folder / "inbox" / f"document-{number:05}.png").write_bytes(picture_of(text))
        yield made
        if made.failures:
            raise SystemExit(1)


def texts(many: int) -> list[str]:
    """The texts of `many` sample documents, each one page."""
    return list(islice(all_texts(), many))


def all_texts() -> Iterator[str]:
    """An endless sequence of sample texts."""
    for seed in count():
        placed = [(sample, place(sample.pages, sample.paper.sheet)) for sample in collect(seed, "all")]
        truth = json.loads(ground_truth(seed, placed))
        # A text that is the same for every seed would be a duplicate. The number makes it another document.
        for document in truth["documents"]:
            if document.get("pages"):
                yield f"{document['pages'][0]}\n{seed or ''}"


def _books_agree(archive: Archive) -> None:
    at_the_server = len(archive.server.calls)
    in_the_books = archive.json("cost")["total"]["calls"]
    archive.claim(
        "calls in the books are those at the server", in_the_books == at_the_server, f"{in_the_books}, {at_the_server}"
    )


def _caps_held(archive: Archive) -> None:
    peaks = archive.server.peaks
    archive.claim(
        "slots held", all(peaks.get(name, 0) <= cap for name, cap in CAPS.items()), {k: peaks.get(k) for k in CAPS}
    )
    by_type = {name: peak for name, peak in peaks.items() if name.startswith("summarize.")}
    archive.claim("one summary of a type at a time", max(by_type.values(), default=0) <= 1, f"{len(by_type)} types")


def _states(archive: Archive) -> Counter[str]:
    return Counter(document["status"] for document in archive.json("list"))


def _bill(server: StandIn) -> Decimal:
    """The amount that the server would charge, by its own count of its answers."""
    bill = Decimal(0)
    for call in server.calls:
        if call.status == 200 and call.service == "textract":
            bill += _price("textract", None, Usage(pages=1))
        elif call.status == 200:
            used = Usage(input_tokens=call.input_tokens, output_tokens=call.output_tokens)
            bill += _price("bedrock", MODEL, used)
    return bill


def _price(service: str, model: str | None, usage: Usage) -> Decimal:
    return prices.cost(service, model, usage) or Decimal(0)


@click.group(help=__doc__)
def main() -> None:
    """Measure."""


documents_option = click.option("--documents", default=60, show_default=True)
seconds_option = click.option("--seconds", default=0.2, show_default=True, help="What a call takes at the server.")


@main.command()
@documents_option
@seconds_option
def clean(documents: int, seconds: float) -> None:
    """No faults."""
    with archive(Behaviour(seconds=seconds), documents) as made:
        took = made.process()
        states = _states(made)
        made.claim("every document filed", states == {"filed": documents}, f"{dict(states)} in {took:.1f} s")
        _caps_held(made)
        made.claim("every request signed", all(call.signed for call in made.server.calls))
        _books_agree(made)
        cost = made.json("cost")["total"]
        made.claim(
            "the bill is that in the books",
            abs(Decimal(str(cost["usd"])) - _bill(made.server)) < Decimal("0.0001"),
            f"{cost['usd']:.4f} USD",
        )
        before = len(made.server.calls)
        for document in made.json("list"):
            made.run("alfrd", "rerun", document["id"], "--from", "ocr")
        asked = len(made.server.calls) - before
        made.claim("a rerun of everything from OCR on asks nothing", asked == 0, f"{asked} calls")
        states = _states(made)
        made.claim("and every document is filed again", states == {"filed": documents}, dict(states))


@main.command()
@documents_option
@seconds_option
@click.option("--seed", default=1, show_default=True)
def faults(documents: int, seconds: float, seed: int) -> None:
    """Throttling, errors, nonsense, hangs."""
    behaviour = Behaviour(seconds=seconds, throttled=0.10, failing=0.05, nonsense=0.05, hanging=0.02, seed=seed)
    with archive(behaviour, documents) as made:
        made.settings = {"ALFRD_CALL_SECONDS": "2", "ALFRD_RETRY_SECONDS": "0"}
        took, runs = made.process(), 1
        while set(_states(made)) - {"filed", "failed"} and runs < 10:
            took, runs = took + made.process(), runs + 1
        states = _states(made)
        failed = [document for document in made.json("list") if document["status"] == "failed"]
        made.claim(
            "filed or failed, none pending",
            set(states) <= {"filed", "failed"},
            f"{dict(states)}, {runs} runs, {took:.1f} s, seed {seed}",
        )
        made.claim("each failure has its reason", all(document["error"]["message"] for document in failed), len(failed))
        _caps_held(made)
        _books_agree(made)
        known = {row["name"] for row in made.json("types", "list") if row["state"] == "shipped"}
        found = {document["document_type"] for document in made.json("list")} - {None}
        made.claim("no invented type", found <= known, sorted(found))
        met = Counter(call.fault or "none" for call in made.server.calls)
        click.echo(f"     faults met: {dict(met)}; cost: {made.json('cost')['total']}")


@main.command()
@documents_option
@seconds_option
@click.option("--processes", default=3, show_default=True)
def shared(documents: int, seconds: float, processes: int) -> None:
    """Several processes, each with its own scheduler."""
    with archive(Behaviour(seconds=seconds), documents) as made:
        running = [made.start("luigi", "--module", "alfrd_luigi", "ProcessAllPending") for _ in range(processes)]
        for process in running:
            process.communicate()
        states = _states(made)
        made.claim("every document filed", states == {"filed": documents}, dict(states))
        _caps_held(made)
        _books_agree(made)


@main.command()
@documents_option
@seconds_option
@click.option("--processes", default=8, show_default=True)
def budget(documents: int, seconds: float, processes: int) -> None:
    """A budget for a third of the documents."""
    with archive(Behaviour(seconds=seconds), documents) as made:
        made.process()
        whole = _bill(made.server)
    with archive(Behaviour(seconds=seconds), documents) as made:
        limit = whole / 3
        made.settings = {"ALFRD_MAX_COST_PER_DAY": f"{limit:.6f}"}
        started = time.perf_counter()
        running = [made.start("luigi", "--module", "alfrd_luigi", "ProcessAllPending") for _ in range(processes)]
        said = [process.communicate() for process in running]
        took = time.perf_counter() - started
        states, bill = _states(made), _bill(made.server)
        made.claim("the bill is within the limit", bill <= limit, f"{bill:.4f} of {limit:.4f} USD, in {took:.1f} s")
        wanted = documents // 3 * 3 // 4
        made.claim(
            f"more than {wanted} are filed, the rest waits",
            states["filed"] > wanted and not states["failed"],
            dict(states),
        )
        made.claim(
            "each process ends well",
            all(not process.returncode for process in running),
            [p.returncode for p in running],
        )
        made.claim("and says so", any("max_cost" in error or "budget" in error for _, error in said))
        _books_agree(made)
        made.settings = {}
        made.process()
        states = _states(made)
        made.claim("the next run, with money, files them all", states == {"filed": documents}, dict(states))


if __name__ == "__main__":
    main()
