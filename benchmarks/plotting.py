"""Measurements kept as lines of JSON, and tables and curves of them: the median of repeats, with their spread."""

from __future__ import annotations

import json
import platform
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isnan
from pathlib import Path
from statistics import median
from typing import Any

import luigi

_COLOURS = ("#1f6fb4", "#d1495b", "#3f9142", "#8a5fbf", "#b07d2b", "#666666", "#17a2a2", "#e07b39", "#111111")


def keep(path: Path, measurement: Mapping[str, Any]) -> None:
    """Add a measurement to a file, with what it was made on."""
    made = {
        "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        "python": platform.python_version(),
        "luigi": luigi.__version__,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**made, **measurement}) + "\n")


def kept(path: Path) -> list[dict[str, Any]]:
    """The measurements of a file, the oldest first."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def spread(values: Sequence[float], digits: int, unit: str = "") -> str:
    """The median, and from where to where the repeats go: "0.973 (0.964-0.973)"."""
    if any(map(isnan, values)):
        return "-"
    middle, least, most = (f"{value:.{digits}f}" for value in (median(values), min(values), max(values)))
    return f"{middle}{unit} ({least}-{most})" if len(values) > 1 else f"{middle}{unit}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def grouped(measurements: Iterable[dict[str, Any]], *by: str) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """The repeats of each measurement, in order of what they are grouped by."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for made in measurements:
        groups[tuple(made[name] for name in by)].append(made)
    return dict(sorted(groups.items()))


@dataclass
class Panel:
    """One plot: curves of points, by name; `wanted` is drawn as a broken line."""

    title: str
    y_label: str
    wanted: float | None = None
    is_logarithmic: bool = False
    curves: dict[str, dict[int, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, points: Iterable[tuple[str, int, float]]) -> None:
        """Add points: name of the curve, x, y."""
        for name, x, y in points:
            self.curves[name][x].append(y)


def draw(path: Path, x_label: str, panels: Sequence[Panel]) -> None:
    """Write the panels side by side as an SVG; x is logarithmic."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "alfrd"  # the same measurements are the same file
    from matplotlib import pyplot

    figure, places = pyplot.subplots(1, len(panels), figsize=(5.2 * len(panels), 4.4), squeeze=False)
    for axes, panel in zip(places[0], panels, strict=True):
        for colour, (name, points) in zip(_COLOURS * 2, sorted(panel.curves.items()), strict=False):
            numbers = sorted(points)
            middle = [median(points[x]) for x in numbers]
            spread = [
                [value - min(points[x]) for x, value in zip(numbers, middle, strict=True)],
                [max(points[x]) - value for x, value in zip(numbers, middle, strict=True)],
            ]
            axes.errorbar(numbers, middle, yerr=spread, label=name, color=colour, marker="o", markersize=4, capsize=3)
        if panel.wanted is not None:
            axes.axhline(panel.wanted, color="#999999", linestyle="--", linewidth=1)
        axes.set(xscale="log", title=panel.title, xlabel=x_label, ylabel=panel.y_label)
        all_numbers = sorted({x for points in panel.curves.values() for x in points})
        axes.set_xticks(all_numbers, [f"{x:,}" for x in all_numbers])
        axes.minorticks_off()
        if panel.is_logarithmic:
            axes.set_yscale("log")
        else:
            axes.set_ylim(bottom=0)
        axes.grid(visible=True, color="#e6e6e6")
        columns = 3 if len(panel.curves) > 4 else 2
        axes.legend(fontsize="small", ncols=columns, loc="upper center", bbox_to_anchor=(0.5, -0.17), frameon=False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
