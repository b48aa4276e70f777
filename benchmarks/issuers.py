"""Fits alfrd_luigi/extraction/entities/impressions.toml: what the issuers of papers look like.

    python benchmarks/issuers.py read FOLDER MANIFEST [...]
    python benchmarks/issuers.py fit [--write]

`read` is for documents that the rules were not made with, before they are changed with these. It appends to
issuers_at_first_sight.jsonl what the candidates for the issuer look like, by names of impressions, with their scores
and whether each is right. Of the documents and labels nothing else is kept, except a hash of the issuer.

`fit` fits the weights so that the right candidates are likely. They must not rely on the scores, which are too good on
documents that the rules were changed with, so the scores are added only afterwards. The made-up documents of the tests
count as much as others, with their scores. The figures are cross-validated, with no issuer on both sides. Without
--write, the weights stay as they are.
"""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy
from accuracy import process
from judging import is_name, rights

from alfrd_luigi.extraction.entities.candidates import read_candidates
from alfrd_luigi.extraction.entities.chances import FAIR_SCORE, SCORE_UNIT, considered, name_chances
from alfrd_luigi.extraction.entities.evidence import Evidence
from alfrd_luigi.extraction.entities.impressions import Impressions
from alfrd_luigi.extraction.entities.spacing import close_letters
from alfrd_luigi.extraction.lines import read_lines

_ROOT = Path(__file__).parents[1]
_WEIGHTS = _ROOT / "alfrd_luigi" / "extraction" / "entities" / "impressions.toml"
_EXAMPLES = Path(__file__).with_name("issuers_at_first_sight.jsonl")
_CASES = _ROOT / "tests" / "unit" / "extraction" / "issuers.toml"
_HEAD = "# Weights of what a candidate looks like (see chances.py), which benchmarks/issuers.py writes.\n"
_PENALTY, _STEPS, _FOLDS = 5.0, 30, 10
_CASE_COUNT = 2  # what the rules were made for holds
_LEAST_SPREAD = 0.05  # an impression that is hardly ever there gets no weight that chance alone gives


class Paper(NamedTuple):
    """The candidates of a document: `names` has the position of the first one with the same name."""

    issuer: str
    names: Sequence[int]
    scores: Sequence[float]
    right: Sequence[bool]
    looks: Sequence[Mapping[str, float]]
    is_case: bool = False

    @property
    def fold(self) -> int:
        """The part of the cross-validation that the papers of this issuer belong to."""
        return int(self.issuer, 16) % _FOLDS


@click.group(help=__doc__)
def main() -> None:
    """Read and fit."""


@main.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def read(sources: tuple[Path, ...]) -> None:
    """Keep the candidates of unseen documents."""
    with _EXAMPLES.open("a", encoding="utf-8") as kept:
        for folder, manifest in zip(sources[::2], sources[1::2], strict=True):
            for paper in _of_documents(folder, json.loads(manifest.read_text("utf-8"))):
                kept.write(line_of(paper))


def line_of(paper: Paper) -> str:
    """A line of the kept examples."""
    return json.dumps({name: value for name, value in paper._asdict().items() if name != "is_case"}) + "\n"


def _of_documents(folder: Path, labels: Sequence[Mapping[str, Any]]) -> Iterator[Paper]:
    with tempfile.TemporaryDirectory(prefix="alfrd-issuers-") as scratch:
        documents = process(Path(scratch), [folder / label["file"] for label in labels])
    for label in labels:
        document = documents.get(label["file"])
        if document is not None and "entity" in label:
            issuer = sha256(str(label["entity"] or label["file"]).lower().encode()).hexdigest()[:12]
            pages = (document["text"] or "").split("\f")
            yield _read(issuer, pages, document["document_type"] or "other", rights(label, "entity"))


def _read(issuer: str, pages: Sequence[str], document_type: str, wanted: Sequence[str], is_case: bool = False) -> Paper:
    lines = close_letters(read_lines(pages))
    candidates = read_candidates(lines, document_type)
    evidence = Evidence(lines, document_type, candidates)
    able = considered([evidence.weigh(candidate) for candidate in candidates])
    impressions = Impressions(lines, evidence.domains)
    return Paper(
        issuer,
        [each.same for each in able],
        [round(each.weighed.score, 2) for each in able],
        [any(is_name(each.weighed.candidate.name, right) for right in wanted) for each in able],
        [impressions.of(each.weighed.candidate) for each in able],
        is_case,
    )


@main.command()
@click.option("--write", is_flag=True, help="Write the weights.")
def fit(write: bool) -> None:
    """Fit the weights to the kept examples and the cases of the tests."""
    papers = [*kept_papers(), *cases()]
    _print_figures(papers)
    if write:
        rows = (f"{name} = {weight:.4g}\n" for name, weight in fitted(papers).items())
        _WEIGHTS.write_text(_HEAD + "".join(rows), "utf-8")


def kept_papers() -> list[Paper]:
    """The papers at first sight."""
    return [Paper(**json.loads(line)) for line in _EXAMPLES.read_text("utf-8").splitlines()]


def cases() -> Iterator[Paper]:
    """The made-up documents of the tests."""
    for name, case in tomllib.loads(_CASES.read_text("utf-8")).items():
        wanted = [case["issuer"]] if "issuer" in case else []
        yield _read(sha256(name.encode()).hexdigest()[:12], [case["text"]], case["type"], wanted, is_case=True)


def cross_validated(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Mapping[int, float]]]:
    """Each paper at first sight with the chances of its names, by weights that other issuers give."""
    for fold in range(_FOLDS):
        weights = fitted([paper for paper in papers if paper.is_case or paper.fold != fold])
        for paper in papers:
            if paper.fold == fold and not paper.is_case:
                yield paper, name_chances(paper.names, paper.scores, paper.looks, weights) if paper.names else {}


def _print_figures(papers: Sequence[Paper]) -> None:
    rules, looks, able, seen = 0, 0, 0, 0
    for paper, chances in cross_validated(papers):
        seen += 1
        able += any(paper.right)
        rules += bool(paper.right) and paper.right[0]
        looks += bool(chances) and paper.right[max(chances, key=lambda name: chances[name])]
    click.echo(
        f"{seen} papers, {able} with the issuer among the candidates: {rules} right by score alone, {looks} with looks"
    )


def fitted(papers: Iterable[Paper]) -> dict[str, float]:
    """The weights, by Newton's method on the mean logarithm of the chance of what is right, with an L2 penalty."""
    papers = [paper for paper in papers if paper.names]
    names = sorted({name for paper in papers for look in paper.looks for name in look})
    tables = [_table(paper, names) for paper in papers]
    scale = numpy.maximum(numpy.concatenate([table[:-1] for table, _, _ in tables]).std(axis=0), _LEAST_SPREAD)
    scale[-1] = 1.0
    penalty = numpy.diag([*[_PENALTY] * len(names), 1e-3])
    weights = numpy.zeros(len(names) + 1)
    for _ in range(_STEPS):
        slope, curvature = -penalty @ weights, penalty.copy()
        for paper, (table, known, right) in zip(papers, tables, strict=True):
            count = _CASE_COUNT if paper.is_case else 1
            scaled = table / scale
            chances = _shares(scaled @ weights + known)
            wanted = _shares(numpy.where(right, scaled @ weights + known, -numpy.inf))
            mean = chances @ scaled
            slope += count * (wanted @ scaled - mean)
            curvature += count * ((scaled.T * chances) @ scaled - numpy.outer(mean, mean))
        weights = weights + numpy.linalg.solve(curvature, slope)
    *own, none = (weights / scale).tolist()
    return {"none": none, **dict(zip(names, own, strict=True))}


def _table(paper: Paper, names: Sequence[str]) -> tuple[Any, Any, Any]:
    """The impressions by candidate, what is known of each before, and which are right. The last row is none of them."""
    rows = [[*(look.get(name, 0.0) for name in names), 0.0] for look in paper.looks]
    points = numpy.array([*paper.scores, FAIR_SCORE]) / SCORE_UNIT
    known = points if paper.is_case else numpy.zeros(len(points))
    return numpy.array([*rows, [0.0] * len(names) + [1.0]]), known, numpy.array([*paper.right, not any(paper.right)])


def _shares(logits: Any) -> Any:
    parts = numpy.exp(logits - logits.max())
    return parts / parts.sum()


if __name__ == "__main__":
    main()
