"""The ground truth: the values that a careful reader would find in each sample."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from alfrd_luigi.samples.collection import Sample
from alfrd_luigi.samples.layout import Placed


def ground_truth(seed: int, samples: Iterable[tuple[Sample, tuple[Placed, ...]]]) -> bytes:
    """A JSON file: `seed`, and `documents` with an object for each sample, in order."""
    return to_json({"seed": seed, "documents": [_entry(sample, pages) for sample, pages in samples]})


def to_json(value: dict[str, Any]) -> bytes:
    """A JSON file that people can read, ending with a line break."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _entry(sample: Sample, pages: tuple[Placed, ...]) -> dict[str, Any]:
    paper = sample.paper
    return {
        "name": sample.name,
        "form": sample.form,
        "document_type": paper.document_type,
        "entity": paper.entity,
        "document_date": paper.date.isoformat(),
        "total_amount": None if paper.total is None else float(paper.total),
        "currency": paper.currency,
        "series": None if paper.series is None else {"entity": paper.entity, "label": paper.series},
        "pages": [page.text for page in pages],
    }
