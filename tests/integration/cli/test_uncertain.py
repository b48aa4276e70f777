"""Values that are not sure: kept, flagged, listed; and values that are too doubtful: left blank."""

from __future__ import annotations

import json

from click.testing import CliRunner

from alfrd_luigi.cli import main
from support.archives import Archive
from support.desk import Desk

_HEADS = {"entity", "date", "total", "currency"}
_COLUMNS = ("currency", "document_date", "entity", "total_amount")


def _alfrd(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_value_that_is_not_sure_is_kept_flagged_and_listed(desk: Desk, archive: Archive) -> None:
    archive.configure(uncertain_below=0.999, language_engine="offline")
    desk.receipt(1)
    assert desk.run() == 0, desk.said
    (found,) = json.loads(_alfrd("list", "--uncertain", "--json"))
    assert set(found["uncertain"]) >= {*_HEADS, "type"}
    assert found["total_amount"] == 12.5
    assert all(0 < sure < 1 for sure in found["confidences"].values())
    assert found["places"]["total"]["page"] == 1
    assert "12.50 USD ?" in _alfrd("list", "--uncertain")
    assert "not sure" in _alfrd("show", found["id"])

    archive.configure(uncertain_below=0.0, language_engine="offline")
    _alfrd("rerun", found["id"], "--from", "classify")
    assert json.loads(_alfrd("list", "--uncertain", "--json")) == []
    assert "?" not in _alfrd("list")
    assert "not sure" not in _alfrd("show", found["id"])
    assert "findings_differ" not in _alfrd("check", "--json")


def test_a_value_that_is_too_doubtful_is_left_blank(desk: Desk, archive: Archive) -> None:
    archive.configure(blank_below=0.9999)
    desk.receipt(1)
    assert desk.run() == 0, desk.said
    (found,) = json.loads(_alfrd("list", "--json"))
    assert [found[name] for name in _COLUMNS] == [None, None, None, None]
    assert (found["uncertain"], found["evidence"], found["confidences"].keys()) == ([], {}, {"type"})
