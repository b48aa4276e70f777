"""Reads the vital signs of the archive within a second, and without starting its server.

Between two runs, the embedded server does not run. Therefore each run leaves the signs in a file of `data_dir`, which
is read while there is no server to ask.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any, get_type_hints

from alfrd_luigi.archive import check_made
from alfrd_luigi.database import migration, vitals
from alfrd_luigi.database.connection import connect_if_running
from alfrd_luigi.database.deadline import within
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.vitals import Vitals
from alfrd_luigi.document_files.durability import PRIVATE_FILE
from alfrd_luigi.errors import DatabaseError, machine_trouble
from alfrd_luigi.settings import settings

_SECONDS = 0.8


def read() -> Vitals:
    """The vital signs. Raises DatabaseError if the database does not answer, or nothing is known, and SettingsError."""
    check_made()
    found = within(_SECONDS, _ask)
    return found if found is not None else _kept()


def keep(session: Session, ended: str = "") -> None:
    """Leave the signs for the time in which there is no server to ask. Raises MachineError.

    The run `ended` has ended, also if an error kept it from recording that.
    """
    if settings().database_url:
        return
    path = _file()
    new = path.with_suffix(f".{os.getpid()}")
    content = json.dumps(vitals.now(session, but_for=ended)._asdict(), default=datetime.isoformat)
    with machine_trouble():
        new.unlink(missing_ok=True)
        new.touch(PRIVATE_FILE, exist_ok=False)
        new.write_text(content, encoding="utf-8")
        new.replace(path)


def _file() -> Path:
    return settings().data_dir / "health.json"


def _ask() -> Vitals | None:
    """The present signs; None if the embedded server does not run."""
    connection = connect_if_running(settings())
    if connection is None:
        return None
    session = Session(connection)
    try:
        if not migration.check(session):
            raise DatabaseError("the database has not been prepared for this version", "Run: alfrd init")
        return vitals.now(session)
    finally:
        session.close()


def _kept() -> Vitals:
    try:
        told: dict[str, Any] = json.loads(_file().read_text("utf-8"))
        return Vitals(**{name: _value(told[name], kind) for name, kind in get_type_hints(Vitals).items()})
    except FileNotFoundError as error:
        raise DatabaseError("no run has ended yet", "Run: alfrd process") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatabaseError(f"the health file {_file()} cannot be read", "The next run writes it anew") from error


def _value(value: Any, kind: object) -> Any:
    is_moment = isinstance(value, str) and kind in (datetime, datetime | None)
    return datetime.fromisoformat(value).astimezone() if is_moment else value
