"""`alfrd diff` shows what changed between two runs, or in a document."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.stages import rerun
from support.archives import Archive
from support.commands import alfrd
from support.connections import connected
from support.kept_archives import Keep
from support.pipeline import BILL, take_in, work_on, worked

ONE, TWO, THREE = "20240401T000000-past", "20240501T000000-two", "20240601T000000-three"


@pytest.fixture
def bills(keep: Keep) -> list[UUID]:
    """Two filed bills of one series."""
    return keep(_of_the_first_run)


def _of_the_first_run(archive: Archive) -> list[UUID]:
    return worked(archive, ONE)


def _again(archive: Archive, session: Session, id: UUID) -> None:
    """Another run reads the document again, and finds another total on it, because its text was changed."""
    with connected(archive.database_url) as own:
        own.execute("UPDATE pages SET text = replace(text, '$123.50', '$99.50') WHERE document_id = %s", (str(id),))
    rerun.take_back(id, "summarize", TWO, fresh=True)
    work_on([id], TWO)


def test_two_runs(archive: Archive, bills: list[UUID], session: Session) -> None:
    _again(archive, session, bills[0])
    (new,) = take_in(archive, THREE, bill=BILL.format(month=7))
    work_on([new], THREE)

    (changed,) = json.loads(alfrd("diff", ONE, TWO, "--json").stdout)
    assert (changed["document"], changed["what"]) == (str(bills[0]), "changed")
    assert {"field": "total", "before": 123.5, "after": 99.5} in changed["changes"]
    found = json.loads(alfrd("diff", ONE, THREE, "--json").stdout)
    assert [each["what"] for each in found] == ["changed", "filed"]
    back = json.loads(alfrd("diff", THREE, ONE, "--json").stdout)
    assert [each["what"] for each in back] == ["changed", "unfiled"]
    assert {"field": "total", "before": 99.5, "after": 123.5} in back[0]["changes"]
    assert json.loads(alfrd("diff", ONE, ONE, "--json").stdout) == []
    assert "    total: 123.50 -> 99.50" in alfrd("diff", ONE, TWO).output
    rows = alfrd("diff", ONE, THREE, "--tsv").output.splitlines()
    assert f"{bills[0]}\tchanged\ttotal\t123.5\t99.5" in rows
    assert f"{new}\tfiled\t\t\t" in rows


def test_a_document_since_its_last_change_or_a_time(bills: list[UUID], session: Session) -> None:
    start = datetime.now(UTC).isoformat()
    set_values(session, bills[0], {"total": "1.00"}, "anna")
    set_values(session, bills[0], {"title": "March"}, "bert")

    last = json.loads(alfrd("diff", bills[0], "--json").stdout)
    assert (last["by"], last["changes"]) == (["set by bert"], [{"field": "title", "before": None, "after": "March"}])
    all_of_it = json.loads(alfrd("diff", bills[0], "--since", start, "--json").stdout)
    assert all_of_it["by"] == ["set by anna", "set by bert"]
    fields = alfrd("diff", bills[0], "--since", start, "--csv", "--columns", "field").output.splitlines()
    assert fields == ["field", "total", "title"]
    assert [each["field"] for each in all_of_it["changes"]] == ["total", "title"]
    undo_act(database().session(), "bert")
    undo_act(database().session(), "anna")
    assert json.loads(alfrd("diff", bills[0], "--since", start, "--json").stdout)["changes"] == []
    assert f"document {bills[1]} has not changed" in alfrd("diff", bills[1]).output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("20990101T000000-none", ONE), 3, "there is no run '20990101T000000-none' that found work"),
        (("ffff",), 3, "no document has the id 'ffff'"),
        ((ONE, ONE, "--since", "2024-03-01"), 2, "--since is about one document"),
        (("ffff", "--since", "soon"), 2, "'soon' is no time such as 2024-03-01"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line(bills: list[UUID], arguments: tuple[str, ...], code: int, said: str) -> None:
    done = alfrd("diff", *arguments)
    assert (done.exit_code, len(done.output.splitlines()), said in done.output) == (code, 1, True)
