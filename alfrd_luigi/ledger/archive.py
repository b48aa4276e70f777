"""The ledger of this archive: its types, its mapping file and its page store."""

from __future__ import annotations

from pathlib import Path

from alfrd_luigi.database import types
from alfrd_luigi.database.session import Session
from alfrd_luigi.ledger.accounts import FILE, Accounts, Type, load
from alfrd_luigi.ledger.places import Places
from alfrd_luigi.settings import settings


def mapping_file() -> Path:
    """The mapping file that is used if none is named. It need not exist."""
    return settings().data_dir / FILE


def accounts(session: Session, file: Path | None = None) -> Accounts:
    """The accounts by the named mapping file, or by that of the archive if it exists.

    Raises SettingsError for a mapping file that cannot be read or used, and for a named one that does not exist.
    """
    return load(known_types(session), file or mapping_file(), must_exist=file is not None)


def known_types(session: Session) -> list[Type]:
    """The document types of the archive, by name."""
    first = types.first_names(session)
    return [Type(each.name, first.get(each.name, each.name)) for each in types.listing(session)]


def places() -> Places:
    """Where the page files are."""
    if settings().is_in_folder:
        return Places(settings().documents_dir.absolute(), "")
    return Places(None, settings().documents_url)
