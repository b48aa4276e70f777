"""Public names, on which people and scripts rely."""

from __future__ import annotations

import configparser
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import luigi
import pytest

import tasks
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.stages.graph import STAGES
from alfrd_luigi.views.timeline import resource_of
from alfrd_luigi.worker import checks

ROOT = Path(__file__).parents[3]


def _config() -> configparser.ConfigParser:
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "luigi.cfg", encoding="utf-8")
    return config


def test_the_tasks_have_their_public_names_and_parameters() -> None:
    stages = (
        "OcrDocument",
        "ClassifyDocument",
        "ScoreClassification",
        "SummarizeDocument",
        "ScoreSummary",
        "FileDocument",
        "ExtractSeries",
    )
    for name in (*stages, "ProcessDocument"):
        assert "doc_id" in dict(getattr(tasks, name).get_params())
    assert [getattr(tasks, name).stage for name in stages] == list(STAGES)
    assert "file_id" in dict(tasks.GenerateFileSummary.get_params())
    assert "key" in dict(tasks.ProposePrompt.get_params())
    assert {"limit", "run_id"} <= set(dict(tasks.ProcessAllPending.get_params()))


def test_a_person_needs_to_give_nothing_but_the_document() -> None:
    for name in ("SummarizeDocument", "ScoreSummary", "FileDocument"):
        gate = getattr(tasks, name)(doc_id="x")
        assert gate.process_resources() == {}
        assert gate.clone(document_type="receipt").process_resources()["bedrock"] == 1


def test_one_document_of_a_type_is_summarised_at_a_time() -> None:
    task = tasks.SummarizeDocument(doc_id="x", document_type="receipt")
    assert task.process_resources() == {"bedrock": 1, "summarize.receipt": 1}


def test_one_document_of_a_series_is_read_by_it_at_a_time() -> None:
    gate = tasks.ExtractSeries(doc_id="x")
    assert gate.process_resources() == {}
    assert gate.clone(series_id=7).process_resources() == {"bedrock": 1, "series.7": 1}
    assert tasks.RegenerateSeries(series_id=7).process_resources() == {"bedrock": 1, "series.7": 1}


def test_the_page_of_a_run_counts_a_stage_with_the_resource_that_its_task_takes() -> None:
    by_stage = {task.stage: task for task in vars(tasks).values() if hasattr(task, "stage")}
    assert by_stage.keys() == set(STAGES)
    known = {"doc_id": "x", "document_type": "receipt", "series_id": 7}  # what makes a task more than a gate
    for stage, task in by_stage.items():
        params = {name: value for name, value in known.items() if name in dict(task.get_params())}
        assert resource_of(stage) in task(**params).process_resources()


def test_a_file_summary_holds_a_slot_of_the_model_as_well() -> None:
    assert tasks.GenerateFileSummary(file_id="x").process_resources() == {"file_generation": 1, "bedrock": 1}


def test_the_slots_are_those_of_the_contract_and_the_workers_more_than_their_sum() -> None:
    config = _config()
    slots = {name: int(value) for name, value in config["resources"].items()}
    assert slots == {"textract": 3, "bedrock": 5, "file_generation": 2}
    assert config.getint("core", "workers") > sum(slots.values())


def test_every_return_code_is_set_and_none_is_zero() -> None:
    from luigi.retcodes import retcode

    config = _config()
    assert set(config["retcode"]) == set(dict(retcode.get_params()))
    assert all(int(code) > 0 for code in config["retcode"].values())


def test_every_key_of_the_configuration_is_explained() -> None:
    lines = (ROOT / "luigi.cfg").read_text("utf-8").splitlines()
    for before, line in pairwise(lines):
        if "=" in line and not line.startswith("#"):
            assert before.startswith("#"), f"{line} has no comment"


def test_a_misspelt_resource_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    config = luigi.configuration.get_config()
    monkeypatch.setattr(config, "getintdict", lambda _: {"textract": 3, "bedrok": 5, "file_generation": 2})
    with pytest.raises(SettingsError, match="bedrok"):
        checks.check_resources()


def test_a_missing_resource_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    config = luigi.configuration.get_config()
    monkeypatch.setattr(config, "getintdict", lambda _: {"textract": 3, "summarize.receipt": 1})
    with pytest.raises(SettingsError, match="bedrock, file_generation"):
        checks.check_resources()


@pytest.mark.parametrize("limit", [0, -1])
def test_a_resource_that_nothing_could_ever_have_is_found(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    config = luigi.configuration.get_config()
    monkeypatch.setattr(config, "getintdict", lambda _: {"textract": 3, "bedrock": limit, "file_generation": 2})
    with pytest.raises(SettingsError, match="bedrock"):
        checks.check_resources()


@pytest.mark.parametrize("workers", [0, -3])
def test_workers_that_could_never_run_are_found(workers: int) -> None:
    with pytest.raises(SettingsError, match="workers"):
        checks.check_workers(workers)


def test_a_scheduler_that_is_not_there_is_found_at_once() -> None:
    with pytest.raises(SettingsError, match="no luigid answers"):
        checks.check_scheduler("http://127.0.0.1:9")


def test_a_run_has_an_id_of_its_own_in_every_process() -> None:
    code = "import luigi, alfrd_luigi, tasks; print(tasks.ProcessAllPending().run_id)"
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 2
