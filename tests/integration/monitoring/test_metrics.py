"""A run writes metrics that Prometheus's own parser reads, and a file that cannot be written changes no exit code."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from alfrd_luigi.database import outages
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.migration import newest
from alfrd_luigi.standin import StandIn
from support.archives import Archive
from support.desk import Desk
from support.document_rows import run_of_the_test

ROOT = Path(__file__).parents[3]
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def _read(path: Path) -> Samples:
    found: Samples = {}
    for family in text_string_to_metric_families(path.read_text("utf-8")):
        assert family.documentation
        assert family.type in ("counter", "gauge")
        for sample in family.samples:
            key = sample.name, frozenset(sample.labels.items())
            assert key not in found
            found[key] = sample.value
    return found


def _value(found: Samples, name: str, **labels: str) -> float | None:
    return found.get((f"alfrd_{name}", frozenset(labels.items())))


def test_the_metrics_of_a_run_with_a_failure_and_a_rejection(desk: Desk, archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "alfrd.prom"
    archive.configure(metrics_file=path, max_cost_per_day=5)
    desk.receipt(1)
    desk.receipt(2, "[[classify: permanent]]")
    (archive.inbox / "program.exe").write_bytes(b"MZ\0\0 no document")
    assert desk.run() == 30, desk.said
    found = _read(path)
    assert _value(found, "documents", status="filed") == 1
    assert _value(found, "documents", status="failed") == 1
    assert _value(found, "failed_documents", stage="classify") == 1
    assert _value(found, "rejections_total") == 1
    assert _value(found, "last_run_exit_code") == 30
    assert _value(found, "last_success_timestamp_seconds") is None
    assert _value(found, "oldest_waiting_document_timestamp_seconds") is None
    assert _value(found, "schema_version") == newest()
    assert _value(found, "slots", resource="bedrock") == 5
    assert _value(found, "budget_left_usd", period="day") == 5
    assert 0 < (_value(found, "last_run_duration_seconds") or 0) < 60
    assert path.stat().st_mode & 0o777 == 0o644
    assert [each.name for each in tmp_path.glob("*alfrd.prom*")] == ["alfrd.prom"]

    assert desk.run() == 0, desk.said  # an idle run
    found = _read(path)
    assert _value(found, "last_run_exit_code") == 0
    assert abs((_value(found, "last_success_timestamp_seconds") or 0) - time.time()) < 60
    documented = set(re.findall(r"`(alfrd_\w+)`", (ROOT / "docs" / "monitoring.md").read_text("utf-8")))
    assert {line.split()[2] for line in path.read_text().splitlines() if line.startswith("# TYPE")} == documented


def test_calls_their_cost_and_outages(desk: Desk, archive: Archive, aws: StandIn, tmp_path: Path) -> None:
    path = tmp_path / "alfrd.prom"
    archive.configure(metrics_file=path, language_engine="bedrock", bedrock_model_id="amazon.nova-lite-v1:0")
    desk.receipt(1)
    session = database().session()
    outages.record(session, run_of_the_test(session), "textract", "the service is busy")
    assert desk.run() == 0, desk.said
    found = _read(path)
    assert (_value(found, "calls_total", service="bedrock", outcome="answered") or 0) >= 3
    assert (_value(found, "call_cost_usd_total", service="bedrock") or 0) > 0
    assert _value(found, "outages") == 1
    assert _value(found, "outage_start_timestamp_seconds", service="textract")
    assert "CORNER BAKERY" not in path.read_text().upper()


@pytest.mark.parametrize("where", ["nowhere/alfrd.prom", "a-folder", "a-pipe", "/"])
def test_a_file_that_cannot_be_written_is_one_line(desk: Desk, archive: Archive, tmp_path: Path, where: str) -> None:
    (tmp_path / "a-folder").mkdir()
    os.mkfifo(tmp_path / "a-pipe")  # stands for /dev/null, which root could replace
    archive.configure(metrics_file=tmp_path / where)
    assert desk.run() == 0
    (line,) = desk.said.splitlines()
    assert line.startswith("the metrics were not written: ")
    assert "Correct metrics_file" in line
    assert str(tmp_path / where) in line
    assert list((tmp_path / "a-folder").iterdir()) == []
    assert (tmp_path / "a-pipe").is_fifo()
