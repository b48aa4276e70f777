"""What a person said in paperless-ngx is their word here; each paper is there once, however often it is imported."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections import bin, types
from alfrd_luigi.corrections.correction import set_values, unset_values
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import corrections, document_details, documents, runs, tags
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.paperless.importing import Report, import_export
from support.archives import Archive
from support.commands import alfrd
from support.filled_archive import contents
from support.paperless import BILL, FIELDS, PaperlessExport
from support.pipeline import take_in, work_on

RUN = "20240501T000000-run1"
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" \
       b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\ntrailer<</Root 1 0 R>>\n"  # fmt: skip


@pytest.fixture
def export(archive: Archive, tmp_path: Path) -> PaperlessExport:
    """An export without documents so far, beside an empty archive."""
    return PaperlessExport(tmp_path / "export")


@pytest.fixture
def session(archive: Archive) -> Session:
    """A session on the archive."""
    return database().session()


def _imported(export: PaperlessExport, by: str = "anna") -> Report:
    return import_export(database().session(), page_store(), export.write(), by)


def _words(id: UUID) -> dict[str, Any]:
    return {word.field: word.value for word in corrections.words(database().session(), id)}


def _problems() -> list[Any]:
    found: list[Any] = json.loads(alfrd("check", "--json").stdout)["problems"]
    return found


def _rows(archive: Archive, *besides: str) -> dict[str, list[str]]:
    found = contents(archive.database_url)
    return {name: rows for name, rows in found.items() if name not in besides}


@pytest.mark.parametrize("is_split", [False, True])
def test_what_was_said_there_is_a_persons_word(export: PaperlessExport, session: Session, is_split: bool) -> None:
    export.is_split = is_split
    values = {1: "EUR81.50", 2: "2024-02-15", 3: "R-1", 4: "a1", 5: True}
    export.add(1, values=values, note="Ask them why.", archive_serial_number=7)
    report = _imported(export)

    assert not report.skipped
    (id,) = report.added
    note = "Ask them why.\n\nProject: Kitchen\nPaid: true\nArchive serial number: 7"
    assert _words(id) == {
        "type": "invoice", "entity": "City Water", "date": "2024-01-02", "title": "Water 1", "total": 81.5,
        "currency": "EUR", "field.due_date": "2024-02-15", "field.invoice_number": "R-1", "note": note,
    }  # fmt: skip
    work_on([id], RUN)
    shown = document_details.document(session, id)
    assert (shown.document_type, shown.entity, shown.document_date) == ("invoice", "City Water", date(2024, 1, 2))
    assert (float(shown.total_amount or 0), shown.currency, shown.title) == (81.5, "EUR", "Water 1")
    assert shown.structured_data is not None
    assert (shown.structured_data["due_date"], shown.note, shown.status) == ("2024-02-15", note, "filed")
    assert "house" in shown.tags
    # The pages are read here: words and their places are evidence, which the text of another program does not give.
    assert BILL.format(number=1).strip().splitlines()[0] in (shown.text or "")


def test_a_type_that_has_no_counterpart_becomes_a_tag(export: PaperlessExport, session: Session) -> None:
    export.add(1, document_type=2)
    (id,) = _imported(export).added

    assert "type" not in _words(id)
    assert tags.of_document(session, id) == ["house", "warranty"]


def test_the_day_is_the_one_that_was_shown_there(export: PaperlessExport) -> None:
    written = ("2024-03-01", "2024-03-01T00:00:00+01:00", "2024-02-29T23:00:00Z", "2024-03-01T05:00:00Z",
               "2024-03-01T00:00:00Z")  # fmt: skip
    for number, text in enumerate(written, start=1):
        export.add(number, created=text)
    assert {_words(id)["date"] for id in _imported(export).added} == {"2024-03-01"}


def test_a_second_import_changes_nothing(archive: Archive, export: PaperlessExport) -> None:
    for number in (1, 2, 3):
        export.add(number, note="n")
    assert len(_imported(export).added) == 3
    before = _rows(archive)
    again = _imported(export)

    assert (again.added, again.completed, again.known, again.skipped) == ([], [], 3, [])
    assert _rows(archive) == before


def test_a_newer_word_stays(export: PaperlessExport, session: Session) -> None:
    export.add(1)
    (id,) = _imported(export).added
    set_values(session, id, {"entity": "Waterworks"}, "anna")
    unset_values(session, id, ["date"], "anna")
    _imported(export)

    words = _words(id)
    assert (words["entity"], "date" in words) == ("Waterworks", False)


def test_what_only_an_earlier_import_said_follows_a_later_one(
    archive: Archive, export: PaperlessExport, session: Session
) -> None:
    row = export.add(1, values={1: "EUR81.50"}, note="Ask them why.")
    (id,) = _imported(export).added
    set_values(session, id, {"entity": "Waterworks"}, "ben")
    besides = ("acts", "corrections", "tag_corrections", "revisions", "events", "sequences", "file_revisions", "tags")
    before = _rows(archive, *besides)
    row["fields"].update(title="Water, January", correspondent=2, tags=[1, 2])
    export.attached[0]["fields"]["value_monetary"] = "EUR91.50"
    export.attached[1]["fields"]["note"] = "They said why."
    report = _imported(export)

    assert (report.completed, report.known) == ([id], 0)
    words = _words(id)
    assert (words["title"], words["entity"], words["total"]) == ("Water, January", "Waterworks", 91.5)
    assert (words["note"], tags.of_document(session, id)) == ("They said why.", ["house", "inbox"])
    assert _imported(export).known == 1
    undo_act(session, "anna")
    assert _words(id)["title"] == "Water 1"
    assert _rows(archive, *besides) == before
    assert _imported(export).completed == [id]
    assert _words(id) == words


def test_the_same_export_changes_nothing_after_a_type_was_renamed(export: PaperlessExport, session: Session) -> None:
    export.add(1, values={3: "R-1"})
    _imported(export)
    types.rename(session, "invoice", "factura", "anna")
    assert _imported(export).known == 1


@pytest.mark.parametrize("is_split", [False, True])
def test_a_zip_archive_is_an_export(export: PaperlessExport, is_split: bool) -> None:
    export.is_split = is_split
    export.add(1, note="Ask them why.")
    export.add(2)
    done = alfrd("import", "--from", "paperless", _zipped(export), "--json")

    assert done.exit_code == 0, done.output
    assert len(json.loads(done.stdout)["added"]) == 2
    assert _imported(export).known == 2
    assert not list(Path(page_store().place).glob(".staging/*/*"))


def _zipped(export: PaperlessExport, *more: tuple[str, bytes]) -> Path:
    made = export.folder.with_suffix(".zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(each for each in export.write().rglob("*") if each.is_file()):
            archive.write(path, path.relative_to(export.folder))
        for name, content in more:
            archive.writestr(name, content)
    return made


def test_a_hostile_archive_is_bounded_and_leads_nowhere(
    export: PaperlessExport, session: Session, tmp_path: Path
) -> None:
    export.add(1)
    outside = (("../outside.txt", b"o"), ("/tmp/outside.txt", b"o"), ("a" * 300, b"o"), ("x", b"1"), ("x/y", b"2"))
    report = import_export(session, page_store(), _zipped(export, *outside), "anna")
    assert len(report.added) == 1
    assert "../outside.txt has a name that leads out of the archive" in report.remarks
    assert f"{'a' * 300} has a name that is too long" in report.remarks
    assert "x/y is in the archive more than once" in report.remarks
    assert not (tmp_path / "outside.txt").exists()

    for more, reason in (((("bomb", b"\0" * 90_000_000),), "times as large"), (_MANY, "files and folders")):
        done = alfrd("import", "--from", "paperless", _zipped(export, *more))
        assert (done.exit_code, done.output.count("\n")) == (5, 1)
        assert reason in done.output
        assert "Unpack it, and name the folder" in done.output


_MANY = tuple((f"{number}.txt", b"1") for number in range(501))


def test_a_file_that_is_no_archive_is_refused(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(b"PK\3\4 and no more")
    done = alfrd("import", "--from", "paperless", tmp_path / "export.zip")
    assert (done.exit_code, done.output.count("\n")) == (5, 1)
    assert "export.zip" in done.output


def test_a_paper_that_is_here_already_gets_the_words(
    archive: Archive, export: PaperlessExport, session: Session
) -> None:
    papers = take_in(archive, RUN, bill=BILL.format(number=1))
    work_on(papers, RUN)
    set_values(session, papers[0], {"total": "1.00"}, "bert")
    export.add(1, values={1: "EUR81.50"})
    export.add(2)
    report = _imported(export)

    assert (report.completed, len(report.added)) == (papers, 1)
    assert _problems() == []
    words = _words(papers[0])
    assert (words["total"], words["entity"], words["currency"]) == (1.0, "City Water", "EUR")
    work_on([*papers, *report.added], RUN)
    assert {document_details.document(database().session(), id).status for id in (*papers, *report.added)} == {"filed"}
    assert _problems() == []


def test_a_document_that_was_deleted_here_does_not_come_back(export: PaperlessExport, session: Session) -> None:
    export.add(1)
    (id,) = _imported(export).added
    bin.delete(session, [id], "anna")
    report = _imported(export)

    assert (report.added, [reason for _, reason in report.skipped]) == ([], ["it was deleted here"])
    undo_act(session, "anna")
    assert _imported(export).known == 1
    assert _words(id)["entity"] == "City Water"


def test_undo_takes_back_the_whole_import(archive: Archive, export: PaperlessExport, session: Session) -> None:
    papers = take_in(archive, RUN, bill=BILL.format(number=1))
    work_on(papers, RUN)
    besides = ("acts", "corrections", "tag_corrections", "revisions", "events", "sequences", "file_revisions")
    export.add(1)
    before = _rows(archive, *besides)
    _imported(export)
    undone = undo_act(session, "anna")

    assert undone.documents == papers
    assert _rows(archive, *besides, "tags", "last_run") == {
        name: rows for name, rows in before.items() if name not in ("tags", "last_run")
    }
    assert _imported(export).completed == papers
    assert _words(papers[0])["entity"] == "City Water"


def test_undo_after_a_run_keeps_what_the_run_found(export: PaperlessExport, session: Session) -> None:
    export.add(1, values={1: "EUR81.50"})
    (id,) = _imported(export).added
    work_on([id], RUN)
    undo_act(session, "anna")
    work_on([id], "20240502T000000-run2")

    shown = document_details.document(session, id)
    assert (_words(id), shown.status, "house" in shown.tags) == ({}, "filed", False)
    assert (shown.document_type, shown.entity) == ("utility_bill", "CITY WATERWORKS LTD")


BAD: tuple[tuple[dict[str, Any], str], ...] = (
    ({"__exported_file_name__": "../outside.txt"}, "inside the export"),
    ({"__exported_file_name__": "/etc/passwd"}, "inside the export"),
    ({"__exported_file_name__": "a\0b"}, "inside the export"),
    ({"__exported_file_name__": "\ud800"}, "inside the export"),
    ({"__exported_file_name__": None}, "inside the export"),
    ({"__exported_file_name__": "gone.txt"}, "gone.txt is not there"),
    ({"__exported_file_name__": "link.txt"}, "link.txt is a link"),
    ({"__exported_file_name__": "linked/outside.txt"}, "linked/outside.txt is a link"),
    ({"checksum": "0" * 32}, "is not what was exported"),
    ({"created": "yesterday"}, "date of creation"),
    ({"tags": "house"}, "does not fit at $.tags"),
    ({"title": 5}, "does not fit at $.title"),
    ({"storage_type": "gpg"}, "is encrypted"),
    ({"deleted_at": "2024-05-01T10:00:00Z"}, "trash"),
    ({"root_document": 1}, "earlier version"),
    ({"pk": 1}, "has the same number"),
)  # fmt: skip


def test_each_bad_document_is_named_and_the_rest_is_imported(export: PaperlessExport, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("a secret")
    export.add(1)
    for number, (spoilt, _) in enumerate(BAD, start=100):
        row = export.add(number, f"paper {number}".encode(), created="2024-03-01")
        for name, value in spoilt.items():
            (row if name in row else row["fields"])[name] = value
    export.add(2)
    (export.folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (export.folder / "linked").symlink_to(tmp_path)
    report = _imported(export)

    assert len(report.added) == 2
    assert [reason in said for (_, reason), (_, said) in zip(BAD, report.skipped, strict=True)] == [True] * len(BAD)
    assert all(document.startswith("document ") for document, _ in report.skipped)


@pytest.mark.parametrize(
    ("field", "value"),
    [(6, "[" * 15_000), (6, "NaN"), (7, float("nan")), (7, float("inf")), (6, "9" * 5_000), (2, "soon"), (1, "EUR1e9")],
)
def test_a_value_that_does_not_fit_is_kept_in_the_note(export: PaperlessExport, field: int, value: object) -> None:
    export.add(1, values={field: value})
    report = _imported(export)

    assert not report.skipped
    words = _words(report.added[0])
    assert words.keys() == {"type", "entity", "date", "title", "note"}
    assert words["note"].startswith(FIELDS[field][0])


def test_strange_texts_are_stored_without_what_cannot_be(export: PaperlessExport) -> None:
    strange = "a\0b\ud800c\x1b[2J\n" + "long " * 5_000
    export.add(1, b"\x00\x01" * 50, name="old.xyz", title=strange, content=strange, note=strange, values={4: strange})
    export.add(2, tags=[1, 1, 99, -1], correspondent=99, document_type=99, archive_serial_number=10**30)
    report = _imported(export)

    assert not report.skipped
    assert _words(report.added[0])["title"].startswith("abc[2J long long")
    assert len(_words(report.added[0])["title"]) <= 200


def test_a_kind_that_is_not_supported_is_replaced_by_its_archive_version(
    export: PaperlessExport, session: Session
) -> None:
    export.add(1, b"\x00\x01\x02\x03" * 50, name="old.xyz", archive=_PDF)
    export.add(2, b"\x00\x01\x02\x04" * 50, name="older.xyz")
    report = _imported(export)

    assert not report.skipped
    files = [documents.files(session, id)[0].media_type for id in report.added]
    assert files == ["application/pdf", "text/plain"]
    assert sum("was imported in its place" in remark for remark in report.remarks) == 2
    assert _imported(export).known == 2


def test_the_same_file_twice_is_one_document(export: PaperlessExport) -> None:
    export.add(1)
    export.add(2, BILL.format(number=1).encode())
    report = _imported(export)

    assert len(report.added) == 1
    assert report.skipped[0].reason == "it is the same file as document 1 (Water 1)"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is not valid JSON"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"a": 1}', "is no list of rows"),
        ("[]", "holds no document"),
        ('[1, {"pk": "x"}, {"model": "documents.document", "pk": 1}]', "holds no document"),
    ],
)  # fmt: skip
def test_an_export_that_cannot_be_read_is_refused(export: PaperlessExport, text: str, reason: str) -> None:
    export.write()
    (export.folder / "manifest.json").write_text(text)
    with pytest.raises(InvalidInputError, match=reason):
        import_export(database().session(), page_store(), export.folder, "anna")


def test_a_folder_that_is_no_export_is_refused(archive: Archive, tmp_path: Path) -> None:
    done = alfrd("import", "--from", "paperless", tmp_path)
    assert (done.exit_code, "manifest.json is not there" in done.output) == (5, True)
    assert len(done.output.splitlines()) == 1


def test_a_document_that_a_run_processes_is_named(export: PaperlessExport, archive: Archive, session: Session) -> None:
    (id,) = take_in(archive, RUN, bill=BILL.format(number=1))
    documents.claim_one(session, RUN, id)
    export.add(1)
    report = _imported(export)
    runs.release(RUN)

    assert report.skipped[0].reason.startswith(f"it is being processed by run {RUN}")
    assert _imported(export).completed == [id]


def test_the_command_says_what_it_did(export: PaperlessExport) -> None:
    export.version = "3.1.0"
    export.add(1)
    export.add(2, name="two.txt", deleted_at="2024-05-01T10:00:00Z")
    done = alfrd("import", "--from", "paperless", export.write())

    assert done.exit_code == 5
    assert "paperless-ngx 3.1.0, which is newer" in done.output
    assert "skipped: document 2 (Water 2): it is in the trash of paperless-ngx" in done.output
    assert "documents: 1 added, 0 were here and got values, 0 unchanged, 1 skipped" in done.output
    assert "secret" not in done.output
    told = alfrd("import", "--from", "paperless", export.folder, "--json").stdout
    assert json.loads(told)["known"] == 1
