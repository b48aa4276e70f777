"""Accuracy on documents with known answers: type and values, right, wrong or blank, and what a confidence is worth.

    python benchmarks/accuracy.py FOLDER MANIFEST [FOLDER MANIFEST ...] [--verbose] [--keep FILE]

MANIFEST is a JSON array of {file, type, entity, date, total, currency, text}, each also with `..._ok`, a list of other
correct answers, and `..._optional` if a blank is not judged; `fine_ok` are shipped types that are right, `genre` and
`language` group the table. `type` is coarse: receipt, invoice, bill, statement, letter, other. A null wants no value. A
run of the real command processes the documents in a temporary archive. Shares have 95 % intervals. --keep writes the
verdicts as JSON lines, and the reliability of the confidences as an SVG beside them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from judging import VALUES, Judged, counts, interval, judge, recall
from reliability import curve, draw_reliability

NAMES = ("type", *VALUES)


@click.command(help=__doc__)
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--verbose", is_flag=True, help="Show what was wrong.")
@click.option("--keep", type=click.Path(dir_okay=False, path_type=Path))
def main(sources: tuple[Path, ...], verbose: bool, keep: Path | None) -> None:
    """Run, judge, report."""
    rows: list[Judged] = []
    for folder, manifest in zip(sources[::2], sources[1::2], strict=True):
        rows += _measure(folder, json.loads(manifest.read_text("utf-8")))
    _tables(rows)
    click.echo(curve(rows))
    if verbose:
        _show_mistakes(rows)
    if keep is not None:
        keep.write_text("".join(json.dumps(row._asdict()) + "\n" for row in rows), "utf-8")
        draw_reliability(keep.with_suffix(".svg"), rows)


def _measure(folder: Path, labels: Sequence[Mapping[str, Any]]) -> list[Judged]:
    with tempfile.TemporaryDirectory(prefix="alfrd-accuracy-") as scratch:
        started = time.perf_counter()
        documents = process(Path(scratch), [folder / label["file"] for label in labels])
        seconds = time.perf_counter() - started
    states = Counter(document["status"] for document in documents.values())
    texts = [recall(label["text"], documents[label["file"]]["text"] or "") for label in labels if label.get("text")]
    words = f", words read {sum(texts) / len(texts):.3f} ({len(texts)})" if texts else ""
    click.echo(f"{folder.name}: {dict(states)} of {len(labels)}, {seconds / len(labels):.1f} s a document{words}")
    return [row for label in labels for row in judge(label, documents.get(label["file"], _BLANK))]


# A document that was rejected.
_BLANK: dict[str, Any] = {"document_type": None, **dict.fromkeys(VALUES.values())}


def process(scratch: Path, files: list[Path]) -> dict[str, dict[str, Any]]:
    """What `alfrd show --json` prints of each document, by the name of its file. A rejected one is missing."""
    environment = {
        **os.environ,
        "ALFRD_DATA_DIR": str(scratch / "data"),
        "ALFRD_SETTLE_SECONDS": "0",
        "LUIGI_CONFIG_PATH": str(Path(__file__).parents[1] / "luigi.cfg"),
    }
    tools = Path(sys.executable).parent
    subprocess.run([tools / "alfrd", "init"], env=environment, check=True, stdout=subprocess.DEVNULL)
    for file in files:
        (scratch / "data" / "inbox" / file.name).write_bytes(file.read_bytes())
    subprocess.run([tools / "luigi", "--module", "alfrd_luigi", "ProcessAllPending"], env=environment, check=False)
    listed = json.loads(_output([tools / "alfrd", "list", "--json"], environment))
    documents = (json.loads(_output([tools / "alfrd", "show", row["id"], "--json"], environment)) for row in listed)
    return {document["source_files"][0]["name"]: document for document in documents}


def _output(command: list[str | Path], environment: Mapping[str, str]) -> bytes:
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout


def _tables(rows: Sequence[Judged]) -> None:
    click.echo("\nShare right (wrong, blank). All: everything that the label judges is right.")
    click.echo(f"{'':12} {'n':>4}  " + "  ".join(f"{name:17}" for name in (*NAMES, "all")))
    _group(rows, lambda row: row.genre)
    _group(rows, lambda row: row.language)
    _line("all", rows)
    for name in NAMES:
        found = counts(row for row in rows if row.name == name)
        given = found["right"] + found["wrong"]
        low, high = interval(found["right"], found.total())
        bad, worst = interval(found["wrong"], given)
        click.echo(
            f"{name:9} right {found['right'] / max(1, found.total()):.3f} ({low:.3f}-{high:.3f}),"
            f" wrong of those given {found['wrong'] / max(1, given):.3f} ({bad:.3f}-{worst:.3f})"
        )


def _group(rows: Sequence[Judged], key: Callable[[Judged], str]) -> None:
    for group in sorted({key(row) for row in rows}):
        _line(group, [row for row in rows if key(row) == group])
    click.echo()


def _line(title: str, rows: Sequence[Judged]) -> None:
    files = {row.file for row in rows}
    cells = [_cell(row for row in rows if row.name == name) for name in NAMES]
    whole = len(files - {row.file for row in rows if row.verdict != "right"})
    click.echo(f"{title:12} {len(files):4}  {'  '.join(cells)}  {whole / max(1, len(files)):.2f}")


def _cell(rows: Iterable[Judged]) -> str:
    found = counts(rows)
    share = f"{found['right'] / found.total():.2f}" if found else "-"
    return f"{share} ({found['wrong']}, {found['blank']})".ljust(17)


def _show_mistakes(rows: Sequence[Judged]) -> None:
    for row in rows:
        if row.verdict != "right":
            wanted = " or ".join(map(repr, row.wanted)) or "nothing"
            sure = f"{row.confidence or 0:.2f}{', uncertain' if row.is_uncertain else ''}"
            click.echo(f"{row.file}: {row.name} {row.found!r} ({sure}) for {wanted}")


if __name__ == "__main__":
    main()
