"""What a confidence is worth: the share of wrong values above a threshold, and the share of right ones above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from judging import VALUES

_THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975)
_BINS = 10


class Rated(Protocol):
    """A value that is right or wrong, and its confidence: None if there is no value."""

    @property
    def name(self) -> str:
        """A name of VALUES, or `type`."""

    @property
    def verdict(self) -> str:
        """`right`, `wrong` or `blank`."""

    @property
    def confidence(self) -> float | None:
        """How sure the value is."""


def curve(rows: Iterable[Rated]) -> str:
    """For each threshold: the share of wrong values of those above it, and the share of the right ones above it."""
    given = [row for row in rows if row.confidence is not None and row.name in VALUES]
    lines = ["Values that are not below a threshold: share wrong, and share of all right values",
             "threshold  " + "  ".join(f"{name:13}" for name in (*VALUES, "all"))]  # fmt: skip
    for threshold in _THRESHOLDS:
        cells = [_point([row for row in given if row.name == name], threshold) for name in VALUES]
        lines.append(f"{threshold:9.3f}  {'  '.join([*cells, _point(given, threshold)])}")
    return "\n".join(lines)


def _point(rows: Sequence[Rated], threshold: float) -> str:
    above = [row for row in rows if (row.confidence or 0) >= threshold]
    right = sum(row.verdict == "right" for row in above)
    all_right = sum(row.verdict == "right" for row in rows)
    return f"{1 - right / max(1, len(above)):.3f} {right / max(1, all_right):.2f}".ljust(13)


def bins(rows: Sequence[Rated]) -> list[tuple[float, float, int]]:
    """Of equally many values each, by confidence: the mean confidence, the share that is right, and their number."""
    ordered = sorted((row for row in rows if row.confidence is not None), key=lambda row: row.confidence or 0)
    found = []
    for number in range(_BINS):
        part = ordered[number * len(ordered) // _BINS : (number + 1) * len(ordered) // _BINS]
        if part:
            mean = sum(row.confidence or 0 for row in part) / len(part)
            found.append((mean, sum(row.verdict == "right" for row in part) / len(part), len(part)))
    return found


def draw_reliability(path: Path, rows: Sequence[Rated]) -> None:
    """Write a diagram: the share that is right, by confidence."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(VALUES), figsize=(3.2 * len(VALUES), 3.2), sharey=True)
    for axis, name in zip(axes, VALUES, strict=True):
        points = bins([row for row in rows if row.name == name])
        axis.plot([0, 1], [0, 1], color="#999999", linestyle=":")
        axis.plot([mean for mean, _, _ in points], [share for _, share, _ in points], marker="o", color="#1f6fb4")
        axis.set(title=f"{name} ({sum(n for _, _, n in points)})", xlabel="confidence", xlim=(0, 1.02), ylim=(0, 1.02))
    axes[0].set_ylabel("share right")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
