"""The ledger of this archive: its types, its mapping file and its page store."""

from __future__ import annotations

from pathlib import Path

from alfrd_luigi.database import ledger_rows, types
from alfrd_luigi.database.ledger_rows import StatedRule
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import SettingsError
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


def accounts_or_proposed(session: Session) -> tuple[Accounts, str | None]:
    """The accounts by the mapping file of the archive, or those that the program proposes, with the mistake in it."""
    try:
        return accounts(session), None
    except SettingsError as error:
        return Accounts(known_types(session), {}, None), error.line


def record(session: Session) -> None:
    """Store by the mapping file what the documents of each type are: the view `amounts` of analysts reads it there."""
    with session.transaction():
        by, _ = accounts_or_proposed(session)
        kinds = by.kinds().items()
        stated = [StatedRule(name, of.kind, of.account, of.needs, of.unless, of.needs_total) for name, of in kinds]
        ledger_rows.record(session, stated)


def known_types(session: Session) -> list[Type]:
    """The document types of the archive, by name."""
    first = types.first_names(session)
    return [Type(each.name, first.get(each.name, each.name)) for each in types.listing(session)]


def places() -> Places:
    """Where the page files are."""
    if settings().is_in_folder:
        return Places(settings().documents_dir.absolute(), "")
    return Places(None, settings().documents_url)
