"""Metrics in the text format of Prometheus."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alfrd_luigi.monitoring.exposition import Metric, Sample, Value, text
from alfrd_luigi.plurals import counted


def test_a_metric_is_declared_and_has_a_line_for_each_sample() -> None:
    metrics = [
        Metric(
            "alfrd_documents",
            "gauge",
            "Documents by status.",
            [Sample(3, {"status": "filed"}), Sample(0, {"status": "failed"})],
        ),
        Metric("alfrd_runs_total", "counter", "Runs.", [Sample(7)]),
        Metric("alfrd_cost_total", "counter", "US dollars.", []),
    ]
    assert text(metrics) == (
        "# HELP alfrd_documents Documents by status.\n"
        "# TYPE alfrd_documents gauge\n"
        'alfrd_documents{status="filed"} 3\n'
        'alfrd_documents{status="failed"} 0\n'
        "# HELP alfrd_runs_total Runs.\n"
        "# TYPE alfrd_runs_total counter\n"
        "alfrd_runs_total 7\n"
        "# HELP alfrd_cost_total US dollars.\n"
        "# TYPE alfrd_cost_total counter\n"
    )
    assert text([]) == ""


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (1.5, "1.5"), (1e22, "1e+22"), (Decimal("0.0123"), "0.0123"), (Decimal("1E+3"), "1000.0"), (-2, "-2")],
)
def test_a_number_is_written_as_prometheus_reads_it(value: Value, written: str) -> None:
    assert text([Metric("a", "gauge", "A.", [Sample(value)])]).splitlines()[-1] == f"a {written}"


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("plain", "plain"),
        ('say "no"', 'say \\"no\\"'),
        ("a\\b", "a\\\\b"),
        ("a\nb", "a\\nb"),
        ('\\"', '\\\\\\"'),
        ("ü", "ü"),
    ],
)
def test_a_label_ends_neither_its_quotes_nor_its_line(label: str, written: str) -> None:
    line = text([Metric("a", "gauge", "A.", [Sample(1, {"x": label, "y": "z"})])]).splitlines()[-1]
    assert line == f'a{{x="{written}",y="z"}} 1'


@pytest.mark.parametrize(
    ("count", "noun", "several", "told"),
    [
        (0, "document", "", "0 documents"),
        (1, "document", "", "1 document"),
        (2, "document", "", "2 documents"),
        (1, "entry", "", "1 entry"),
        (2, "entry", "", "2 entries"),
        (2, "file summary", "", "2 file summaries"),
        (2, "day", "", "2 days"),
        (2, "box", "boxes", "2 boxes"),
        (1, "box", "boxes", "1 box"),
    ],
)
def test_a_number_of_things_has_their_plural(count: int, noun: str, several: str, told: str) -> None:
    assert counted(count, noun, several) == told
