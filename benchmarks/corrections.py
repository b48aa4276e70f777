"""What one correction is worth: errors on an issuer's other papers before and after one of them was corrected.

    python benchmarks/corrections.py FOLDER MANIFEST [...] [--texts FILE] [--verbose] [--write]

MANIFEST is a JSON array of {file, issuer, type, date, total, currency}, also with `fields`, the right values of fields
by name. The paper corrected is the first of each issuer, then the second, and so on (--nth). What is wrong on it is
set, and what is right is approved; the other papers are read before and after. FILE is a JSON object with the texts of
the files, for papers that were read already. MANIFEST may also be the ground truth of `alfrd samples`.

The papers are taken as they are, and with the labels hidden that the rules know, so that the rules err and only the
memory can know where a value stands. Then each issuer gets a name, a type and a tag of a person's own.

The last table says how often a value was right that the memory put in the place of the engine's, by the kind of
evidence for it, over all of these. --write writes its log-odds to the section [memory] of confidence.toml.
"""

from __future__ import annotations

import json
import math
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import click

PERSON = "a person"
RUN = "20240101T000000-read"
LATER = "20240102T000000-again"
# A type that was corrected changes how the values are read.
_MOST_CORRECTIONS = 2
_CONFIDENCES = Path(__file__).parents[1] / "alfrd_luigi" / "extraction" / "confidence.toml"
HEADS = ("entity", "type", "date", "total", "currency")


class Paper(NamedTuple):
    """A paper with its right values, and its text; None to read the file."""

    file: str
    issuer: str
    right: dict[str, Any]
    text: str | None


class Error(NamedTuple):
    """A value that is not right."""

    paper: Paper
    field: str
    found: Any


@click.command(help=__doc__)
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--texts", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--nth", type=int, multiple=True, default=(1, 2), show_default=True, help="The paper that is corrected.")
@click.option("--write", is_flag=True, help="Write how sure values of the memory are.")
@click.option("--verbose", is_flag=True, help="Print each error that is left, and each new one.")
def main(sources: Sequence[Path], texts: Path | None, nth: Sequence[int], write: bool, verbose: bool) -> None:
    """Read, correct, read again."""
    with tempfile.NamedTemporaryFile(prefix="alfrd-uses-") as uses:
        for folder, manifest in zip(sources[::2], sources[1::2], strict=True):
            _report(list(_papers(folder, manifest, texts)), nth, verbose, uses.name)
        weights = _weights([json.loads(line) for line in Path(uses.name).read_text("utf-8").splitlines()])
    if write:
        _write(weights)


def _report(papers: Sequence[Paper], nth: Sequence[int], verbose: bool, uses: str) -> None:
    for name, change in _CHANGES.items():
        changed = [paper._replace(text=change(paper.text or "", paper.right)) for paper in papers]
        for number in nth:
            _in_archive(_measure, f"{name}, corrected: paper {number} of each issuer", changed, number, verbose, uses)
    for number in nth:
        _in_archive(_prefer, papers, number, uses)


def _weights(uses: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Print how often the memory was right, by evidence. Returns the weights of the kinds.

    Each share is counted as if a right and a wrong value more had been seen, since a kind that was seldom seen is not
    known to be always right.
    """
    kinds: dict[str, list[bool]] = {"any": [use["right"] for use in uses]}
    for use in uses:
        kinds.setdefault(use["evidence"], []).append(use["right"])
    odds = {kind: (sum(right) + 1) / (len(right) - sum(right) + 1) for kind, right in kinds.items()}
    click.echo(f"\n{'evidence':24} {'taken':>6} {'right':>6} {'confidence':>10}")
    for kind, right in sorted(kinds.items()):
        click.echo(f"{kind:24} {len(right):6} {sum(right):6} {odds[kind] / (1 + odds[kind]):10.3f}")
    bias = math.log(odds.pop("any"))
    return {"bias": bias, **{kind: math.log(odds[kind]) - bias for kind in sorted(odds)}}


def _write(weights: Mapping[str, float]) -> None:
    kept, _, _ = _CONFIDENCES.read_text("utf-8").partition("\n[memory]\n")
    lines = "".join(f"{kind} = {weight:.4g}\n" for kind, weight in weights.items())
    _CONFIDENCES.write_text(f"{kept}\n[memory]\n{lines}", "utf-8")


def _papers(folder: Path, manifest: Path, texts: Path | None) -> Iterator[Paper]:
    known = json.loads(texts.read_text("utf-8")) if texts else {}
    labels = json.loads(manifest.read_text("utf-8"))
    if isinstance(labels, dict):  # the ground truth of `alfrd samples`
        labels = list(map(_sample, labels["documents"]))
    for label in labels:
        text = label.get("text") or known.get(label["file"])
        text = text["text"] if isinstance(text, dict) else text
        fields = {f"field.{name}": each for name, each in label.get("fields", {}).items()}
        heads = {name: label[name] for name in HEADS if name in label}
        right = {"entity": label["issuer"], **heads, **fields}
        yield Paper(label["file"], label["issuer"], right, text or (folder / label["file"]).read_text("utf-8"))


def _sample(truth: Mapping[str, Any]) -> dict[str, Any]:
    """The label of a sample. Its text is the printed one, so that the errors are those of reading values."""
    return {
        "file": truth["name"],
        "issuer": truth["entity"],
        "type": truth["document_type"],
        "date": truth["document_date"],
        "total": truth["total_amount"],
        "currency": truth["currency"],
        "text": "\n".join(truth["pages"]),
    }


def _hidden(words: Sequence[str]) -> Any:
    """A change of a text that replaces words by others of no meaning to the rules, the same on each paper."""
    import re

    pattern = re.compile("|".join(rf"\b{word}\b" for word in words), re.IGNORECASE)
    return lambda text, _right: pattern.sub(lambda match: match[0][0] + "q" + match[0][1:][::-1] + "v", text)


_CHANGES: Mapping[str, Any] = {
    "As read": lambda text, _right: text,
    "Labels of totals hidden": _hidden(["total", "amount", "payable", "sales", "due", "balance", "sum"]),
    "Labels of all values hidden": _hidden(
        ["total", "amount", "payable", "sales", "due", "balance", "subtotal", "cash", "change", "date", "rounding",
         "rm", "gst", "tax", "inclusive", "incl", "visa", "paid", "invoice", "receipt", "sdn", "bhd"]
    ),
}  # fmt: skip


class _Archive:
    """A temporary archive with the papers, read by every stage."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        from alfrd_luigi import archive
        from alfrd_luigi.database import runs
        from alfrd_luigi.database.connection import database
        from alfrd_luigi.intake.registration import scan_inbox
        from alfrd_luigi.settings import settings

        archive.initialise()
        self.papers = {paper.file: paper for paper in papers}
        inbox = settings().data_dir / "inbox"
        inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
        for paper in papers:
            (inbox / f"{paper.file}.txt").write_text(f"{paper.text}\n", "utf-8")
        runs.hold(database(), RUN)
        self.ids: dict[str, UUID] = {}
        registered = scan_inbox(RUN).registered
        self.session = database().session()
        self.work(registered, RUN)
        from alfrd_luigi.database import documents

        for id in registered:
            name = documents.files(self.session, id)[0].name
            self.ids[name.removesuffix(".txt")] = id

    def work(self, ids: Sequence[UUID], run: str) -> float:
        """Process the documents. Returns the seconds for each."""
        from alfrd_luigi.database import runs
        from alfrd_luigi.database.connection import database
        from alfrd_luigi.stages import lifecycle, load
        from alfrd_luigi.stages.document_stage import DocumentStage
        from alfrd_luigi.stages.graph import STAGES

        runs.hold(database(), run)
        started = time.perf_counter()
        for id in ids:
            for stage in STAGES:
                lifecycle.run(DocumentStage(load(stage), id, run))
        return (time.perf_counter() - started) / max(1, len(ids))

    def again(self, ids: Sequence[UUID]) -> float:
        """Read documents again from their classification."""
        from alfrd_luigi.stages import rerun

        for id in ids:
            rerun.take_back(id, "classify", LATER)
        return self.work(ids, LATER)

    def values(self, file: str) -> dict[str, Any]:
        """The values of a paper by the names that commands use."""
        from alfrd_luigi.database import corrections

        return corrections.values(self.session, self.ids[file])

    def errors(self, papers: Sequence[Paper]) -> list[Error]:
        """The values that are not right."""
        found = ((paper, self.values(paper.file)) for paper in papers)
        return [
            Error(paper, name, values.get(name))
            for paper, values in found
            for name, right in paper.right.items()
            if not _is_right(name, values.get(name), right)
        ]

    def keep_uses(self, papers: Sequence[Paper], file: str) -> None:
        """Append the kind of evidence of each value that the memory gave to a file, and whether the value is right."""
        with Path(file).open("a", encoding="utf-8") as kept:
            for paper in papers:
                for use in self._uses(paper):
                    right = _is_right(use["field"], use["proposed"], paper.right[use["field"]])
                    kept.write(f"{json.dumps({'evidence': use['evidence'], 'right': right})}\n")

    def _uses(self, paper: Paper) -> Iterator[dict[str, Any]]:
        """The uses of the memory that changed a value of which the right one is known."""
        from alfrd_luigi.database import stage_results

        for stage in ("classify", "summarize"):
            result = stage_results.result(self.session, self.ids[paper.file], stage)
            uses = (result.answer or {}).get("memory", ()) if result is not None else ()
            yield from (u for u in uses if u["outcome"] == "taken" and u["evidence"] and u["field"] in paper.right)


def _is_right(name: str, found: Any, right: Any) -> bool:
    if name == "entity" and found is not None:
        return "".join(filter(str.isalnum, found.lower())) == "".join(filter(str.isalnum, str(right).lower()))
    if isinstance(right, float | int):
        return found is not None and abs(float(found) - right) < 0.005
    return bool(found == right)


def _measure(title: str, papers: Sequence[Paper], nth: int, verbose: bool, uses: str) -> None:
    """Correct one paper of each issuer, and count the errors on the others."""
    from alfrd_luigi.corrections.correction import approve, set_values

    archive = _Archive(papers)
    chosen = _nth(papers, nth)
    rest = [paper for paper in papers if paper not in chosen]
    before = archive.errors(rest)
    corrected: set[tuple[str, str]] = set()
    for _ in range(_MOST_CORRECTIONS):
        wrong = archive.errors(chosen)
        corrected |= {(error.paper.issuer, error.field) for error in wrong}
        for error in wrong:
            set_values(archive.session, archive.ids[error.paper.file], {error.field: _said(error)}, PERSON)
        archive.work([archive.ids[paper.file] for paper in chosen], LATER)
    for paper in chosen:
        approve(archive.session, archive.ids[paper.file], PERSON)
    archive.work([archive.ids[paper.file] for paper in chosen], LATER)
    seconds = archive.again([archive.ids[paper.file] for paper in rest])
    after = archive.errors(rest)
    archive.keep_uses(rest, uses)
    _tell(title, before, after, corrected, len(rest), seconds, verbose)


def _tell(
    title: str, before: list[Error], after: list[Error], corrected: set[tuple[str, str]], papers: int, seconds: float,
    verbose: bool,
) -> None:  # fmt: skip
    click.echo(f"\n{title}: errors on {papers} later papers, {seconds * 1000:.0f} ms each to read")
    click.echo(f"{'field':24} {'corrected':>16} {'others':>16} {'right made wrong':>18}")
    old = {(error.paper.file, error.field) for error in before}
    for field in sorted({error.field for error in (*before, *after)}):
        row: list[Counter[bool]] = [Counter(), Counter()]
        for place, errors in enumerate((before, after)):
            for error in errors:
                if error.field == field:
                    row[place][(error.paper.issuer, field) in corrected] += 1
        new = sum(error.field == field and (error.paper.file, field) not in old for error in after)
        cells = [f"{row[0][kind]} -> {row[1][kind]}" for kind in (True, False)]
        click.echo(f"{field:24} {cells[0]:>16} {cells[1]:>16} {new:>18}")
    for error in after:
        is_new = (error.paper.file, error.field) not in old
        if verbose or is_new:
            kind = "new" if is_new else "corrected" if (error.paper.issuer, error.field) in corrected else "other"
            click.echo(
                f"  {kind}: {error.paper.file} {error.field} {error.found!r} for {error.paper.right[error.field]!r}"
            )


def _prefer(papers: Sequence[Paper], nth: int, uses: str) -> None:
    """Give each issuer a name, a type and a tag of a person's own; count where they are taken over."""
    from alfrd_luigi.corrections import types
    from alfrd_luigi.corrections.correction import set_values
    from alfrd_luigi.corrections.tags import add

    archive, chosen = _Archive(papers), _nth(papers, nth)
    session = archive.session
    own = {paper.issuer: f"own{number}" for number, paper in enumerate(chosen)}
    for paper in chosen:
        id, name = archive.ids[paper.file], own[paper.issuer]
        types.add(session, name, "A type of a person's own", None, PERSON)
        add(session, name, [id], PERSON)
        set_values(session, id, {"entity": f"My {name}", "type": name}, PERSON)
    archive.work([archive.ids[paper.file] for paper in chosen], LATER)
    rest = [paper for paper in papers if paper not in chosen]
    archive.again([archive.ids[paper.file] for paper in rest])
    wanted = [paper for paper in rest if paper.issuer in own]
    archive.keep_uses([each._replace(right=_own(own[each.issuer])) for each in wanted], uses)
    click.echo(
        f"\nPreferences, said on paper {nth}: taken over on {len(rest)} later papers, and another issuer's taken over"
    )
    found = {paper.file: (archive.values(paper.file), _tags(archive, paper)) for paper in rest}
    for name in ("entity", "type", "tag"):
        right, wrong = 0, 0
        for paper in rest:
            values, tags = found[paper.file]
            said = set(tags) if name == "tag" else {str(values[name]).removeprefix("My ")}
            right += own.get(paper.issuer) in said
            wrong += bool(said & set(own.values()) - {own.get(paper.issuer)})
            if paper.issuer in own and own[paper.issuer] not in said:
                click.echo(f"  {paper.file}: {name} {values.get(name)!r}")
        click.echo(f"{name:8} {right} of {sum(paper.issuer in own for paper in rest)}, and {wrong}")


def _own(name: str) -> dict[str, Any]:
    return {"entity": f"My {name}", "type": name}


def _tags(archive: _Archive, paper: Paper) -> Sequence[str]:
    from alfrd_luigi.database import document_details

    return document_details.document(archive.session, archive.ids[paper.file]).tags


def _nth(papers: Sequence[Paper], nth: int) -> list[Paper]:
    by_issuer: dict[str, list[Paper]] = {}
    for paper in papers:
        by_issuer.setdefault(paper.issuer, []).append(paper)
    return [own[nth - 1] for own in by_issuer.values() if len(own) >= nth]


def _said(error: Error) -> str:
    right = error.paper.right[error.field]
    return "" if right is None else str(right)


def _in_archive(task: Callable[..., None], *given: Any) -> None:
    """Do a task in a process and an archive of its own."""
    with tempfile.TemporaryDirectory(prefix="alfrd-corrections-") as scratch:
        child = get_context("spawn").Process(target=_do, args=(scratch, task, given))
        child.start()
        child.join()
        if child.exitcode:
            raise SystemExit(child.exitcode)


def _do(scratch: str, task: Callable[..., None], given: Sequence[Any]) -> None:
    os.environ |= {"ALFRD_DATA_DIR": f"{scratch}/data", "ALFRD_SETTLE_SECONDS": "0"}
    task(*given)


if __name__ == "__main__":
    main()
