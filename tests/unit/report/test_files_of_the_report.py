"""Where each page of the report is, which documents it has listed, and that no key leads out of its folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from alfrd_luigi.database.listings import Key
from alfrd_luigi.grouping import batches, grouped
from alfrd_luigi.report import links, state
from alfrd_luigi.report.folder import ReportFolder
from alfrd_luigi.report.register import Register, Shown, shown

_ID = UUID("12345678-1234-5678-1234-567812345678")
_NEAR = UUID("12ffffff-1234-5678-1234-567812345678")
_FAR = UUID("ff345678-1234-5678-1234-567812345678")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[ReportFolder]:
    made = ReportFolder(tmp_path / "report")
    with made.locked():
        state.begin(made)
        yield made


def _shown(year: int) -> Shown:
    return Shown(year, 3, [str(_FAR)], 1, 2)


def test_each_page_has_a_file() -> None:
    assert [links.file_of_page(name) for name in ("home", "due")] == ["index.html", "due.html"]
    assert links.file_of_year(2024) == "documents/2024.html"
    assert links.file_of_year(2024, 1) == "documents/2024-1.html"
    assert links.file_of_data("series") == "data/series.js"
    assert links.file_of_document(_ID) == links.file_of_document(str(_ID)) == f"documents/12/{_ID}.html"
    assert links.file_of_words(_ID) == f"data/words/12/{_ID}.js"


@pytest.mark.parametrize(
    ("key", "file"),
    [
        ("invoice", "types/invoice.html"),
        (2024, "types/2024.html"),
        (_ID, f"types/{_ID}.html"),
        ("a b", "types/a%20b.html"),
        ("../a", "types/..%2Fa.html"),
        ("..", "types/...html"),
        ("/etc/passwd", "types/%2Fetc%2Fpasswd.html"),
        ("a\\b", "types/a%5Cb.html"),
        ("a?b#c", "types/a%3Fb%23c.html"),
        ("é", "types/%C3%A9.html"),
    ],
)
def test_no_key_leads_out_of_the_folder_of_its_kind(key: object, file: str) -> None:
    assert links.file_of("types", key) == file


def test_a_document_is_listed_by_its_year_and_series() -> None:
    assert shown(Key(_ID, 2024, 7, [str(_FAR)], 1, 9), 2) == Shown(2024, 7, [str(_FAR)], 1, 2)


def test_the_register_has_what_was_written(folder: ReportFolder) -> None:
    register = Register(folder.root)
    assert register.everything() == {}
    assert register.these([_ID]) == {}
    register.write(folder, {_ID: _shown(2023), _NEAR: _shown(2024), _FAR: _shown(2025)}, [])
    assert register.everything() == {_ID: _shown(2023), _NEAR: _shown(2024), _FAR: _shown(2025)}
    assert register.these([_ID, _FAR, UUID(int=0)]) == {_ID: _shown(2023), _FAR: _shown(2025)}


def test_the_register_replaces_and_removes_documents(folder: ReportFolder) -> None:
    register = Register(folder.root)
    register.write(folder, {_ID: _shown(2023), _NEAR: _shown(2024), _FAR: _shown(2025)}, [])
    register.write(folder, {_ID: _shown(2020)}, [_FAR, UUID(int=0)])
    assert register.everything() == {_ID: _shown(2020), _NEAR: _shown(2024)}
    assert sorted(path.name for path in (folder.root / "register").iterdir()) == ["12.json"]
    register.write(folder, {}, [_ID, _NEAR])
    assert register.everything() == {}
    register.write(folder, {_ID: _shown(2020)}, [])
    register.clear(folder)
    assert register.everything() == {}


def test_a_file_of_the_register_that_cannot_be_read_has_no_documents(folder: ReportFolder) -> None:
    register = Register(folder.root)
    register.write(folder, {_ID: _shown(2023), _FAR: _shown(2025)}, [])
    (folder.root / "register" / "12.json").write_text("{", encoding="utf-8")
    assert register.everything() == {_FAR: _shown(2025)}
    register.write(folder, {_NEAR: _shown(2024)}, [])
    assert register.everything() == {_NEAR: _shown(2024), _FAR: _shown(2025)}


def test_the_register_is_written_in_one_order(folder: ReportFolder) -> None:
    register = Register(folder.root)
    register.write(folder, {_NEAR: _shown(2024), _ID: _shown(2023)}, [])
    written = (folder.root / "register" / "12.json").read_text("utf-8")
    assert list(json.loads(written)) == [str(_ID), str(_NEAR)]
    assert " " not in written


def test_rows_are_grouped_in_their_order_and_taken_a_few_at_a_time() -> None:
    assert grouped(["ab", "b", "aa", "bb"], lambda row: row[0]) == {"a": ["ab", "aa"], "b": ["b", "bb"]}
    assert grouped([], len) == {}
    assert [list(some) for some in batches([1, 2, 3, 4, 5], 2)] == [[1, 2], [3, 4], [5]]
    assert [list(some) for some in batches([1, 2], 2)] == [[1, 2]]
    assert list(batches([], 2)) == []
