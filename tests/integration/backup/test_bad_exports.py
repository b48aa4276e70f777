"""A damaged or malicious export is refused in one line, and the archive stays empty."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from alfrd_luigi.database import migration, runs
from alfrd_luigi.database.connection import database
from support.archives import Archive
from support.commands import Alfrd
from support.filled_archive import contents
from support.pipeline import take_in


def _manifest(export: Path, **changes: object) -> None:
    path = export / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def _sum_up(export: Path, *more: str) -> None:
    """Recompute the checksums, as an attacker would."""
    names = sorted(path.relative_to(export).as_posix() for path in export.glob("*/**/*") if path.is_file())
    lines = [f"{hashlib.sha256((export / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    sums = "".join(sorted([*lines, *more], key=lambda line: line[66:])).encode()
    (export / "SHA256SUMS").write_bytes(sums)
    _manifest(export, sums_sha256=hashlib.sha256(sums).hexdigest())


def _page(export: Path) -> Path:
    """A page file of a document that is not in the bin."""
    rows = (export / "rows" / "document_files.tsv").read_text(encoding="utf-8")
    return min(page for page in export.glob("documents/**/*.txt") if page.parent.name in rows)


def _replace(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


def _truncated_page(export: Path) -> None:
    os.truncate(_page(export), 5)


def _other_rows(export: Path) -> None:
    _replace(export / "rows" / "documents.tsv", b"NORTHWIND", b"SOUTHWIND")


def _linked_page(export: Path) -> None:
    page = _page(export)
    page.rename(export / "elsewhere.txt")
    page.symlink_to(export / "elsewhere.txt")


def _linked_folder(export: Path) -> None:
    (export / "rows").rename(export / "elsewhere")
    (export / "rows").symlink_to(export / "elsewhere")


def _pipe(export: Path) -> None:
    (export / "SHA256SUMS").unlink()
    os.mkfifo(export / "SHA256SUMS")


def _missing_page(export: Path) -> None:
    _page(export).unlink()


def _unlisted_table(export: Path) -> None:
    tables = json.loads((export / "manifest.json").read_text())["tables"]
    _manifest(export, tables={**tables, "../../etc/passwd": 1})


def _path_outside(export: Path) -> None:
    (export.parent / "secret").write_text("x")
    _sum_up(export, f"{hashlib.sha256(b'x').hexdigest()}  documents/../../secret\n")


def _long_line(export: Path) -> None:
    _sum_up(export, f"{'0' * 64}  {'x' * 10_000_000}\n")


def _listed_twice(export: Path) -> None:
    page = _page(export)
    _sum_up(export, f"{hashlib.sha256(page.read_bytes()).hexdigest()}  {page.relative_to(export)}\n")


def _no_json(export: Path) -> None:
    (export / "manifest.json").write_text("[" * 100_000)


def _huge_manifest(export: Path) -> None:
    with (export / "manifest.json").open("ab") as file:
        file.truncate(10**10)


def _other_shape(export: Path) -> None:
    _manifest(export, tables=["documents"])


def _newer_format(export: Path) -> None:
    _manifest(export, format=2)


def _newer_schema(export: Path) -> None:
    _manifest(export, schema=migration.newest() + 1)


def _older_schema(export: Path) -> None:
    _manifest(export, schema=migration.newest() - 1)


def _no_rows(export: Path) -> None:
    _replace(export / "rows" / "documents.tsv", b"filed", b"burnt")
    _sum_up(export)


def _other_columns(export: Path) -> None:
    _replace(export / "rows" / "tags.tsv", b"name\n", b"nome\n")
    _sum_up(export)


def _fewer_rows(export: Path) -> None:
    path = export / "rows" / "events.tsv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    _sum_up(export)


def _key_outside(export: Path) -> None:
    key = _page(export).relative_to(export / "documents").as_posix().encode()
    _replace(export / "rows" / "document_files.tsv", key, b"../../../../secret")
    _sum_up(export)


def _pages_elsewhere(export: Path) -> None:
    page = _page(export)
    key, other = (f"{page.parent.relative_to(export / 'documents')}/{name}.txt" for name in ("001", "002"))
    page.rename(page.with_name("002.txt"))
    _replace(export / "rows" / "document_files.tsv", key.encode(), other.encode())
    _sum_up(export)


def _strange_date(export: Path) -> None:
    path = export / "rows" / "documents.tsv"
    head, *rows = path.read_text().splitlines()
    at = head.split("\t").index("created_at")
    cells = rows[0].split("\t")
    cells[at] = "12024-01-01 00:00:00+00"
    path.write_text("\n".join([head, "\t".join(cells), *rows[1:], ""]))
    _sum_up(export)


def _other_sums(export: Path) -> None:
    _replace(export / "SHA256SUMS", b"rows/tags.tsv", b"rows/tugs.tsv")


def _missing_table(export: Path) -> None:
    (export / "rows" / "tags.tsv").unlink()
    tables = json.loads((export / "manifest.json").read_text())["tables"]
    _manifest(export, tables={name: count for name, count in tables.items() if name != "tags"})
    _sum_up(export)


def _other_size(export: Path) -> None:
    page = _page(export)
    _replace(export / "rows" / "document_files.tsv", b"\t%d\t" % page.stat().st_size, b"\t1\t")
    _sum_up(export)


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        (_truncated_page, 5, "is not what was exported"),
        (_other_rows, 5, "rows/documents.tsv of the export is not what was exported"),
        (_linked_page, 5, "is a link, or no regular file"),
        (_linked_folder, 5, "is a link, or no regular file"),
        (_pipe, 5, "no regular file"),
        (_missing_page, 5, "is not there"),
        (_unlisted_table, 5, "are not of one export"),
        (_path_outside, 5, "has a line that is not an export's"),
        (_long_line, 5, "has a line that is not an export's"),
        (_listed_twice, 5, "has a line that is not an export's"),
        (_no_json, 5, "is not valid JSON"),
        (_huge_manifest, 5, "is larger than"),
        (_other_shape, 5, "does not fit at $.tables"),
        (_newer_format, 5, "Upgrade alfrd-luigi"),
        (_newer_schema, 7, "Upgrade alfrd-luigi"),
        (_older_schema, 7, "where `alfrd init` was never run"),
        (_no_rows, 5, "cannot be loaded"),
        (_other_columns, 5, "cannot be loaded"),
        (_fewer_rows, 5, "not as many as it says"),
        (_key_outside, 5, "are not those of its rows"),
        (_pages_elsewhere, 5, "in other places"),
        (_strange_date, 5, "impossible date"),
        (_other_sums, 5, "SHA256SUMS of the export is not what was exported"),
        (_missing_table, 5, "the export has other tables than the archive"),
        (_other_size, 5, "of the export differs from its rows"),
    ],
)
def test_a_bad_export_is_refused(
    alfrd: Alfrd, archive: Archive, exported: Path, spoil: Callable[[Path], None], code: int, said: str
) -> None:
    before = contents(archive.database_url)
    spoil(exported)
    done = alfrd("import", exported)
    assert (done.exit_code, done.stdout) == (code, ""), done.stderr
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    after = contents(archive.database_url)
    assert {**after, "sequences": before["sequences"]} == before
    assert not list(archive.data_dir.glob("documents/[0-9]*"))


def test_a_folder_that_is_no_export(alfrd: Alfrd, tmp_path: Path) -> None:
    assert "manifest.json is missing" in alfrd("import", tmp_path).stderr
    assert "is not a folder" in alfrd("import", tmp_path / "nowhere").stderr


def test_only_an_empty_archive_takes_an_export(alfrd: Alfrd, archive: Archive, exported: Path) -> None:
    assert alfrd("prompts", "pin", "classifier").exit_code == 0
    assert "is not empty" in alfrd("import", exported).stderr
    assert alfrd("prompts", "unpin", "classifier").exit_code == 0


def test_an_archive_with_documents_is_not_replaced(alfrd: Alfrd, archive: Archive, exported: Path) -> None:
    (id,) = take_in(archive, "past", letter="Dear reader")
    runs.release("past")
    done = alfrd("import", exported)
    assert (done.exit_code, "is not empty" in done.stderr) == (7, True)
    assert str(id) in alfrd("list", "--json").stdout


def test_an_archive_where_a_run_is_at_work_is_busy(alfrd: Alfrd, exported: Path) -> None:
    runs.hold(database(), "living")
    done = alfrd("import", exported)
    assert (done.exit_code, "run living is at work" in done.stderr) == (4, True)
    runs.release("living")
    assert alfrd("import", exported).exit_code == 0
