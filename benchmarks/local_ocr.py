"""Compares local text recognition with OCRmyPDF (Tesseract) on the same pages: speed, and words found.

    python benchmarks/local_ocr.py FOLDER MANIFEST [--pages 40]

FOLDER and MANIFEST are those of accuracy.py; the first pictures with a known text are used. Ours is a whole run of the
command, from the inbox to the file summaries. OCRmyPDF gets the pictures as the pages of one PDF, and all cores. It is
omitted if it, or img2pdf, is not installed. Then the time of a digital PDF of the samples is measured, from its
registration to its filing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import mean

import click
from judging import recall
from services import TOOLS

_CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Reading:
    """The time of a reader (elapsed and CPU seconds), and the text that it found on each page."""

    clock: float
    cpu: float
    texts: Sequence[str]


def measured(command: Sequence[str | Path], environment: Mapping[str, str]) -> tuple[float, float]:
    """Run a command to its end. Returns the elapsed seconds, and the CPU seconds with those of its children."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {process.stderr and process.stderr.read()}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime


def ours(folder: Path, files: Sequence[Path]) -> Reading:
    """A run of the pipeline with its own engines."""
    documents, clock, cpu = processed(folder, files)
    return Reading(clock, cpu, [documents[file.name]["text"] or "" for file in files])


def processed(folder: Path, files: Sequence[Path]) -> tuple[dict[str, dict[str, str]], float, float]:
    """The documents as `alfrd show` gives them, by the name of their file, and the time of the run."""
    environment = {
        **os.environ,
        "ALFRD_DATA_DIR": str(folder / "data"),
        "ALFRD_SETTLE_SECONDS": "0",
        "LUIGI_CONFIG_PATH": str(Path(__file__).parents[1] / "luigi.cfg"),
    }
    measured([TOOLS / "alfrd", "init"], environment)
    for file in files:
        shutil.copy(file, folder / "data/inbox")
    clock, cpu = measured([TOOLS / "luigi", "--module", "alfrd_luigi", "ProcessAllPending"], environment)

    def said(*command: str) -> bytes:
        return subprocess.run(
            [TOOLS / "alfrd", *command, "--json"], env=environment, check=True, stdout=subprocess.PIPE
        ).stdout

    shown = [json.loads(said("show", row["id"])) for row in json.loads(said("list"))]
    return {document["source_files"][0]["name"]: document for document in shown}, clock, cpu


def ocrmypdf(folder: Path, files: Sequence[Path]) -> Reading:
    """OCRmyPDF on all pages at once."""
    scanned, text = folder / "pages.pdf", folder / "text.txt"
    subprocess.run(["img2pdf", "--output", scanned, *files], check=True, stderr=subprocess.DEVNULL)
    command = ["ocrmypdf", "--jobs", str(_CORES), "--output-type", "pdf", "--optimize", "0", "--sidecar", text]
    clock, cpu = measured([*map(str, command), str(scanned), str(folder / "searchable.pdf")], os.environ)
    return Reading(clock, cpu, text.read_text("utf-8").split("\f"))


def seconds_of_a_digital_pdf(folder: Path) -> list[float]:
    """The time from registration to filing of each digital PDF of the samples, one run after the other."""
    subprocess.run([TOOLS / "alfrd", "samples", folder / "samples", "--few"], check=True, stdout=subprocess.DEVNULL)
    took = []
    for number, file in enumerate(sorted((folder / "samples/documents").glob("*.pdf"))):
        (place := folder / f"digital-{number}").mkdir()
        documents, _, _ = processed(place, [file])
        document = documents[file.name]
        registered, filed = (datetime.fromisoformat(document[name]) for name in ("registered_at", "filed_at"))
        took.append((filed - registered).total_seconds())
    return took


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pages", default=40, show_default=True)
def main(folder: Path, manifest: Path, pages: int) -> None:
    """Measure."""
    known = [label for label in json.loads(manifest.read_text("utf-8")) if label.get("text")]
    labels = [label for label in known if Path(label["file"]).suffix in (".jpg", ".png")][:pages]
    files = [folder / label["file"] for label in labels]
    readers = {"alfrd": ours}
    if shutil.which("ocrmypdf") and shutil.which("img2pdf"):
        readers["OCRmyPDF"] = ocrmypdf
    click.echo(f"{len(files)} pages      s  CPU s a page  pages a core-second  cores busy  words found")
    for name, read in readers.items():
        with tempfile.TemporaryDirectory(prefix="alfrd-ocr-") as scratch:
            found = read(Path(scratch), files)
        words = mean(recall(label["text"], text) for label, text in zip(labels, found.texts, strict=False))
        click.echo(
            f"{name:8} {found.clock:7.1f} {found.cpu / len(files):13.2f} {len(files) / found.cpu:20.2f}"
            f" {found.cpu / found.clock / _CORES:11.2f} {words:12.3f}"
        )
    with tempfile.TemporaryDirectory(prefix="alfrd-ocr-") as scratch:
        took = seconds_of_a_digital_pdf(Path(scratch))
    click.echo(f"a digital PDF, registered to filed: {', '.join(f'{seconds:.2f}' for seconds in took)} s")


if __name__ == "__main__":
    main()
