"""Fits alfrd_luigi/extraction/confidence.toml: how sure a value is, by the signs with which it was found.

    python benchmarks/calibration.py read FOLDER MANIFEST [...]
    python benchmarks/calibration.py fit [--write] [--draw FILE]

`read` is for documents that the rules were not made with, before they are changed with these. It appends to
first_sight.jsonl the signs of each value that the rules find, and whether the value is right. The documents and labels
are those of accuracy.py; nothing of them is kept, except a hash of the issuer.

`fit` fits a logistic regression with an L2 penalty for each value that was wrong often enough; the others keep their
weights. A sign is left out if the fit is no worse without it. The figures are cross-validated, with no issuer on both
sides: the area under the curve (how well the confidence separates right from wrong; 0.5 is chance), the Brier score
(the mean squared error; lower is better), each beside that of the present weights, and what a confidence is worth
(see reliability.py). Without --write, the weights stay as they are.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

import click
import numpy
from accuracy import process
from judging import VALUES, is_right, rights, type_is_right
from reliability import curve, draw_reliability

from alfrd_luigi.extraction.classification import classify, log_odds, rank
from alfrd_luigi.extraction.confidence import probability
from alfrd_luigi.extraction.records import find_heads
from alfrd_luigi.language.catalogue import shipped_types

_WEIGHTS = Path(__file__).parents[1] / "alfrd_luigi" / "extraction" / "confidence.toml"
_EXAMPLES = Path(__file__).with_name("first_sight.jsonl")
_COLUMNS = {"type": "type", **VALUES}
_PENALTY, _STEPS, _FOLDS = 1.0, 50, 10
# With fewer wrong values, chance would decide on the weights.
_FEWEST_WRONG = 15
# Signs that speak against a value; all others speak for it. One whose weight says the opposite is chance, and left out.
_AGAINST = {"larger", "below", "row"}


class Example(NamedTuple):
    """The signs of a value that the rules found in a document, and whether it is right."""

    issuer: str
    name: str
    signs: Mapping[str, float]
    is_right: bool

    @property
    def fold(self) -> int:
        """The part of the cross-validation that the examples of this issuer belong to."""
        return int(self.issuer, 16) % _FOLDS


class Rated(NamedTuple):
    """The confidence of a value that was found."""

    name: str
    verdict: Literal["right", "wrong"]
    confidence: float


@click.group(help=__doc__)
def main() -> None:
    """Read and fit."""


@main.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def read(sources: tuple[Path, ...]) -> None:
    """Keep the examples of unseen documents."""
    with _EXAMPLES.open("a", encoding="utf-8") as kept:
        for folder, manifest in zip(sources[::2], sources[1::2], strict=True):
            for example in examples(folder, json.loads(manifest.read_text("utf-8"))):
                kept.write(json.dumps(example._asdict()) + "\n")


def examples(folder: Path, labels: Sequence[Mapping[str, Any]]) -> Iterator[Example]:
    """The examples of labelled documents, by the rules as they are."""
    with tempfile.TemporaryDirectory(prefix="alfrd-calibration-") as scratch:
        documents = process(Path(scratch), [folder / label["file"] for label in labels])
    for label in labels:
        if label["file"] in documents:
            yield from _of_document(label, documents[label["file"]])


def _of_document(label: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Example]:
    issuer = sha256(str(label.get("entity") or label["file"]).lower().encode()).hexdigest()[:12]
    pages, names = tuple((document["text"] or "").split("\f")), [each.name for each in shipped_types()]
    found = classify(pages, [{"name": name} for name in names], [])["document_type"]
    yield Example(issuer, "type", {"odds": log_odds(rank(pages), found, names)}, type_is_right(label, found))
    heads = find_heads(pages, document["document_type"] or "other")
    for name, column in VALUES.items():
        if name in label and (head := heads[column]) is not None:
            is_correct = any(is_right(name, head.value, right) for right in rights(label, name))
            yield Example(issuer, name, head.signs, is_correct)


@main.command()
@click.option("--write", is_flag=True, help="Write the weights.")
@click.option("--draw", type=click.Path(dir_okay=False, path_type=Path), help="Draw the reliability as an SVG.")
def fit(write: bool, draw: Path | None) -> None:
    """Fit the weights to the kept examples."""
    weights, rated = fitted(_WEIGHTS.read_text("utf-8"))
    click.echo(curve(rated))
    if write:
        _WEIGHTS.write_text(weights, "utf-8")
    if draw is not None:
        draw_reliability(draw, rated)


def fitted(weights: str) -> tuple[str, list[Rated]]:
    """The file of the weights with those that the kept examples give, and how sure the values of these then are."""
    kept = [Example(**json.loads(line)) for line in _EXAMPLES.read_text("utf-8").splitlines()]
    rated = list[Rated]()
    for name, column in _COLUMNS.items():
        own = [example for example in kept if example.name == name]
        present = numpy.array([probability(column, example.signs) for example in own])
        guesses = present
        if (1 - _rights(own)).sum() >= _FEWEST_WRONG:
            signs = _telling(own)
            guesses = _cross_validated(own, signs)
            section = zip(("bias", *signs), _fitted(_matrix(own, signs), _rights(own)), strict=True)
            weights = _replaced(weights, column, section)
        _print_figures(name, _rights(own), present, guesses)
        rated += [
            Rated(name, "right" if example.is_right else "wrong", float(guess))
            for example, guess in zip(own, guesses, strict=True)
        ]
    return weights, rated


def _replaced(text: str, column: str, weights: Iterable[tuple[str, float]]) -> str:
    """The file with another section for the column."""
    section = f"[{column}]\n" + "".join(f"{sign} = {weight:.4g}\n" for sign, weight in weights)
    return re.sub(rf"^\[{column}\]\n(?:\w+ = .*\n)*", section, text, flags=re.MULTILINE)


def _print_figures(name: str, right: Any, present: Any, guesses: Any) -> None:
    figures = (
        f"{_area(each, right):.2f} and {numpy.mean((each - right) ** 2):.3f}"
        for each in ((present, guesses) if guesses is not present else (present,))
    )
    click.echo(f"{name:9} {len(right):4} found, {right.mean():.3f} right; area and Brier {', fitted '.join(figures)}")


def _telling(own: Sequence[Example]) -> list[str]:
    """The signs whose weights have the direction that they must have, and without any of which the fit is worse."""
    signs = _directed(own, sorted({sign for example in own for sign in example.signs}))
    loss = _loss(own, signs)
    while len(signs) > 1:
        fewer = {_loss(own, rest): rest for sign in signs if (rest := [each for each in signs if each != sign])}
        if min(fewer) > loss:
            break
        loss, signs = min(fewer), fewer[min(fewer)]
    return signs


def _directed(own: Sequence[Example], signs: list[str]) -> list[str]:
    while True:
        weights = dict(zip(signs, _fitted(_matrix(own, signs), _rights(own))[1:], strict=True))
        kept = [sign for sign in signs if (weights[sign] < 0) == (sign in _AGAINST)]
        if kept == signs:
            return signs
        signs = kept


def _loss(own: Sequence[Example], signs: Sequence[str]) -> float:
    """The mean logarithm of the probability of what was not the case, cross-validated."""
    right, guesses = _rights(own), _cross_validated(own, signs)
    return -float(numpy.mean(numpy.log(numpy.where(right == 1, guesses, 1 - guesses))))


def _cross_validated(own: Sequence[Example], signs: Sequence[str]) -> Any:
    """The confidence of each example, by weights that are fitted to the examples of other issuers."""
    folds = numpy.array([example.fold for example in own])
    matrix, right, guesses = _matrix(own, signs), _rights(own), numpy.zeros(len(own))
    for fold in set(folds):
        weights = _fitted(matrix[folds != fold], right[folds != fold])
        guesses[folds == fold] = _probabilities(matrix[folds == fold] @ weights)
    return guesses


def _matrix(own: Sequence[Example], signs: Sequence[str]) -> Any:
    return numpy.array([[1.0, *(example.signs.get(sign, 0.0) for sign in signs)] for example in own])


def _rights(own: Sequence[Example]) -> Any:
    return numpy.array([example.is_right for example in own], dtype=float)


def _probabilities(logits: Any) -> Any:
    return 1 / (1 + numpy.exp(-numpy.clip(logits, -50, 50)))


def _fitted(matrix: Any, right: Any) -> Any:
    """The weights, bias first, by Newton's method. The signs are scaled to the same spread for the penalty."""
    scale = numpy.array([1.0, *(matrix[:, 1:].std(axis=0) + 1e-9)])
    scaled, penalty = matrix / scale, numpy.diag([1e-3, *[_PENALTY] * (matrix.shape[1] - 1)])
    weights = numpy.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        guesses = _probabilities(scaled @ weights)
        slope = scaled.T @ (right - guesses) - penalty @ weights
        curvature = (scaled.T * (guesses * (1 - guesses))) @ scaled + penalty
        weights = weights + numpy.linalg.solve(curvature, slope)
    return weights / scale


def _area(guesses: Any, right: Any) -> float:
    """The probability that a right value has a higher confidence than a wrong one."""
    good, bad = guesses[right == 1], guesses[right == 0]
    wins = (good[:, None] > bad[None, :]).mean() + 0.5 * (good[:, None] == bad[None, :]).mean()
    return float(wins)


if __name__ == "__main__":
    main()
