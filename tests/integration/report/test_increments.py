"""A report that is written in steps is, byte for byte, the one that is written at once, and each step is noticed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections import audit
from alfrd_luigi.database import (
    changes,
    deletions,
    documents,
    events,
    prompts,
    regenerations,
    runs,
    trials,
)
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.intake.registration import scan_inbox
from alfrd_luigi.report import state, writing
from alfrd_luigi.search import index
from alfrd_luigi.stages.regeneration import regenerate
from alfrd_luigi.views import lists
from alfrd_luigi.web.environment import Pages
from support import series_prompts
from support.archives import Archive
from support.commands import alfrd
from support.connections import connected
from support.filled_archive import rows_of
from support.paperless import BILL as PAPERLESS_BILL
from support.paperless import PaperlessExport
from support.pipeline import BILL, take_in, work_on
from support.report_pages import RememberedPages, differing, written

WATER = """CITY WATERWORKS LTD
Water bill

Account number: 55-20
Bill date: 2023-0{month}-11
Water used: 2{month} m3

Amount due: $8{month}.50
"""

# Each has a page, and none of them changes here.
_OTHER_PROMPTS = "DELETE FROM prompts WHERE document_type NOT IN ('utility_bill', 'other')"


class Acts:
    """What happens to the archive of the test, one after another."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._runs = 0
        self.ids: dict[str, str] = {}

    def command(self, *arguments: str) -> None:
        """An `alfrd` command. `{name}` stands for the id of a document."""
        said = alfrd(*(each.format(**self.ids) for each in arguments))
        assert said.exit_code == 0, (arguments, said.output)

    def arrive(self, **papers: str) -> None:
        """A scan registers papers."""
        self._runs += 1
        run = f"20240501T0000{self._runs:02}-test"
        ids = take_in(self._archive, run, **papers)
        self.ids |= dict(zip(sorted(papers), map(str, ids), strict=True))
        runs.set_finished(database().session(), run)
        runs.release(run)

    def process(self) -> None:
        """A run works on everything that is due."""
        self._runs += 1
        session = database().session()
        due = [UUID(id) for id in self.ids.values() if self._is_due(session, UUID(id))]
        work_on(due, f"20240502T0000{self._runs:02}-test")

    def _is_due(self, session: Session, id: UUID) -> bool:
        return documents.content_hash(session, id) is not None and documents.state(session, id).status not in (
            "filed",
            "failed",
        )

    def series(self, name: str) -> str:
        """The series of a document."""
        found = documents.series_of(database().session(), UUID(self.ids[name]))
        assert found is not None
        return str(found)


@pytest.fixture
def acts(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Acts:
    monkeypatch.setattr(lists, "_ROWS", 3)  # so that years have several parts
    archive.configure(audits_per_week=0, bin_days=30)
    database().session().script(_OTHER_PROMPTS)
    return Acts(archive)


Steps = Iterator[tuple[str, Callable[[], Any]]]


def _steps(acts: Acts, archive: Archive, tmp_path: Path) -> Steps:

    def command(*arguments: str) -> tuple[str, Callable[[], Any]]:
        return " ".join(arguments), lambda: acts.command(*arguments)

    yield "nothing is there", lambda: None
    yield "papers arrive", lambda: acts.arrive(**{f"bill{n}": BILL.format(month=n) for n in range(1, 6)})
    yield "a run", acts.process
    yield "more papers arrive", lambda: acts.arrive(**{f"water{n}": WATER.format(month=n) for n in range(1, 5)})
    yield "another run", acts.process
    yield command("set", "{bill1}", "total=9", "title=A title")
    yield "a run after it", acts.process
    yield command("paid", "{bill3}", "--on", "2024-04-02")
    yield command("unpaid", "{bill2}")
    yield command("undo")
    yield command("set", "{bill2}", "date=2019-02-03")
    yield command("unset", "{bill2}", "date")
    yield "a run after that", acts.process
    yield command("approve", "{bill3}")
    yield command("set", "{bill4}", "entity=Northwind Power", "note=Paid")
    yield "a run with another issuer", acts.process
    yield command("undo")
    yield "a run after the undoing", acts.process
    yield command("tag", "add", "tax", "{bill1}", "{water1}")
    yield command("tag", "rename", "tax", "taxes")
    yield command("tag", "add", "other", "{bill2}")
    yield command("tag", "merge", "other", "taxes")
    yield command("tag", "remove", "taxes", "{water1}")
    yield command("undo")
    yield "a series is renamed", lambda: acts.command("series", "rename", acts.series("bill1"), "Power")
    yield (
        "a series is split",
        lambda: acts.command("series", "split", acts.series("bill1"), "{bill5}", "--title", "Shed"),
    )
    yield "the split series is renamed", lambda: acts.command("series", "rename", acts.series("bill5"), "The shed")
    yield "a document moves", lambda: acts.command("series", "move", "{bill4}", acts.series("bill5"))
    yield "series are merged", lambda: acts.command("series", "merge", acts.series("bill5"), acts.series("bill1"))
    yield "a run on series", acts.process
    yield command("undo")
    yield "a series gets a prompt", lambda: _request(int(acts.series("water1")))
    yield "its prompt is challenged", lambda: _challenge_series(database().session(), int(acts.series("water1")))
    yield "the series is renamed", lambda: acts.command("series", "rename", acts.series("water1"), "Wet")
    yield "its documents are read again", lambda: _read_again(int(acts.series("water1")))
    yield command("series", "exclude", "{water2}")
    yield "a run on the excluded", acts.process
    yield command("series", "include", "{water2}")
    yield "a run on the included", acts.process
    yield command("same", "{water3}", "{water4}")
    yield "a run on copies", acts.process
    yield command("set", "{water3}", "title=The first of two")
    yield command("distinct", "{water3}", "{water4}")
    yield command("types", "rename", "utility_bill", "energy")
    yield command("types", "add", "gym", "--description", "A membership of a gym")
    yield command("types", "retire", "gym")
    yield command("set", "{water1}", "entity=City Water")
    yield command("approve", "{water1}")
    yield command("issuers", "rename", "City Water", "The waterworks")
    yield command("issuers", "alias", "The waterworks", "Waterworks of the city")
    yield "a paper that memory knows", lambda: acts.arrive(water6=WATER.format(month=6))
    yield "a run with memory", acts.process
    yield command("issuers", "rename", "The waterworks", "Water and more")
    yield command("issuers", "forget", "Water and more")
    yield command("undo")
    yield "audits are drawn", lambda: audit.draw(database().session(), 2, "seed")
    yield command("approve", "{bill5}")
    yield "the same bytes again", lambda: _again(archive, water1=WATER.format(month=1))
    yield command("rerun", "{bill2}", "--from", "classify")
    yield "a rerun's undoing", lambda: acts.command("undo", runs.last(database().session(), 1)[0].id)
    yield "a document fails", lambda: _fail(database().session(), acts)
    yield command("retry")
    yield "a run after the retry", acts.process
    yield "a paper is rejected", lambda: _reject(archive)
    yield command("delete", "{water1}", "{bill3}")
    yield "a run after the deletion", acts.process
    yield command("restore", "{bill3}")
    yield "a run after the restoration", acts.process
    yield command("delete", "{water2}", "{water3}", "{water4}", "{water6}")
    yield command("delete", "--forever", "{water1}")
    yield command("undo")
    yield "a prompt is scored", lambda: _score(database().session(), acts)
    yield "a trial goes on", lambda: _compare(database().session(), acts)
    yield "a person accepts", lambda: acts.command("prompts", "accept", "classifier", "--because", "It is right")
    yield "a person proposes", lambda: _propose(acts, tmp_path)
    yield command("prompts", "pin", "classifier")
    yield "an import", lambda: _import(acts, tmp_path)


def _request(series_id: int) -> None:
    session = database().session()
    prompt = series_prompts.first(session, series_id)
    regenerations.request(session, series_id, prompt, "derived")


def _read_again(series_id: int) -> None:
    run = "20240503T000003-again"
    regenerate(series_id, run)
    runs.set_finished(database().session(), run)
    runs.release(run)


def _again(archive: Archive, **papers: str) -> None:
    for name, text in papers.items():
        (archive.inbox / f"{name}-again.txt").write_text(text, encoding="utf-8")
    run = "20240503T000000-again"
    runs.hold(database(), run)
    scan_inbox(run)
    runs.set_finished(database().session(), run)
    runs.release(run)


def _reject(archive: Archive) -> None:
    (archive.inbox / "program.exe").write_bytes(b"MZ\0\0 not a paper")
    run = "20240503T000001-reject"
    runs.hold(database(), run)
    scan_inbox(run)
    runs.set_finished(database().session(), run)
    runs.release(run)


def _fail(session: Session, acts: Acts) -> None:
    acts.arrive(broken="A LETTER WITHOUT ANYTHING\n\nDear reader, hello.\n")
    run = "20240504T000000-fails"
    runs.hold(database(), run)
    id = UUID(acts.ids["broken"])
    documents.claim_one(session, run, id)
    documents.set_failed(session, id, "ocr", "nothing can be read", "Scan it again")

    events.record(session, run, "document", id, "failed", stage="ocr", reason="nothing can be read")
    runs.set_finished(session, run)
    runs.release(run)


def _score(session: Session, acts: Acts) -> None:
    active = prompts.active(session, Key("classifier"))
    for name in ("bill1", "bill2"):
        prompts.score(session, active.id, UUID(acts.ids[name]), 0.1, "Look at the account number")
    challenger = prompts.add(session, active.id, "Look at the account number", "suggested")
    assert trials.open(session, "challenge", challenger, active.id, 1, "seed")
    events.record(session, None, "prompt", "classifier", "challenged", version=2)


def _challenge_series(session: Session, series_id: int) -> None:
    key = Key("series_summarizer", None, series_id)
    active = prompts.active(session, key).id
    assert trials.open(session, "challenge", prompts.add(session, active, "Read it", "proposed"), active, 1, "seed")
    events.record(session, None, "prompt", key, "challenged", version=2)


def _compare(session: Session, acts: Acts) -> None:
    trial = trials.open_of_key(session, Key("classifier"), "challenge")
    assert trial is not None
    for name, judged in (("bill1", 1), ("bill4", -1)):
        trials.compare(session, trial.id, UUID(acts.ids[name]), "court", {})
        trials.set_judged(session, trial.id, UUID(acts.ids[name]), judged, is_first=True, reasoning="It says power")
    events.record(session, None, "prompt", "classifier", "compared")


def _propose(acts: Acts, tmp_path: Path) -> None:
    file = tmp_path / "text.md"
    file.write_text("Look at the letterhead", encoding="utf-8")
    acts.command("prompts", "propose", "classifier", "--file", str(file), "--yes")


def _import(acts: Acts, tmp_path: Path) -> None:
    export = PaperlessExport(tmp_path / "export")
    export.add(1, PAPERLESS_BILL.format(number=1).encode())
    acts.command("import", "--from", "paperless", str(export.write()))


# The steps are checked in parts, which run beside each other. A part begins with a report that is written at once; it
# equals one that was written in steps, together with what the state says of documents, series and issuers.
_PARTS = 2


@pytest.fixture(scope="module")
def pages() -> Pages:
    """The pages of all reports."""
    return RememberedPages("en")


def _differing(stepwise: Path, whole: Path) -> list[str]:
    """How a report differs from one that is written at once."""
    shutil.rmtree(whole, ignore_errors=True)
    written(whole)
    return differing(stepwise, whole)


def _words(archive: Archive) -> dict[str, set[str]]:
    """What the search made of the documents."""
    made = rows_of(archive.database_url, "document_terms", "vocabulary", "word_stems")
    return {table: set(rows) for table, rows in made.items()}


def _differing_words(archive: Archive) -> dict[str, set[str]]:
    """How the search after a step differs from one that is made at once."""
    assert index.catch_up(database().session())
    stepwise = _words(archive)
    with connected(archive.database_url) as own:
        own.execute("DELETE FROM search_state")
    assert index.catch_up(database().session())
    whole = _words(archive)
    # The vocabulary keeps the words of what is in the bin.
    kept = set[str]() if not deletions.listing(database().session(), 30) else {"vocabulary", "word_stems"}
    faults = {table: whole[table] - stepwise[table] for table in whole}
    faults |= {table: whole[table] ^ stepwise[table] for table in whole if table not in kept}
    return {table: rows for table, rows in faults.items() if rows}


@pytest.mark.timeout(300)  # a part takes some seconds of CPU, and machines are shared
@pytest.mark.parametrize("part", range(_PARTS))
def test_steps_give_what_is_written_at_once(
    part: int, acts: Acts, archive: Archive, pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "Pages", lambda _: pages)
    steps = list(_steps(acts, archive, tmp_path))
    first, end = (len(steps) * number // _PARTS for number in (part, part + 1))
    for _, act in steps[:first]:
        act()
    stepwise, whole = tmp_path / "stepwise", tmp_path / "whole"
    written(stepwise)
    wrong: dict[str, Any] = {}
    for step, act in steps[first:end]:
        seen = state.snapshot_of(stepwise)
        act()
        assert seen is not None
        is_noticed = changes.is_changed(database().session(), seen)
        if not is_noticed and (stale := _differing(stepwise, whole)):
            wrong[step] = f"not noticed: {stale}"
        written(stepwise)
        if found := _differing(stepwise, whole):
            wrong[step] = found
            shutil.copytree(whole, stepwise, dirs_exist_ok=True)
        if words := _differing_words(archive):
            wrong[f"{step}, words"] = words
    assert wrong == {}
