"""Fits alfrd_luigi/extraction/confidence.toml: how sure a value is, by the signs with which it was found.

    python benchmarks/calibration.py FOLDER MANIFEST [...] --unseen FOLDER MANIFEST [--unseen ...] [--write]

The documents and labels are those of accuracy.py. For each value a logistic regression with an L2 penalty is fitted on
what the rules find in the texts of the first documents. The rules were made with these and are hardly ever wrong on
them. So each text is also read without the lines that print the right value, and with some of its lines missing: what
is found then is often wrong, and has the signs of it.

The type of a document has one sign, the log-odds of its evidence, which the documents of --unseen alone scale.

A wrong value of a whole text has less conspicuous signs. The documents of --unseen are others that the rules were not
made with. On them, the log-odds of the regression are scaled and shifted (Platt, 1999). The figures are those of the
unseen documents, cross-validated: the area under the curve (how well the confidence separates right from wrong; 0.5 is
chance) and the Brier score (the mean squared error; lower is better) beside that of the same confidence for all.
Without --write, nothing is changed.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import click
import numpy
from accuracy import process
from judging import VALUES, is_right, rights, type_is_right

from alfrd_luigi.assessment.printing import Print
from alfrd_luigi.extraction.classification import classify, log_odds, rank
from alfrd_luigi.extraction.records import find_heads
from alfrd_luigi.language.catalogue import shipped_types

_FILE = Path(__file__).parents[1] / "alfrd_luigi" / "extraction" / "confidence.toml"
_PENALTY, _STEPS, _FOLDS = 1.0, 50, 5
# Signs that speak against a value; all others speak for it. One whose weight says the opposite is chance, and left out.
_AGAINST = {"far", "guessed"}
# Copies of each text with lines missing, and the share of lines that is missing.
_COPIES, _MISSING = 3, 0.25
_HEADER = """# Weights of the signs of each value (see confidence.py).
# benchmarks/calibration.py fitted them to {n} documents, and scaled them by {unseen} unseen ones.

[field]
bias = 1.4
quoted = 1.6
absent = -2.2
"""

Texts = Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]
# From the name of a document, the document and its right values to the texts that are read.
Versions = Callable[[str, Mapping[str, Any], Sequence[Any]], Iterator[tuple[str, ...]]]


class Example(NamedTuple):
    """The signs of a value that the rules found in a document, and whether it is right."""

    issuer: str
    signs: Mapping[str, float]
    is_right: bool


@click.command(help=__doc__)
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--unseen", multiple=True, nargs=2, required=True, type=click.Path(exists=True, path_type=Path),
    metavar="FOLDER MANIFEST", help="Documents that the rules were not made with.",
)  # fmt: skip
@click.option("--write", is_flag=True, help="Write the weights.")
def main(sources: tuple[Path, ...], unseen: tuple[tuple[Path, Path], ...], write: bool) -> None:
    """Read, fit, report."""
    text = report(_texts(zip(sources[::2], sources[1::2], strict=True)), _texts(unseen))
    if write:
        _FILE.write_text(text, "utf-8")


def _texts(sources: Iterable[tuple[Path, Path]]) -> Texts:
    texts = []
    for folder, manifest in sources:
        labels = json.loads(manifest.read_text("utf-8"))
        with tempfile.TemporaryDirectory(prefix="alfrd-calibration-") as scratch:
            documents = process(Path(scratch), [folder / label["file"] for label in labels])
        texts += [(label, documents[label["file"]]) for label in labels if label["file"] in documents]
    return texts


def report(texts: Texts, unseen: Texts) -> str:
    """Print the figures of each value, and return the file of the weights. Texts are labels with their documents."""
    written = [_HEADER.format(n=len(texts), unseen=len(unseen))]
    fresh = _examples(unseen, _whole)
    written.append(_section("type", _scaled_type(unseen)))
    for column, examples in _examples(texts, _versions).items():
        names = _telling(examples)
        weights = _fitted(_matrix(examples, names), _rights(examples))
        logits, right = _matrix(fresh[column], names) @ weights, _rights(fresh[column])
        _print_figures(column, right, _cross_validated(fresh[column], logits, right))
        shift, scale = _platt(logits, right)
        scaled = zip(("bias", *names), scale * weights + [shift, *[0.0] * len(names)], strict=True)
        written.append(_section(column, scaled))
    _, memory, learnt = _FILE.read_text("utf-8").partition("\n[memory]\n")  # see corrections.py
    return "".join([*written, memory, learnt])


def _section(name: str, weights: Iterable[tuple[str, float]]) -> str:
    return f"\n[{name}]\n" + "".join(f"{sign} = {weight:.4g}\n" for sign, weight in weights if weight)


def _print_figures(name: str, right: Any, guesses: Any) -> None:
    plain = float(numpy.mean((right - right.mean()) ** 2))
    click.echo(
        f"{name:14} {len(right):4} found, {right.mean():.3f} right; area {_area(guesses, right):.2f},"
        f" Brier {numpy.mean((guesses - right) ** 2):.3f} (all the same: {plain:.3f})"
    )


def _scaled_type(unseen: Texts) -> Iterator[tuple[str, float]]:
    """The weights of the type's sign."""
    examples = [_type_example(label, document) for label, document in unseen]
    logits, right = _matrix(examples, ["odds"])[:, 1], _rights(examples)
    _print_figures("type", right, _cross_validated(examples, logits, right))
    yield from zip(("bias", "odds"), _platt(logits, right), strict=True)


def _type_example(label: Mapping[str, Any], document: Mapping[str, Any]) -> Example:
    pages, names = (document["text"] or "").split("\f"), [each.name for each in shipped_types()]
    found = classify(pages, [{"name": name} for name in names], [])["document_type"]
    return Example(_issuer(label), {"odds": log_odds(rank(pages), found, names)}, type_is_right(label, found))


def _issuer(label: Mapping[str, Any]) -> str:
    return str(label.get("entity") or label["file"]).lower()


def _examples(texts: Texts, versions: Versions) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = defaultdict(list)
    for label, document in texts:
        for name, column in VALUES.items():
            wanted = rights(label, name)
            for pages in versions(label["file"], document, wanted) if name in label else ():
                head = find_heads(pages, document["document_type"] or "other")[column]
                if head is not None:
                    is_correct = any(is_right(name, head.value, right) for right in wanted)
                    found[column].append(Example(_issuer(label), head.signs, is_correct))
    return found


def _whole(_: str, document: Mapping[str, Any], __: Sequence[Any]) -> Iterator[tuple[str, ...]]:
    """The pages of a document as they are."""
    yield tuple((document["text"] or "").split("\f"))


def _versions(seed: str, document: Mapping[str, Any], wanted: Sequence[Any]) -> Iterator[tuple[str, ...]]:
    """The pages of a document: as they are, without the lines that print a right value, and with lines missing."""
    pages = (document["text"] or "").split("\f")
    yield tuple(pages)
    yield _kept(pages, lambda line: not any(Print((line,)).has(right) for right in wanted))
    chance = Random(seed)
    for _ in range(_COPIES):
        yield _kept(pages, lambda _: chance.random() >= _MISSING)


def _kept(pages: Sequence[str], keeps: Callable[[str], bool]) -> tuple[str, ...]:
    return tuple("\n".join(filter(keeps, page.splitlines())) for page in pages)


def _cross_validated(examples: Sequence[Example], logits: Any, right: Any) -> Any:
    """The confidence of each example, scaled by the examples of other issuers."""
    folds = numpy.array([int(sha256(example.issuer.encode()).hexdigest(), 16) % _FOLDS for example in examples])
    guesses = numpy.zeros(len(examples))
    for fold in range(_FOLDS):
        shift, scale = _platt(logits[folds != fold], right[folds != fold])
        guesses[folds == fold] = _probabilities(shift + scale * logits[folds == fold])
    return guesses


def _platt(logits: Any, right: Any) -> tuple[float, float]:
    """The shift and scale of the log-odds with which they fit the outcomes best. The scale is 0 if they say nothing."""
    one = numpy.ones(len(logits))
    shift, scale = _fitted(numpy.column_stack([one, logits]), right)
    if scale <= 0:
        (shift,), scale = _fitted(one[:, None], right), 0.0
    return float(shift), float(scale)


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> Any:
    return numpy.array([[1.0, *(example.signs.get(name, 0.0) for name in names)] for example in examples])


def _rights(examples: Sequence[Example]) -> Any:
    return numpy.array([example.is_right for example in examples], dtype=float)


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


def _telling(examples: Sequence[Example]) -> list[str]:
    """The signs whose weights have the direction that they must have."""
    names = sorted({sign for example in examples for sign in example.signs})
    while True:
        weights = dict(zip(names, _fitted(_matrix(examples, names), _rights(examples))[1:], strict=True))
        kept = [name for name in names if (weights[name] < 0) == (name in _AGAINST)]
        if kept == names:
            return names
        names = kept


def _area(guesses: Any, right: Any) -> float:
    """The probability that a right value has a higher confidence than a wrong one."""
    good, bad = guesses[right == 1], guesses[right == 0]
    if len(good) == 0 or len(bad) == 0:
        return 0.5
    wins = (good[:, None] > bad[None, :]).mean() + 0.5 * (good[:, None] == bad[None, :]).mean()
    return float(wins)


if __name__ == "__main__":
    main()
