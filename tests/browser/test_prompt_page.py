"""The page of a prompt in the report: the chart of a trial, and what it compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator

from alfrd_luigi.database import trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.prompts.evidence import e_values
from support import trial_rows
from support.archives import Archive
from support.browsing import Visitor, check_access, check_width, follow
from support.kept_archives import Keep
from support.report_pages import written

# How many gains and losses of a trial that ends well.
JUDGED = [1, 1, 0, 1, -1, 1, 1, 1, 0, 1, 1, 1]


@pytest.fixture
def report(archive: Archive, keep: Keep) -> Path:
    keep(_made)
    return archive.data_dir / "report"


def _made(archive: Archive) -> None:
    session = database().session()
    first = trial_rows.challenge(session, "Be brief.")
    trial_rows.compare(session, first.id, judged=[-1] * 6, gold=[-0.2])
    trials.close(session, first.id, "given_up", "behind after 6 documents, by the judge")
    second = trial_rows.challenge(session)
    trial_rows.compare(session, second.id, judged=JUDGED)
    back = trial_rows.promote(session, second, is_audited=False)
    trial_rows.compare(session, back, gold=[0.2, 0, -0.2])
    trial_rows.compare(session, trial_rows.challenge(session, "Say the date.").id, judged=[0, 1])
    written(archive.data_dir / "report")


@pytest.mark.parametrize("width", [1280, 390])
def test_trials_are_drawn(report: Path, visitor: Visitor, width: int) -> None:
    page = visitor.open(report, "prompts.html", width=width)
    check_access(page)
    check_width(page)
    follow(page.get_by_role("link", name="Version 1 may come back for version 3"))
    assert "The judge alone promoted version 3" in page.get_by_role("main").inner_text()
    charts = page.get_by_role("img", name="Evidence after each document")
    assert charts.count() == 3
    _rises_with_the_evidence(charts.nth(2))
    page.get_by_text("All 12 compared documents").click()
    assert page.get_by_text("receipt-11.txt").is_visible()
    assert page.get_by_role("table", name="Earlier trials").get_by_text("behind after 6 documents").is_visible()
    check_access(page)
    check_width(page)


def _rises_with_the_evidence(chart: Locator) -> None:
    """Fail unless each dot is the higher, the more evidence there is after its document."""
    tops: list[float] = chart.evaluate(
        "chart => [...chart.querySelectorAll('.dot.judge')].map(dot => dot.getBoundingClientRect().top)"
    )
    by_height = sorted(range(len(tops)), key=lambda place: -tops[place])
    evidence = e_values(JUDGED)
    assert [evidence[place] for place in by_height] == pytest.approx(sorted(evidence))
    assert max(evidence) < 240  # what the second challenge needs
    assert min(tops) > chart.locator(".limit").evaluate("line => line.getBoundingClientRect().top")
