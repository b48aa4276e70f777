"""How well papers that came twice are told from those that only look alike: missed copies and false merges.

    python benchmarks/duplicates.py [--seed 2024] [--papers 16] [--folder FOLDER] [--verbose]

A run of the real command files scans of some samples and, of each, a second scan and two PDFs with different metadata.
Beside them are papers that are distinct, as scans and PDFs: of each shop a second purchase of the same goods on the
same day, hours later and in the next minute; of each bill one of another account with the same date and amounts. The
rents and premiums of the samples are monthly bills of one amount. With --folder, the pictures of a folder (each a paper
of its own) are scanned a second time and filed, too. A copy is found if the two are counted once, asked about if they
look alike, or missed.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
from PIL import Image

from alfrd_luigi.samples.collection import Sample, collect
from alfrd_luigi.samples.layout import place
from alfrd_luigi.samples.noise import scanned
from alfrd_luigi.samples.paper import Block, Row, Text
from alfrd_luigi.samples.rendering import render

_TOOLS = Path(sys.executable).parent
_PICTURES = {".jpg", ".jpeg", ".png"}
_TIME = re.compile(r"\b(\d{1,2}):(\d\d)\b")
_RECEIPT = re.compile(r"(?<=Receipt )\d{4}")
_ACCOUNT = re.compile(r"(?<=Account number: )\S+|(?<=Policy number: )\S+|(?<=Policy )[A-Z]*[\d-]{6,}")

Files = dict[str, bytes]


def papers(seed: int, count: int) -> Iterator[tuple[str, Files]]:
    """The files of each document by the name of its paper. Copies of one paper have one name."""
    for sample in _chosen(collect(seed, "all"), count):
        name = sample.paper.name
        scan, pdf = replace(sample, form="scan"), replace(sample, form="pdf", name=f"{name}.pdf")
        yield name, _rendered(scan, "first", seed)
        yield name, _rendered(scan, "again", seed + 1)
        yield name, _rendered(pdf, "exported", seed)
        yield name, _rendered(pdf, "exported-again", seed)
        for number, other in enumerate(_others(sample, random.Random(f"{seed}/{name}"))):
            yield f"{name} other {number}", _rendered(replace(other, form="scan"), f"other-{number}", seed + 2 + number)
            yield f"{name} other {number}", _rendered(replace(other, form="pdf", name=f"{name}.pdf"), "other", seed)


def _chosen(samples: list[Sample], count: int) -> list[Sample]:
    """Evenly among all, but every shop."""
    shops = [sample for sample in samples if sample.paper.name.startswith("shop-")]
    bills = [sample for sample in samples if sample not in shops]
    wanted = max(count - len(shops), 1)
    return [*shops[:count], *(bills[number * len(bills) // wanted] for number in range(wanted))]


def _others(sample: Sample, rng: random.Random) -> Iterator[Sample]:
    """Papers that differ from the sample as a second purchase or account does."""
    receipt = _RECEIPT.search(_text(sample))
    if receipt:
        later = f"{rng.randint(1000, 9999)}"
        yield _changed(sample, receipt[0], later, minutes=60 * 3 + 17)
        yield _changed(sample, receipt[0], f"{int(receipt[0]) + 1}", minutes=1)
    account = _ACCOUNT.search(_text(sample))
    if account:
        digits = "".join(str(rng.randint(0, 9)) if each.isdigit() else each for each in account[0])
        yield _changed(sample, account[0], digits, minutes=0)


def _changed(sample: Sample, old: str, new: str, minutes: int) -> Sample:
    def later(match: re.Match[str]) -> str:
        moment = int(match[1]) * 60 + int(match[2]) + minutes
        return f"{moment // 60 % 12 or 12:02}:{moment % 60:02}"

    def changed(text: str) -> str:
        return (_TIME.sub(later, text) if minutes else text).replace(old, new)

    def block(each: Block) -> Block:
        match each:
            case Text():
                return replace(each, text=changed(each.text))
            case Row():
                return replace(each, cells=tuple(map(changed, each.cells)))
            case _:
                return each

    pages = tuple(tuple(map(block, page)) for page in sample.paper.pages)
    return replace(sample, paper=replace(sample.paper, pages=pages))


def _text(sample: Sample) -> str:
    blocks = [each for page in sample.paper.pages for each in page]
    return "\n".join(each.text if isinstance(each, Text) else " ".join(getattr(each, "cells", ())) for each in blocks)


def _rendered(sample: Sample, label: str, seed: int) -> Files:
    files = render(sample, place(sample.pages, sample.paper.sheet), seed)
    return {path.name: _with_metadata(content, label) for path, content in files.items() if path.name != "meta.json"}


def _with_metadata(content: bytes, label: str) -> bytes:
    return content + f"\n% {label}\n".encode() if content.startswith(b"%PDF") else content


def pictures(folder: Path, seed: int) -> Iterator[tuple[str, Files]]:
    """Each picture of the folder, and a second scan of it."""
    for path in sorted(each for each in folder.iterdir() if each.suffix.lower() in _PICTURES):
        yield path.stem, {path.name: path.read_bytes()}
        buffer = BytesIO()
        with Image.open(path) as image:
            scanned(image.convert("L"), random.Random(f"{seed}/{path.name}")).save(buffer, "jpeg", quality=75)
        yield path.stem, {f"again-{path.stem}.jpg": buffer.getvalue()}


def filed(inputs: list[tuple[str, Files]]) -> list[dict[str, Any]]:
    """The documents as `alfrd list --json` prints them. The source of each is its number among the inputs."""
    with tempfile.TemporaryDirectory(prefix="alfrd-duplicates-") as scratch:
        environment = {**os.environ, "ALFRD_DATA_DIR": f"{scratch}/data", "ALFRD_SETTLE_SECONDS": "0"}
        _run(environment, "alfrd", "init")
        for number, (_, files) in enumerate(inputs):
            _put(Path(scratch, "data/inbox", f"{number:04}"), str(number), files)
        _run(environment, "luigi", "--module", "alfrd_luigi", "ProcessAllPending")
        documents: list[dict[str, Any]] = json.loads(_run(environment, "alfrd", "list", "--json"))
        return documents


def _put(folder: Path, source: str, files: Files) -> None:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    kinds = {".pdf": "pdf", ".txt": "text"}
    listed = [
        {"file": name, "type": kinds.get(Path(name).suffix, "image"), "order": order}
        for order, name in enumerate(files, start=1)
    ]
    meta = {
        "id": str(uuid4()),
        "created_at": "2024-03-29T18:00:00+00:00",
        "documents": listed,
        "metadata": {"source": source, "tags": []},
    }
    (folder / "meta.json").write_text(json.dumps(meta))


def _run(environment: dict[str, str], program: str, *arguments: str) -> bytes:
    done = subprocess.run([_TOOLS / program, *arguments], env=environment, check=False, stdout=subprocess.PIPE)
    return done.stdout


def verdicts(documents: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The verdict on each pair of documents, by the sources of the two, the smaller number first."""
    sources = {row["id"]: row["source"] for row in documents}
    found = {}
    for row in documents:
        for pair in row["pairs"]:
            one, other = sorted((row["source"], sources[pair["document"]]), key=int)
            found[one, other] = pair["verdict"]
    return found


@click.command(help=__doc__)
@click.option("--seed", default=2024, show_default=True)
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--papers", "count", type=click.IntRange(min=0), default=16, show_default=True)
@click.option("--verbose", is_flag=True, help="Show each pair that was not decided correctly.")
def main(seed: int, folder: Path | None, count: int, verbose: bool) -> None:
    """File, compare, report."""
    inputs = [*(papers(seed, count) if count else ()), *(pictures(folder, seed) if folder else ())]
    documents = filed(inputs)
    names = [name for name, _ in inputs]
    found = verdicts(documents)
    there = sorted((row["source"] for row in documents if row["status"] == "filed"), key=int)
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in _KINDS}
    for one, other in combinations(there, 2):
        kind, verdict = _kind(names[int(one)], names[int(other)]), found.get((one, other), "none")
        counts[kind][verdict] += 1
        if verbose and verdict != _KINDS[kind]:
            click.echo(f"  {verdict:6} {kind}: {names[int(one)]} ({one}), {names[int(other)]} ({other})")
    click.echo(f"{len(there)} of {len(inputs)} documents filed, seed {seed}")
    for kind, each in counts.items():
        _report(kind, each)


# The kinds of pairs, and the verdict on each that is correct.
_KINDS = {"copies": "same", "second purchases and accounts": "none", "other papers": "none"}


def _kind(one: str, other: str) -> str:
    if one == other:
        return "copies"
    is_near = one.split(" other ")[0] == other.split(" other ")[0]
    return "second purchases and accounts" if is_near else "other papers"


def _report(kind: str, counts: Counter[str]) -> None:
    pairs = counts.total() or 1
    shares = (f"{label} {counts[verdict]} ({counts[verdict] / pairs:.1%})" for verdict, label in _LABELS.items())
    click.echo(f"{kind:30} {counts.total():6} pairs: {', '.join(shares)}")


_LABELS = {"same": "counted once", "alike": "asked about", "none": "told apart"}

if __name__ == "__main__":
    main()
