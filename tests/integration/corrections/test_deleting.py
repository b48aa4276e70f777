"""A deleted document is in the bin, is brought back as it was, and goes for good with all that quotes it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from alfrd_luigi.corrections import bin, verdicts
from alfrd_luigi.corrections.correction import approve, set_values
from alfrd_luigi.corrections.history import history
from alfrd_luigi.corrections.purge import purge, purge_due
from alfrd_luigi.corrections.undo import undo_act, undo_run
from alfrd_luigi.database import (
    checks,
    deletions,
    document_details,
    documents,
    events,
    file_rows,
    files,
    prompt_answers,
    prompts,
    runs,
    tables,
    tags,
    trials,
    types,
)
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.errors import (
    BusyError,
    ConflictError,
    DatabaseAwayError,
    InvalidInputError,
    MachineError,
    NotFoundError,
)
from alfrd_luigi.intake.registration import scan_inbox
from alfrd_luigi.intake.scan import ScanReport
from alfrd_luigi.search import index
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import rerun
from alfrd_luigi.triggers import Point, arm
from support.archives import Archive
from support.commands import Alfrd, alfrd_process
from support.connections import connected
from support.pipeline import BILL, take_in, work_on, worked

LATER, LATEST = "20240501T000000-later", "20240502T000000-latest"
# What a deletion and its undoing leave behind besides, which is the record of both.
_RECORDS = {"acts", "events", "file_revisions", "runs", "last_run"}


def _dump(session: Session) -> dict[str, list[bytes]]:
    """The rows of every table, sorted."""
    found = {}
    with session.transaction():
        for table in tables.all_tables(session):
            content = io.BytesIO()
            tables.copy_out(session, table, content)
            found[table.name] = sorted(content.getvalue().splitlines())
    return found


def _rows(session: Session) -> dict[str, list[bytes]]:
    return {name: rows for name, rows in _dump(session).items() if name not in _RECORDS}


def _scan(run: str) -> ScanReport:
    runs.hold(database(), run)
    return scan_inbox(run)


def _changed(session: Session, bills: list[UUID]) -> None:
    """Give a document a history: words, an undone act, a rerun, tags, verdicts of a person."""
    id, other = bills
    set_values(session, id, {"total": "1", "title": "The bill", "field.due_date": ""}, "anna")
    set_values(session, id, {"entity": "City Water"}, "anna")
    undo_act(session, "anna")
    rerun.take_back(id, "ocr", LATER)
    work_on([id], LATER)
    approve(session, id, "ben")
    tags.arrive(session, id, ["heating"])
    verdicts.decide(session, id, other, "distinct", "anna")
    work_on([], LATEST)


@pytest.mark.parametrize("how", ["restore", "undo"])
@pytest.mark.parametrize("count", [1, 2], ids=["one of its series", "the whole series"])
def test_a_deleted_document_comes_back_with_equal_rows(
    bills: list[UUID], session: Session, count: int, how: str
) -> None:
    _changed(session, bills)
    before, shown = _rows(session), document_details.documents(session)

    bin.delete(session, bills[:count], "anna")
    assert {row.id for row in document_details.documents(session)} == {*bills[count:]}
    assert len(file_rows.files(session)) == 2 - count
    work_on([], LATEST)

    if how == "undo":
        assert sorted(undo_act(session, "anna").documents) == sorted(bills[:count])
    else:
        bin.restore(session, bills[:count], "anna")
    assert document_details.documents(session) == shown
    assert _rows(session) == before


def test_a_restoration_is_undone(bills: list[UUID], session: Session) -> None:
    bin.delete(session, bills[:1], "anna")
    (binned,) = deletions.listing(session, 30)
    bin.restore(session, bills[:1], "anna")
    assert undo_act(session, "anna").documents == bills[:1]
    (again,) = deletions.listing(session, 30)
    assert (again.id, again.deleted_at) == (binned.id, binned.deleted_at)
    assert [row.id for row in document_details.documents(session)] == bills[1:]


@pytest.mark.parametrize("order", [1, -1])
def test_copies_are_linked_again_whichever_returns_first(archive: Archive, order: int) -> None:
    bill = BILL.format(month=3)
    ids = take_in(archive, LATER, one=bill, two=bill + "\n", three=bill + "\n\n")
    work_on(ids, LATER)
    session = database().session()
    verdicts.decide(session, ids[0], ids[1], "same", "anna")
    verdicts.decide(session, ids[1], ids[2], "distinct", "anna")
    work_on([], LATEST)
    before = _rows(session)
    bin.delete(session, ids[:1], "anna")
    bin.delete(session, ids[1:2], "anna")
    for id in ids[:2][::order]:
        bin.restore(session, [id], "anna")
    assert _rows(session)["document_pairs"] == before["document_pairs"]
    assert _rows(session)["files"] == before["files"]


def test_the_series_that_came_since_takes_a_restored_document(archive: Archive, bills: list[UUID]) -> None:
    session = database().session()
    bin.delete(session, bills, "anna")
    new = take_in(archive, LATER, later=BILL.format(month=5))
    work_on(new, LATER)
    bin.restore(session, bills[:1], "anna")
    assert documents.state(session, bills[0]).status == "summarized"
    work_on(bills[:1], LATEST)
    assert documents.series_of(session, bills[0]) == documents.series_of(session, new[0])


@pytest.mark.parametrize("status", ["pending", "failed"])
def test_a_document_that_is_not_filed_comes_back_as_it_was(archive: Archive, status: str) -> None:
    (id,) = take_in(archive, LATER, paper=BILL.format(month=3))
    session = database().session()
    if status == "failed":
        documents.set_failed(session, id, "ocr", "it is torn", "Mend it")
    else:
        documents.release(session, id)
    runs.release(LATER)
    before = _rows(session)
    bin.delete(session, [id], "anna")
    bin.restore(session, [id], "anna")
    assert _rows(session) == before


def test_a_document_that_a_run_holds_is_not_deleted_and_no_other_with_it(bills: list[UUID], session: Session) -> None:
    runs.hold(database(), LATER)
    documents.claim_one(session, LATER, bills[1])
    with pytest.raises(BusyError, match=f"is being processed by run {LATER}"):
        bin.delete(session, bills, "anna")
    runs.release(LATER)
    assert len(document_details.documents(session)) == 2


def test_what_was_added_again_stands_in_the_way_of_its_earlier_self(
    archive: Archive, bills: list[UUID], alfrd: Alfrd, tmp_path: Path
) -> None:
    session = database().session()
    paper = tmp_path / "bill.txt"
    paper.write_text(BILL.format(month=3), encoding="utf-8")
    bin.delete(session, bills[:1], "anna")

    assert alfrd("add", paper).exit_code == 0
    report = _scan(LATER)
    assert (report.registered, len(report.rejected)) == ([], 1)
    assert f"{bills[0]}, which was deleted. To have it again: alfrd restore {bills[0]}" in report.rejected[0][1]

    assert alfrd("add", "--again", paper).exit_code == 0
    (again,) = _scan(LATER).registered
    session = database().session()
    with pytest.raises(ConflictError, match=f"was added again, as document {again}"):
        bin.restore(session, bills[:1], "anna")
    purge(session, bills[:1])
    assert [row.id for row in document_details.documents(session) if row.id == again] == [again]


def test_a_deleted_part_of_a_container_keeps_out_no_other(archive: Archive, bills: list[UUID]) -> None:
    session = database().session()
    bin.delete(session, bills[:1], "anna")
    with zipfile.ZipFile(archive.inbox / "bills.zip", "w") as container:
        container.writestr("a.txt", BILL.format(month=3))
        container.writestr("b.txt", BILL.format(month=6))
    report = _scan(LATER)
    assert len(report.registered) == 1
    assert "which was deleted; its other documents are taken (1)" in report.rejected[0][1]


def test_an_act_on_a_deleted_document_is_not_undone(bills: list[UUID], session: Session) -> None:
    set_values(session, bills[0], {"total": "1"}, "ben")
    rerun.take_back(bills[0], "summarize", LATER)
    work_on([bills[0]], LATER)
    bin.delete(session, bills[:1], "anna")
    with pytest.raises(ConflictError, match="was deleted since"):
        undo_act(session, "ben")
    with pytest.raises(ConflictError, match="was deleted since"):
        undo_run(session, LATER, "ben")
    bin.restore(session, bills[:1], "anna")
    undo_act(session, "ben")
    assert str(document_details.document(session, bills[0]).total_amount) == "123.50"


SECRET = "ZANZIBAR"
LETTER = BILL.replace("NORTHWIND", "{issuer}") + "\nThe {secret} house, invoice {secret}-4711\n"
_CALL = """
INSERT INTO calls (run_id, document_id, file_id, stage, service, operation, question_key, attempt, outcome, seconds,
                   cost_usd)
VALUES (%s, %s, %s, 'summarize', 'a', 'b', %s, 1, 'answered', 1, 0.5)
"""


_QUOTING = {
    *("documents", "document_files", "pages", "document_tags", "revisions", "corrections", "events"),
    *("tags", "prompts", "prompt_scores", "type_proposals", "rejections", "answers"),
    *("document_terms", "vocabulary", "word_stems"),
}


def _traces(archive: Archive) -> list[str]:
    """The tables, and the files of the archive besides the server's, that hold the secret, whatever the case."""
    found = [name for name, rows in _dump(database().session()).items() if _holds(b"\n".join(rows))]
    files = [path for path in archive.data_dir.rglob("*") if path.is_file() and "postgres" not in path.parts]
    return found + [str(path) for path in files if _holds(str(path).encode() + path.read_bytes())]


def _holds(content: bytes) -> bool:
    return SECRET.lower().encode() in content.lower()


def _key(id: UUID) -> str:
    return documents.files(database().session(), id)[0].key


def _told_everywhere(archive: Archive, id: UUID) -> None:
    """Let every table that can hold a text of the document hold one."""
    session = database().session()
    index.catch_up(session)
    set_values(session, id, {"title": f"{SECRET} title", "summary": f"of {SECRET}", "note": SECRET}, "anna")
    approve(session, id, "anna")
    tags.arrive(session, id, ["zanzibar house"])
    summarizer = prompts.active(session, Key("summarizer")).id
    prompts.score(session, summarizer, id, 0.1, f"Mind {SECRET}")
    challenger = prompts.add(session, summarizer, f"Mind {SECRET}", "suggested")
    assert trials.open(session, "challenge", challenger, summarizer, 1, "seed")
    prompt_answers.keep(session, id, summarizer, ("a", "b"), {"known_tags": [SECRET]}, {"said": SECRET})
    types.propose(session, "carpet_invoice", f"Invoices of {SECRET}", id)
    events.record(session, None, "document", id, "failed", reason=SECRET)
    events.reject(session, LATER, "1", "zanzibar.txt", "it is torn", "Mend it")
    (archive.inbox / "zanzibar.txt").write_bytes((archive.data_dir / "documents" / _key(id)).read_bytes())
    assert _scan(LATER).duplicates
    file = files.of_series(session, documents.series_of(session, id))
    with connected(archive.database_url) as own:
        for n, (document, subject) in enumerate([(str(id), None), (None, str(file))]):
            own.execute(_CALL, (LATER, document, subject, f"{n}" * 64))
            own.execute("INSERT INTO answers VALUES (%s, 'a', 'b', %s)", (f"{n}" * 64, json.dumps({"said": SECRET})))
    work_on([], LATEST)
    index.catch_up(session)
    rerun.take_back(id, "ocr", LATEST)
    work_on([id], LATEST)
    index.catch_up(session)


@pytest.mark.parametrize("beside", [[], [4]], ids=["alone", "in a series with another"])
@pytest.mark.parametrize("how", ["after its days", "forever"])
def test_nothing_of_a_purged_document_is_found(archive: Archive, how: str, beside: list[int], alfrd: Alfrd) -> None:
    issuer = "Quiet" if beside else SECRET
    (id,) = take_in(archive, LATER, zanzibar=LETTER.format(secret=SECRET, issuer=issuer, month=3))
    others = take_in(archive, LATER, **{f"n{n}": LETTER.format(secret="wool", issuer=issuer, month=n) for n in beside})
    work_on([id, *others], LATER)
    assert len({documents.series_of(database().session(), each) for each in [id, *others]}) == 1
    _told_everywhere(archive, id)
    calls, cost = len(_dump(database().session())["calls"]), json.loads(alfrd("cost", "--json").stdout)
    assert {*_traces(archive)} >= _QUOTING

    if how == "forever":
        assert alfrd("delete", id, "--forever").exit_code == 0
    else:
        bin.delete(database().session(), [id], "anna")
        assert purge_due(database().session(), 30) == 0
        assert "deletions" in _traces(archive)
        assert purge_due(database().session(), 0) == 1
    assert _traces(archive) == []

    assert len(_dump(database().session())["calls"]) == calls
    assert json.loads(alfrd("cost", "--json").stdout) == cost
    session = database().session()
    assert not deletions.work_is_left(session, 0)
    with pytest.raises(NotFoundError, match="is gone for good"):
        bin.restore(session, [id], "anna")
    with pytest.raises(InvalidInputError, match="anna has done nothing that can be undone"):
        undo_act(session, "anna")
    assert prompts.active(session, Key("summarizer")).version == 1
    work_on([], LATEST)
    assert [each.status for each in file_rows.files(session)] == ["generated"] * len(beside)
    assert alfrd("check").exit_code == 0

    (archive.inbox / "zanzibar.txt").write_text(LETTER.format(secret=SECRET, issuer=issuer, month=3), "utf-8")
    report = _scan(LATEST)
    assert (report.registered, len(report.rejected)) == ([], 1)


def test_a_purge_reaches_what_is_in_the_bin_with_other_documents(archive: Archive, alfrd: Alfrd) -> None:
    secret, other = (
        take_in(archive, LATER, **{name: LETTER.format(secret=text, issuer="Quiet", month=month)})[0]
        for name, text, month in (("zanzibar", SECRET, 3), ("wool", "wool", 4))
    )
    work_on([secret, other], LATER)
    _told_everywhere(archive, secret)
    session = database().session()
    verdicts.decide(session, secret, other, "distinct", "anna")
    with connected(archive.database_url) as own:
        own.execute("UPDATE document_pairs SET evidence = %s", (SECRET,))
        own.execute("UPDATE files SET summary = %s", (SECRET,))
    bin.delete(session, [secret, other], "anna")
    assert _traces(archive).count("deletions") == 1
    purge(session, [secret])
    assert _traces(archive) == []
    assert undo_act(session, "anna").documents == [other]
    work_on([], LATEST)
    assert [each.status for each in file_rows.files(session)] == ["generated"]
    assert alfrd("check").exit_code == 0


def test_documents_that_are_purged_together_leave_nothing_of_any_to_another(archive: Archive, alfrd: Alfrd) -> None:
    secret = LETTER.format(secret=SECRET, issuer="Quiet", month=3)
    papers = {
        "zanzibar": secret,
        "zanzibar2": secret + "\n",
        "wool": LETTER.format(secret="wool", issuer="Quiet", month=4),
    }
    other, one, two = take_in(archive, LATER, **papers)
    work_on([one, two, other], LATER)
    _told_everywhere(archive, one)
    session = database().session()
    set_values(session, two, {"title": SECRET}, "anna")
    bin.delete(session, [one, two, other], "anna")
    purge(session, [one, two])
    assert _traces(archive) == []
    assert undo_act(session, "anna").documents == [other]
    work_on([], LATEST)
    assert [each.status for each in file_rows.files(session)] == ["generated"]
    assert alfrd("check").exit_code == 0


def test_page_files_are_removed_from_a_bucket(archive: Archive, s3_bucket: str) -> None:
    archive.configure(documents_url=f"s3://{s3_bucket}/paper")
    ids = worked(archive)
    session = database().session()
    bin.delete(session, ids[:1], "anna")
    purge(session, ids[:1])
    (key,) = page_store().keys()
    assert str(ids[1]) in key


def test_a_run_purges_what_is_due_and_finishes_a_purge(archive: Archive, bills: list[UUID], alfrd: Alfrd) -> None:
    session = database().session()
    file = archive.data_dir / "documents" / _key(bills[0])
    bin.delete(session, bills, "anna")
    arm(f"{Point.PURGED}=disk-full")
    with pytest.raises(DatabaseAwayError):
        purge(session, bills[:1])
    arm("")
    assert file.exists()
    assert alfrd("check").exit_code == 0
    with connected(archive.database_url) as own:
        own.execute("UPDATE deletions SET deleted_at = deleted_at - interval '31 days'")
    assert alfrd_process("process", "--quiet").returncode == 0
    assert list(page_store().keys()) == []
    assert not deletions.work_is_left(database().session(), 30)


def test_page_files_are_not_removed_from_a_store_that_is_not_the_archives(
    archive: Archive, bills: list[UUID], session: Session
) -> None:
    store = archive.data_dir / "documents"
    bin.delete(session, bills[:1], "anna")
    store.rename(archive.data_dir / "away")
    store.mkdir()
    with pytest.raises(MachineError, match="is not the page store of this archive"):
        purge(session, bills[:1])
    store.rmdir()
    (archive.data_dir / "away").rename(store)
    assert deletions.work_is_left(session, 30)
    purge_due(session, 30)
    assert not deletions.work_is_left(session, 30)


def test_the_bin_is_listed(bills: list[UUID], session: Session, alfrd: Alfrd) -> None:
    assert alfrd("delete", *bills).exit_code == 0
    listed = json.loads(alfrd("delete", "--list", "--json").stdout)
    assert {UUID(row["id"]) for row in listed} == {*bills}
    first = listed[0]
    assert first["entity"] == "NORTHWIND ELECTRIC COMPANY"
    days = datetime.fromisoformat(first["kept_until"]) - datetime.fromisoformat(first["deleted_at"])
    assert days.days == 30
    shown = alfrd("delete", "--list").stdout
    assert all(str(id)[:8] in shown for id in bills)
    assert alfrd("list", "--json").stdout.strip() == "[]"
    assert alfrd("restore", *(str(id)[:8] for id in bills)).exit_code == 0
    assert [entry.event for entry in history(database().session(), bills[0])][-2:] == ["delete", "restore"]


_IN_BIN = """
INSERT INTO deletions (document_id, content_hash, deleted_at, kept, files, pairs)
VALUES (%s, %s, now(), '{}', '[]', '[]')
"""
_ON_A_DOCUMENT = (
    *("show DOC", "show DOC --json", "history DOC", "diff DOC", "set DOC total=1", "unset DOC total", "approve DOC"),
    *("approve OTHER DOC", "tag add tax DOC", "tag remove tax DOC", "series move DOC 1", "series exclude DOC"),
    *("series include DOC", "series split 1 DOC", "same DOC OTHER", "distinct OTHER DOC", "delete DOC", "retry DOC"),
    *("rerun DOC --from ocr", "rerun DOC --from ocr --dry-run"),
)


def test_every_command_says_that_its_document_is_in_the_bin(bills: list[UUID], session: Session, alfrd: Alfrd) -> None:
    bin.delete(session, bills[:1], "anna")
    before = _rows(session)
    (binned,) = deletions.listing(session, 30)
    since, until = (f"{at.astimezone():%Y-%m-%d}" for at in (binned.deleted_at, binned.kept_until))
    for command in _ON_A_DOCUMENT:
        said = alfrd(*command.replace("DOC", str(bills[0])[:8]).replace("OTHER", str(bills[1])).split())
        assert (said.exit_code, said.stdout, said.stderr) == (
            3,
            "",
            f"error: document {bills[0]} is in the bin, from {since} until {until}. "
            f"To have it back: alfrd restore {bills[0]}\n",
        ), command
    assert _rows(database().session()) == before


def test_a_document_that_is_gone_for_good_is_said_to_be(bills: list[UUID], session: Session, alfrd: Alfrd) -> None:
    bin.delete(session, bills[:1], "anna")
    purge(session, bills[:1])
    said = alfrd("show", str(bills[0])[:8])
    assert (said.exit_code, "is gone for good. If you have its files" in said.stderr) == (3, True)


def test_a_document_that_was_deleted_meanwhile_is_said_to_be(bills: list[UUID], session: Session) -> None:
    bin.delete(session, bills[:1], "ben")
    with pytest.raises(NotFoundError, match="is in the bin, from"):
        set_values(session, bills[0], {"total": "1"}, "anna")


def test_the_pending_work_of_a_document_in_the_bin_is_done_after_its_return(
    bills: list[UUID], session: Session
) -> None:
    set_values(session, bills[0], {"entity": "City Water"}, "anna")
    bin.delete(session, bills[:1], "anna")
    runs.hold(database(), LATER)
    assert documents.claim(session, LATER, 10, None) == []
    bin.restore(session, bills[:1], "anna")
    assert documents.claim(session, LATER, 10, None) == bills[:1]


def test_an_id_that_is_ambiguous_with_the_bin_is_not_purged(bills: list[UUID], session: Session, alfrd: Alfrd) -> None:
    like = str(bills[0])[:7] + ("0" if str(bills[0])[7] != "0" else "1") + str(bills[0])[8:]
    with connected(settings().database_url) as own:
        own.execute(_IN_BIN, (like, "0" * 64))
    said = alfrd("delete", str(bills[0])[:7], "--forever")
    assert (said.exit_code, "more than one document's id begins with" in said.stderr) == (3, True)


@pytest.mark.parametrize("arguments", [(), ("3fa2", "--list"), ("--list", "--forever")])
def test_delete_takes_documents_or_a_listing(bills: list[UUID], alfrd: Alfrd, arguments: tuple[str, ...]) -> None:
    ended = alfrd("delete", *arguments)
    assert (ended.exit_code, "Give either documents or --list alone" in ended.stderr) == (2, True)


def test_no_row_of_a_document_is_out_of_reach_of_the_bin(session: Session) -> None:
    """Rows of other tables that refer to documents go with them, and no table refers to such rows."""
    found = session.all("tables.references", checks.Reference)
    parts = {each.table for each in found if each.target == "documents"} - {"calls", "type_proposals"}
    assert not [each for each in found if each.target in parts]
