"""The list of sample documents, and the form of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Literal, TypeAlias

from alfrd_luigi.samples.content import insurance, letters, rent, shops, translated, tuition, utility
from alfrd_luigi.samples.paper import Page, Paper

Form: TypeAlias = Literal["jpeg", "png", "pdf", "scan", "text"]
Count: TypeAlias = Literal["all", "few"]
ENGLISH = "en"

# One document in four is a PDF, one in four a two-page scan. Each series begins at another point of the cycle.
_FORMS: tuple[Form, ...] = ("pdf", "jpeg", "scan", "png")
_LETTER_FORMS: tuple[Form, ...] = ("jpeg", "pdf", "png", "text")

# Some of each kind and form, few enough for a first run.
_FEW = {
    "utility-2024-01",
    "utility-2024-02",
    "utility-2024-03",
    "rent-2024-01",
    "rent-2024-04",
    "insurance-2024-01",
    "insurance-2024-02",
    "tuition-2024-fall",
    "shop-corner-basket-market",
    "shop-hammer-and-oak-hardware",
    "letter-landlord",
    "letter-garden-club",
}


@dataclass(frozen=True)
class Sample:
    """A document in one form. `name` is the name of its file or folder."""

    name: str
    form: Form
    paper: Paper

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that arrive: for a single image, only the first."""
        return self.paper.pages[:1] if self.form in ("jpeg", "png") else self.paper.pages


def collect(seed: int, count: Count, language: str = ENGLISH) -> list[Sample]:
    """All samples in a language, or the few of a first run, which are the same as among all."""
    samples = list(_all(seed) if language == ENGLISH else _in_forms(translated.papers(language, seed), cycle(_FORMS)))
    few = _FEW if language == ENGLISH else _first_papers(samples)
    return [sample for sample in samples if count == "all" or sample.paper.name in few]


def _first_papers(samples: Iterable[Sample]) -> set[str]:
    """The names of the papers without a series, and of the first paper of each series."""
    first: dict[str, str] = {}
    for sample in samples:
        first.setdefault(sample.paper.series or sample.paper.name, sample.paper.name)
    return set(first.values())


def _all(seed: int) -> Iterator[Sample]:
    yield from _in_forms(utility.bills(seed), _from(0))
    yield from _in_forms(rent.receipts(seed), _from(1))
    yield from _in_forms(insurance.bills(seed), _from(3))
    yield from _in_forms(tuition.bills(seed), _from(3))
    yield from _in_forms(shops.receipts(seed), cycle(("jpeg", "png")))
    yield from _in_forms(letters.letters(), _LETTER_FORMS)


def _from(start: int) -> Iterable[Form]:
    return islice(cycle(_FORMS), start, None)


def _in_forms(papers: Iterable[Paper], forms: Iterable[Form]) -> Iterator[Sample]:
    extensions = {"jpeg": ".jpg", "png": ".png", "pdf": ".pdf", "scan": "", "text": ".txt"}
    for paper, form in zip(papers, forms, strict=False):
        yield Sample(paper.name + extensions[form], form, paper)
