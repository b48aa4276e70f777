"""The evidence of a trial over its documents, as a chart of characters for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log10
from typing import NamedTuple

from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.trials import By, Evidence, TrialView

_WIDTH, _HEIGHT = 78, 9
_LABEL = 9
# Less evidence than this has long decided against the candidate.
_LEAST = 0.01
_SIGNS: Mapping[By, str] = {"audits": "o", "judge": "*"}


class _Scale(NamedTuple):
    """Where evidence stands among the rows, on a logarithmic scale, and a document among the columns."""

    low: float
    high: float
    most: int

    def row(self, evidence: float) -> int:
        """The row, counted from the top."""
        share = (log10(max(evidence, self.low)) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return round((1 - min(share, 1)) * (_HEIGHT - 1))

    def column(self, number: int) -> int:
        """The column of a document, counted from 1."""
        return round((number - 1) / max(self.most - 1, 1) * (_WIDTH - _LABEL - 1))


def chart(trial: TrialView) -> list[str]:
    """The lines of the chart, each of at most 78 characters; none of a trial without comparisons."""
    if not trial.shown:
        return []
    values = [value for evidence in trial.shown for value in evidence.values]
    most = max(trial.most, *(len(evidence.values) for evidence in trial.shown))
    scale = _Scale(max(_LEAST, min(0.1, *values)), max(trial.threshold, *values), most)
    rows = [[" "] * (_WIDTH - _LABEL) for _ in range(_HEIGHT)]
    rows[scale.row(1)] = ["."] * (_WIDTH - _LABEL)
    rows[scale.row(trial.threshold)] = ["-"] * (_WIDTH - _LABEL)
    for evidence in reversed(trial.shown):  # audits lie over the judge
        _draw(rows, scale, evidence)
    labels = {scale.row(each): plain.evidence(each) for each in (scale.low, 1.0, trial.threshold)}
    return [*_labelled(rows, labels), _foot(most), _legend(trial.shown)]


def _draw(rows: list[list[str]], scale: _Scale, evidence: Evidence) -> None:
    for number, value in enumerate(evidence.values, start=1):
        rows[scale.row(value)][scale.column(number)] = _SIGNS[evidence.by]


def _labelled(rows: Sequence[Sequence[str]], labels: Mapping[int, str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"{labels.get(number, ''):>{_LABEL - 2}} |{''.join(row)}".rstrip()


def _foot(most: int) -> str:
    end = f"{most} documents"
    return f"{'1':>{_LABEL + 1}}{end:>{_WIDTH - _LABEL - 1}}"


def _legend(shown: Sequence[Evidence]) -> str:
    signs = ", ".join(f"{_SIGNS[evidence.by]} {evidence.by}" for evidence in shown)
    return f"{'':{_LABEL}}evidence by {signs}; - what decides, . as good as each other"
