"""`alfrd cost` and `alfrd process --estimate`."""

from __future__ import annotations

import json

import pytest

from alfrd_luigi.errors import ServiceError
from alfrd_luigi.standin import StandIn
from support.accounts import Account
from support.archives import Archive
from support.commands import Alfrd


def test_what_calls_have_cost(alfrd: Alfrd, account: Account) -> None:
    account.ask(ServiceError("x", "throttled"), ServiceError("x", "timeout"), ["words"])
    found = json.loads(alfrd("cost", "--json").stdout)
    assert found["total"] == {
        "calls": 3,
        "in_vain": 2,
        "pages": 1,
        "input_tokens": 0,
        "output_tokens": 0,
        "usd": 0.0015,
        "at_most_usd": 0.003,
        "unpriced": 0,
        "flex": 0,
    }


@pytest.mark.parametrize(("by", "what"), [("stage", "ocr"), ("type", "not known"), ("document", None)])
def test_cost_by_what_it_was_for(alfrd: Alfrd, account: Account, by: str, what: str | None) -> None:
    account.ask(["words"])
    (row,) = json.loads(alfrd("cost", "--by", by, "--json").stdout)["rows"]
    assert row["what"] == (what or str(account.document))
    assert row["usd"] == 0.0015


def test_cost_since_a_day(alfrd: Alfrd, account: Account) -> None:
    account.ask(["words"])
    assert json.loads(alfrd("cost", "--since", "2999-01-01", "--json").stdout)["rows"] == []
    assert alfrd("cost", "--since", "yesterday").exit_code == 2


def test_cost_on_a_terminal(alfrd: Alfrd, account: Account) -> None:
    account.ask(["words"])
    shown = alfrd("cost").stdout
    assert "0.0015" in shown
    assert "total" in shown


def test_nothing_has_cost_nothing(alfrd: Alfrd) -> None:
    assert json.loads(alfrd("cost", "--json").stdout)["total"]["usd"] == 0


def test_an_estimate_calls_nobody(alfrd: Alfrd, archive: Archive, account: Account, aws: StandIn) -> None:
    archive.configure(ocr_engine="textract", language_engine="bedrock", bedrock_model_id="amazon.nova-lite-v1:0")
    (archive.inbox).mkdir(parents=True)
    (archive.inbox / "another.txt").write_text("a bill")
    found = json.loads(alfrd("process", "--estimate", "--json").stdout)
    assert (found["documents"], found["pages"], found["inbox"]) == (1, 1, 1)
    assert found["usd"] == pytest.approx(found["documents_usd"] + found["inbox_usd"])
    assert found["by_stage"]["ocr"] == 0.0015
    assert 0.003 < found["usd"] < 0.1
    assert aws.calls == []
    assert (archive.inbox / "another.txt").exists()


def test_an_estimate_of_what_is_free(alfrd: Alfrd, account: Account) -> None:
    assert json.loads(alfrd("process", "--estimate", "--json").stdout)["usd"] == 0
    assert "0.0000 USD" in alfrd("process", "--estimate").stdout
