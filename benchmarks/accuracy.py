"""Accuracy on documents with known answers: type, total, date, entity, and the words that were read.

    python benchmarks/accuracy.py FOLDER MANIFEST [--verbose]

MANIFEST is a JSON array of {file, type, entity, date, total, currency, text}, each also with `…_ok`, a list of other
correct answers. A null is not judged. `type` is coarse: receipt, invoice, bill, statement, letter, other. A run of the
real command processes the documents in a temporary archive. Receipts are reported separately.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

# The shipped types of each coarse type. A letter may have any type under which a person would file it.
COARSE = {
    "receipt": {"receipt"},
    "invoice": {"invoice", "service_bill"},
    "bill": {"utility_bill", "service_bill", "insurance"},
    "statement": {"bank_statement", "credit_card", "investment", "education", "medical", "payroll"},
    "insurance": {"insurance"},
}
PAPERWORK = {
    "receipt",
    "invoice",
    "utility_bill",
    "service_bill",
    "bank_statement",
    "credit_card",
    "investment",
    "payroll",
}
SAME_NAME = 85  # of 100, by rapidfuzz's token_set_ratio on normalised names
CENT = 0.005

Judgement = dict[str, bool | float | None]


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help="Show what was wrong.")
def main(folder: Path, manifest: Path, verbose: bool) -> None:
    """Run, judge, report."""
    labels = json.loads(manifest.read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="alfrd-accuracy-") as scratch:
        started = time.perf_counter()
        documents = _process(Path(scratch), [folder / label["file"] for label in labels])
        seconds = time.perf_counter() - started
    judged = [(label, documents[label["file"]], _judge(label, documents[label["file"]])) for label in labels]
    _report("receipts", [row for row in judged if row[0]["type"] == "receipt"])
    _report("others", [row for row in judged if row[0]["type"] != "receipt"])
    _report("all", judged)
    states = Counter(document["status"] for document in documents.values())
    click.echo(f"\n{dict(states)} in {seconds:.0f} s, {seconds / len(labels):.1f} s a document")
    if verbose:
        _show_mistakes(judged)


def _process(scratch: Path, files: list[Path]) -> dict[str, dict[str, Any]]:
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


def _judge(label: Mapping[str, Any], found: Mapping[str, Any]) -> Judgement:
    return {
        "type": _type_is_right(_right(label, "type"), found["document_type"]),
        "total": _any(_right(label, "total"), lambda right: _is_amount(found["total_amount"], right)),
        "date": _any(_right(label, "date"), lambda right: found["document_date"] == right),
        "entity": _any(_right(label, "entity"), lambda right: _is_name(found["entity"], right)),
        "words": recall(label["text"], found["text"] or "") if label.get("text") else None,
    }


def _right(label: Mapping[str, Any], name: str) -> list[Any]:
    """Every correct answer; empty if the label has none."""
    return [] if label.get(name) is None else [label[name], *(label.get(f"{name}_ok") or [])]


def _any(rights: Iterable[Any], holds: Any) -> bool | None:
    rights = list(rights)
    return any(holds(right) for right in rights) if rights else None


def _type_is_right(rights: list[str], found: str | None) -> bool:
    if found is None:
        return False
    return any(found in COARSE[right] if right in COARSE else found not in PAPERWORK for right in rights)


def _is_amount(found: float | None, right: float) -> bool:
    return found is not None and abs(found - right) < CENT


def _is_name(found: str | None, right: str) -> bool:
    from rapidfuzz import fuzz

    from alfrd_luigi.extraction.entity_names import normalise_entity

    return bool(found) and fuzz.token_set_ratio(normalise_entity(found or ""), normalise_entity(right)) >= SAME_NAME


def recall(reference: str, text: str) -> float:
    """The fraction of the reference's words that the text contains, each as often as in the reference."""
    wanted, found = Counter(_words(reference)), Counter(_words(text))
    return sum((wanted & found).values()) / max(1, sum(wanted.values()))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _report(title: str, judged: list[tuple[Any, Any, Judgement]]) -> None:
    parts = [f"{title:9} {len(judged):3}"]
    for name in ("type", "total", "date", "entity", "words"):
        values = [float(row[2][name] or 0) for row in judged if row[2][name] is not None]
        parts.append(f"{name} {sum(values) / len(values):.3f} ({len(values)})" if values else f"{name} -")
    click.echo("   ".join(parts))


def _show_mistakes(judged: list[tuple[Any, Any, Judgement]]) -> None:
    keys = {"type": "document_type", "total": "total_amount", "date": "document_date", "entity": "entity"}
    for label, found, judgement in judged:
        wrong = [f"{name}: {found[keys[name]]!r} for {label[name]!r}" for name in keys if judgement[name] is False]
        if wrong:
            click.echo(f"{label['file']}: {'; '.join(wrong)}")


if __name__ == "__main__":
    main()
