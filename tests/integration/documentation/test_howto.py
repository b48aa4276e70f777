"""The sessions of the pages in docs/howto that need nothing but this machine are what their commands print."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.embedded import programs
from alfrd_luigi.intake.registration import scan_inbox
from support import recording
from support.archives import Archive, Server
from support.containers import mail, written
from support.pipeline import work_on

_DOCS = Path(__file__).parents[3] / "docs"
_PAPERS = _DOCS / "corrections" / "papers"
_FILING = "20240501T060000-0001"


@pytest.fixture
def place(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a person with an archive."""
    for name, value in {"COLUMNS": "80", "NO_COLOR": "1", "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    archive.configure(settle_seconds=0, person="anna")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _follow(
    page: str,
    place: Path,
    acts: Mapping[str, Callable[[], None]] | None = None,
    places: Mapping[str, str] | None = None,
) -> None:
    played = recording.replay(_DOCS / "howto" / page, acts, {"/home/anna": str(place), **(places or {})})
    assert played.shown == played.printed


def test_backup(place: Path, archive: Archive, server: Server) -> None:
    recording.put(_PAPERS, archive.inbox)
    runs.hold(database(), _FILING)
    work_on(scan_inbox(_FILING).registered, _FILING)
    runs.release(_FILING)
    other = server.create()
    _follow(
        "backup.md",
        place,
        {"on the new machine": lambda: archive.configure(data_dir=place / "restored", database_url=other)},
    )


def test_predecessor(place: Path) -> None:
    shutil.copy(_PAPERS / "march.txt", place / "bill.txt")
    _follow("predecessor.md", place)


def test_mail(place: Path, archive: Archive) -> None:
    def arrives() -> None:
        bill = (_PAPERS / "march.txt").read_bytes()
        content = written(mail("Your bill is attached.", attached=[("bill.txt", bill)]))
        (place / "mail" / "new" / "1709632800.M12P3.host").write_bytes(content)

    archive.configure(maildir_dir=place / "mail")
    _follow("mail.md", place, {"a mail with a bill arrives": arrives})


def test_postgresql(place: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = parse_dsn(archive.database_url)
    for name in ("host", "port", "user"):
        monkeypatch.setenv(f"PG{name.upper()}", admin[name])
    monkeypatch.setenv("PATH", f"{Path(programs.program('createdb')).parent}:{os.environ['PATH']}")
    archive.configure(database_url=f"host={admin['host']} port={admin['port']} dbname=alfrd user=alfrd")
    _follow("postgresql.md", place, places={"db.example.org": admin["host"]})
