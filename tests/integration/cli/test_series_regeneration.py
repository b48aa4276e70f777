"""`alfrd series regenerate`, and what the commands say of a series that is read again."""

from __future__ import annotations

import json
import signal
from decimal import Decimal

import pytest

from alfrd_luigi.database import regenerations
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.errors import ExitCode
from alfrd_luigi.standin import Behaviour, StandIn
from support import commands, series_prompts
from support.archives import Archive
from support.commands import Alfrd
from support.series_prompts import standing


@pytest.fixture
def series(archive: Archive, aws: StandIn) -> int:
    """A series of three bills with a prompt that has read none of them."""
    series_prompts.use_model(archive)
    session = database().session()
    members = series_prompts.bills(session, 3)
    id = series_prompts.series_of(session, members[0])
    series_prompts.first(session, id)
    return id


def test_a_dry_run_says_what_would_be_read_and_cost(alfrd: Alfrd, series: int) -> None:
    said = alfrd("series", "regenerate", "Northwind", "--dry-run")
    assert said.exit_code == 0
    assert "version 1 of its prompt would read 3 of 3 documents" in said.stdout
    assert "nothing was changed" in said.stderr
    told = json.loads(alfrd("series", "regenerate", series, "--dry-run", "--json").stdout)
    assert {**told, "cost_usd": 0} == {
        **{"series_id": series, "prompt_version": 1, "members": 3, "left": 3, "cost_usd": 0},
        **{"dry_run": True, "regeneration": None},
    }
    assert Decimal(str(told["cost_usd"])) > 0
    assert standing(series) is None


def test_what_is_requested_is_shown_until_it_is_read(alfrd: Alfrd, series: int) -> None:
    said = alfrd("series", "regenerate", "Northwind")
    assert "version 1 of its prompt is to read 3 of 3 documents of series" in said.stdout
    assert "alfrd process" in said.stderr
    assert "(read again: 0 of 3)" in alfrd("series", "list").stdout
    assert "0 of 3 with version 1: a person asked for it" in alfrd("series", "show", series).stdout
    assert "Series that are read again" in alfrd("status").stdout
    assert [each["series_id"] for each in json.loads(alfrd("status", "--json").stdout)["read_again"]] == [series]
    (listed,) = json.loads(alfrd("series", "list", "--json").stdout)
    assert (listed["regeneration"]["members"], listed["regeneration"]["read"]) == (3, 0)
    told = json.loads(alfrd("process", "--estimate", "--json").stdout)
    assert told["read_again"] == 3
    assert Decimal(str(told["usd"])) == Decimal(str(told["read_again_usd"])) > 0
    assert "to be read again by their series: 3 documents" in alfrd("process", "--estimate").stdout


def test_now_reads_at_once(series: int, aws: StandIn) -> None:
    done = commands.alfrd_process("series", "regenerate", "Northwind", "--now")
    assert done.returncode == 0, done.stderr
    assert "has read 3 of 3 documents" in done.stdout
    assert [call.operation for call in aws.calls] == ["extract_series"] * 3 + ["summarize_file"]
    assert standing(series) is None
    again = commands.alfrd("series", "regenerate", "Northwind")
    assert "has read all 3 documents" in again.stdout


def test_a_signal_ends_the_command_after_the_work_in_progress(
    series: int, aws: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALFRD_TRIGGER", "regeneration_ended=terminate")
    done = commands.alfrd_process("series", "regenerate", "Northwind", "--now")
    assert done.returncode == 128 + signal.SIGTERM, done.stderr
    assert "has read" not in done.stdout
    assert done.stderr.splitlines()[-1] == "the request is saved; the next run does the rest"
    assert [call.operation for call in aws.calls] == ["extract_series"] * 3


def test_now_does_not_say_that_it_has_read_what_it_could_not_read(series: int, aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["server_error"] * 10, only="extract_series")
    done = commands.alfrd_process("series", "regenerate", "Northwind", "--now")
    assert done.returncode == ExitCode.DOCUMENTS_FAILED, done.stderr
    assert "documents of series" in done.stderr
    assert "could not be read: None" not in done.stderr
    assert "has read" not in done.stdout
    assert standing(series) is not None


def test_a_series_shows_its_prompt_and_its_fields(alfrd: Alfrd, series: int) -> None:
    page = alfrd("series", "show", "Northwind").stdout
    assert "version 1" in page
    (meter,) = (line for line in page.splitlines() if line.startswith("meter_reading"))
    assert meter.split() == ["meter_reading", "number", "yes", "Meter", "reading"]
    (due,) = (line for line in page.splitlines() if line.startswith("due_date"))
    assert due.split() == ["due_date", "date"]
    told = json.loads(alfrd("series", "show", "Northwind", "--json").stdout)
    assert told["prompt"]["version"] == 1
    assert told["regeneration"] is None
    assert told["fields"][0]["is_required"]
    assert {field["name"]: field["label"] for field in told["fields"]}["meter_reading"] == "Meter reading"


def test_a_series_without_a_prompt_is_refused(alfrd: Alfrd, archive: Archive) -> None:
    series_prompts.bills(database().session(), 1)
    said = alfrd("series", "regenerate", "Northwind")
    assert said.exit_code == ExitCode.BAD_INPUT
    assert "has no prompt of its own" in said.stderr


def test_what_could_not_be_read_is_told(alfrd: Alfrd, series: int) -> None:
    alfrd("series", "regenerate", "Northwind")
    session, found = database().session(), standing(series)
    assert found is not None
    member, *_ = regenerations.left(session, series, found.prompt_id)
    regenerations.fail(session, found.prompt_id, member, "it is too long", Failures(2), None)
    assert "1 failed, 0 deferred: it is too long" in alfrd("series", "show", "Northwind").stdout
    alfrd("series", "regenerate", "Northwind")  # a person's request forgets the failure
    found = standing(series)
    assert found is not None
    assert found.failed == 0
