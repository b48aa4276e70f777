"""The text format of Prometheus.

prometheus_client writes the same and keeps registries for a process that lives. Importing it takes 50 ms of CPU, a
fifth of a run that finds no work, and a run has its numbers once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

Value = float | Decimal
Kind = Literal["counter", "gauge"]


class Sample(NamedTuple):
    """A value with its labels."""

    value: Value
    labels: Mapping[str, str] = {}


class Metric(NamedTuple):
    """A metric and its samples. The name of a counter ends with `_total`."""

    name: str
    kind: Kind
    help: str
    samples: list[Sample]


def text(metrics: Iterable[Metric]) -> str:
    """The metrics as text. One without samples is only declared."""
    return "".join(line + "\n" for metric in metrics for line in _lines(metric))


def _lines(metric: Metric) -> Iterable[str]:
    yield f"# HELP {metric.name} {metric.help}"
    yield f"# TYPE {metric.name} {metric.kind}"
    for sample in metric.samples:
        labels = ",".join(f'{name}="{_escaped(value)}"' for name, value in sample.labels.items())
        yield f"{metric.name}{f'{{{labels}}}' if labels else ''} {_number(sample.value)}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _number(value: Value) -> str:
    return repr(float(value)) if isinstance(value, Decimal) else repr(value)
