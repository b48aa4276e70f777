"""What home shows, also of strange and long texts."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from alfrd_luigi.corrections import audit
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import documents, events, outages, prompts, runs, trials, types
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.report.writing import write
from alfrd_luigi.views import home
from support.archives import Archive
from support.document_rows import ids
from support.filled_archive import filled
from support.pipeline import BILL, take_in, work_on, worked

HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(1)> \u202e" + "W" * 100_000


class Tags(HTMLParser):
    """The elements of a page without the scripts of its own, which are files, and the text within them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "script" or not (dict(attrs).get("src") or "").startswith(("static/", "../static/")):
            self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def session(archive: Archive) -> Session:
    return database().session()


def page(session: Session, folder: Path, name: str = "index.html") -> str:
    write(session, folder / "report", "en")
    return (folder / "report" / name).read_text("utf-8")


def test_an_empty_archive_says_how_to_begin(session: Session, archive: Archive, tmp_path: Path) -> None:
    text = page(session, tmp_path)
    assert str(archive.inbox) in text
    assert "alfrd process" in text
    assert "Nothing needs you" not in text


def test_what_the_last_run_took_in_is_new(session: Session, archive: Archive) -> None:
    old = worked(archive)
    work_on(new := take_in(archive, "next", bill=BILL.format(month=6)), "next")
    view = home.home(session)
    assert view.arrivals == ("next", frozenset(new))
    assert {row.id for row in view.newest} == {*old, *new}


def test_everything_that_needs_a_person_is_there(session: Session, archive: Archive, tmp_path: Path) -> None:
    filled(archive)
    outages.record(session, runs.last(session, 1)[0].id, "textract", "no connection")
    audit.draw(session, 2, "seed")
    view = home.home(session)
    assert view.overview.failed == 1
    assert view.audits
    assert not {row.id for row in view.uncertain} & {sample.document.id for sample in view.audits}
    text = page(session, tmp_path)
    assert "alfrd retry" in text
    assert "textract does not answer" in text
    assert "alfrd audit" in text


def test_the_spending_of_the_day_and_its_limit(session: Session, archive: Archive, tmp_path: Path) -> None:
    archive.configure(max_cost_per_day=2)
    worked(archive)
    assert "$0.00 of $2.00 today" in page(session, tmp_path)


def test_hostile_and_long_texts_stay_texts_and_the_page_stays_small(
    session: Session, archive: Archive, tmp_path: Path
) -> None:
    papers = {f"bill-{number}": BILL.format(month=3).replace("4471", f"{number}") for number in range(30)}
    found = take_in(archive, "20240401T000000-past", **papers)
    for number, id in enumerate(found):
        set_values(session, id, {"title": HOSTILE[:200], "entity": HOSTILE[:200]}, by=HOSTILE[:40])
        if number % 2:
            documents.set_failed(session, id, "ocr", HOSTILE, HOSTILE)
        events.reject(session, None, f"entry {number}", HOSTILE[:200], HOSTILE, HOSTILE)
    types.propose(session, "warranty", HOSTILE, found[0])
    outages.record(session, "20240401T000000-past", "textract", HOSTILE)
    text = page(session, tmp_path)
    assert len(text.encode()) < 300_000
    assert "script" not in Tags(text).found
    assert "img" not in Tags(text).found
    assert "<script>alert(1)</script>" in Tags(text).text
    run = (tmp_path / "report" / "runs" / "20240401T000000-past.html").read_text("utf-8")
    assert not {"script", "img"} & set(Tags(run).found)


def test_a_prompt_with_its_versions(session: Session, archive: Archive, tmp_path: Path) -> None:
    documents = worked(archive)
    active = prompts.active(session, Key("summarizer", "receipt"))
    challenger = prompts.add(session, active.id, f"{active.text} <script>alert(1)</script>", "suggested")
    assert trials.open(session, "challenge", challenger, active.id, 1, "seed")
    prompts.score(session, challenger, documents[0], 0.7, HOSTILE)
    text = page(session, tmp_path, "prompts/summarizer%3Areceipt.html")
    found = Tags(text)
    assert "script" not in found.found
    assert "ins" in found.found
    assert "on trial" in found.text
    assert "70%" in found.text
    assert "Changes from version 1" in found.text
    assert len(ids(session)) == 2
    assert "prompts/summarizer%253Areceipt.html" in page(session, tmp_path, "prompts.html")
