"""The pages of series, files, types and issuers: written for what changed, removed with what they show."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from alfrd_luigi.corrections import bin
from alfrd_luigi.corrections import series as acts
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import documents, events, regenerations, types
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.report.writing import write
from support import document_rows, series_prompts
from support.archives import Archive
from support.kept_archives import Keep
from support.pipeline import BILL, take_in, work_on, worked

HOSTILE = "</script><img src=x onerror=alert(1)>\u202e'\"&{{ 7 * 7 }}\u2028"
NAME = HOSTILE.strip()


def test_pages_written_in_steps_equal_those_written_at_once(archive: Archive, keep: Keep, tmp_path: Path) -> None:
    done, session = keep(worked), database().session()
    write(session, tmp_path / "steps", "en_GB")
    run = "20240501T000000-next"
    work_on(take_in(archive, run, letter="Dear Sir,\n\nplease call.\n", bill=BILL.format(month=5)), run)
    write(session, tmp_path / "steps", "en_GB")
    series_id = documents.series_of(session, done[0])
    assert series_id is not None
    acts.rename(session, series_id, "Light", "anna")
    set_values(session, done[1], {"entity": "Northwind"}, "anna")
    types.propose(session, "love_letter", "A letter", done[0])
    write(session, tmp_path / "steps", "en_GB")
    write(session, tmp_path / "once", "en_GB")
    assert _pages(tmp_path / "steps") == _pages(tmp_path / "once")


def test_pages_go_with_their_series_and_what_did_not_change_is_left_alone(keep: Keep, tmp_path: Path) -> None:
    done, session = keep(worked), database().session()
    series_id = documents.series_of(session, done[0])
    write(session, tmp_path / "report", "en_GB")
    page, script = tmp_path / f"report/series/{series_id}.html", tmp_path / f"report/data/series/{series_id}.js"
    assert page.exists()
    assert script.exists()
    before = (tmp_path / "report/types/tax.html").stat()
    bin.delete(session, done, "anna")
    write(session, tmp_path / "report", "en_GB")
    assert not page.exists()
    assert not script.exists()
    after = (tmp_path / "report/types/tax.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_series_of_one_paper_has_values_and_no_ranges(archive: Archive, tmp_path: Path) -> None:
    run = "20240501T000000-next"
    ids = take_in(archive, run, bill=BILL.format(month=5))
    work_on(ids, run)
    session = database().session()
    write(session, tmp_path / "report", "en_GB")
    page = (tmp_path / f"report/series/{documents.series_of(session, ids[0])}.html").read_text("utf-8")
    values = re.findall("<dd>([^<]+)</dd>", page)
    assert [value for value in values if " to " in value] == []
    assert {"5 May 2024", "US$125.50"} <= set(values), values


def test_the_script_of_a_series_has_its_documents_by_date(keep: Keep, tmp_path: Path) -> None:
    march, april = keep(worked)
    session = database().session()
    set_values(session, april, {"title": NAME}, "anna")
    write(session, tmp_path / "report", "en_GB")
    (script,) = (tmp_path / "report/data/series").iterdir()
    text = script.read_text("utf-8")
    found = re.fullmatch(r"alfrdSeries\((\d+), (.*)\);\n", text)
    assert found is not None
    assert "<" not in text
    assert json.loads(found[2]) == [
        [str(march), "2024-03-05", "NORTHWIND ELECTRIC COMPANY, Utility bill, 5 Mar 2024", 123.5, "USD"],
        [str(april), "2024-04-05", NAME, 124.5, "USD"],
    ]


def test_no_text_becomes_markup(keep: Keep, tmp_path: Path) -> None:
    done, session = keep(worked), database().session()
    series_id = documents.series_of(session, done[0])
    assert series_id is not None
    acts.rename(session, series_id, NAME.replace("\u202e", ""), "anna")  # a name that misleads is refused
    set_values(session, done[0], {"entity": NAME, "title": NAME}, "anna")
    types.propose(session, "love_letter", HOSTILE, done[0])
    write(session, tmp_path / "report", "en_GB")
    pages = {file: text for file, text in _pages(tmp_path / "report").items() if file.endswith(".html")}
    assert sum("onerror" in text for text in pages.values()) >= 4
    for file, text in pages.items():
        assert not re.search(r"<(img|script)(?! src=\"[./]*static/)", text), file
        assert not re.search(r"&amp;49", text), file


def test_the_page_of_a_series_has_its_fields_over_time(archive: Archive, tmp_path: Path) -> None:
    session = database().session()
    for day, usage in (("2023-03-05", 2400), ("2024-02-05", 2500), ("2024-03-05", 2310)):
        fields = {"usage": usage, "usage_unit": HOSTILE, "account_number": "77-1", "due_date": f"{day[:8]}25"}
        last = document_rows.filed(session, document_date=date.fromisoformat(day), structured_data=fields)
    set_values(session, last, {"field.due_date": "2024-03-26"}, "anna")
    write(session, tmp_path / "report", "en_GB")
    (page,) = (tmp_path / "report/series").glob("*.html")
    text = re.sub(r"<[^>]+>|\s+", " ", page.read_text("utf-8").partition('id="fields"')[2].partition("</section>")[0])
    shown = " ".join(text.split())
    assert "Account number 77-1" in shown
    assert "-4%" in shown
    assert "26 Mar 2024 said by a person 2,310" in shown
    assert shown.index("26 Mar 2024 said") < shown.index("25 Feb 2024 2,500") < shown.index("25 Mar 2023 2,400")
    assert "onerror" not in re.sub(r"&lt;.*?&gt;", "", shown)


def test_the_page_of_a_series_says_how_its_documents_are_read(archive: Archive, tmp_path: Path) -> None:
    session = database().session()
    members = series_prompts.bills(session, 3)
    id = series_prompts.series_of(session, members[0])
    first = series_prompts.first(session, id)
    write(session, tmp_path / "report", "en_GB")
    assert "version 1, which has" in _reading(tmp_path / "report", id)
    regenerations.request(session, id, first, HOSTILE)
    regenerations.fail(session, first, members[0], HOSTILE, Failures(1), None)
    events.record(session, None, "document", members[0], "extract_series failed")
    write(session, tmp_path / "report", "en_GB")
    shown = _reading(tmp_path / "report", id)
    assert "They are read again with version 1: 0 of 3 so far." in shown
    assert "1 document could not be read" in shown
    assert "Meter reading Number Meter reading yes" in shown.replace("number", "Number")
    assert "onerror" not in re.sub(r"&lt;.*?&gt;", "", shown)


def _reading(report: Path, series_id: int) -> str:
    page = (report / f"series/{series_id}.html").read_text("utf-8")
    section = page.partition('id="reading"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", section).split())


def _pages(root: Path) -> dict[str, str]:
    """The pages of series, files, types and issuers, by file."""
    kinds = ("series", "files", "types", "issuers")
    chosen = [
        *(root / f"{kind}.html" for kind in kinds),
        *(file for kind in kinds for file in (root / kind).rglob("*")),
    ]
    chosen += (root / "data/series").iterdir()
    return {str(file.relative_to(root)): file.read_text("utf-8") for file in chosen if file.is_file()}
