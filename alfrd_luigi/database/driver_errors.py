"""Translates the driver's errors to ours. Only this module knows SQLSTATEs; no other package imports psycopg2.

The classes are those of the appendix "PostgreSQL Error Codes" of PostgreSQL's documentation.
"""

from __future__ import annotations

import psycopg2
from psycopg2 import errorcodes

from alfrd_luigi.errors import (
    AlfrdError,
    DatabaseAwayError,
    DatabaseError,
    LockHeldError,
    PermanentError,
    RefusedValueError,
)

_NEXT_RUN = "Check the server; the next run goes on"
# The first two characters of a SQLSTATE.
_TOO_LARGE = "54"
_ABOUT_VALUES = ("22", "23")
_ABOUT_THE_SCHEMA = ("0A", "3D", "3F", "42")


def ours(error: psycopg2.Error) -> AlfrdError:
    """The error of ours for an error of the driver:

    - PermanentError for data that exceeds a limit of the database
    - RefusedValueError for a value
    - DatabaseError for a schema or a permission that does not fit
    - DatabaseAwayError for everything that may succeed later
    """
    code = error.pgcode or ""
    if code.startswith(_TOO_LARGE):
        return PermanentError("the result is too large for the database", "Split the document into smaller ones")
    if code == errorcodes.INSUFFICIENT_PRIVILEGE:
        return DatabaseError(f"the database refuses: {_said(error)}", "Grant the role of database_url this permission")
    if code == errorcodes.LOCK_NOT_AVAILABLE:
        return LockHeldError("another session keeps a lock that this one waits for", "See whose: alfrd status")
    if code == errorcodes.READ_ONLY_SQL_TRANSACTION:
        return DatabaseAwayError(
            "the database is read-only", "Set database_url to the primary server; see default_transaction_read_only"
        )
    if _is_about_a_value(error):
        return RefusedValueError(error.diag.constraint_name or type(error).__name__, _said(error))
    if code.startswith(_ABOUT_THE_SCHEMA):
        return DatabaseError(
            f"the database does not fit this version of the program: {_said(error)}",
            "Run: alfrd init, after an upgrade; or upgrade alfrd-luigi",
        )
    if isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError | psycopg2.InternalError):
        return DatabaseAwayError(f"the database was lost: {_said(error)}", _NEXT_RUN)
    return RefusedValueError(type(error).__name__, _said(error))


def _is_about_a_value(error: psycopg2.Error) -> bool:
    """Whether the server refuses a value, or the driver, whose errors have no code."""
    return error.pgcode.startswith(_ABOUT_VALUES) if error.pgcode else isinstance(error, psycopg2.DataError)


def _said(error: psycopg2.Error) -> str:
    """The first line of the message. The lines after it repeat the statement and its values."""
    lines = (error.diag.message_primary or str(error)).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
