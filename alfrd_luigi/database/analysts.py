"""Roles that may read the views for analysts, and nothing else of the archive."""

from __future__ import annotations

from shlex import quote
from typing import NamedTuple

from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import DatabaseError, InvalidInputError, NotFoundError
from alfrd_luigi.names import printable

_LONGEST_NAME = 63  # bytes; PostgreSQL cuts a longer name off
_RESERVED = ("public", "none", "current_user", "current_role", "session_user")


class Place(NamedTuple):
    """The schema of the views, whether it exists, whether this role may make views in it, and its database."""

    schema: str
    is_there: bool
    may_make: bool
    database: str


class _Role(NamedTuple):
    is_there: bool
    may_create: bool


def place(session: Session) -> Place:
    """Where the views are, or will be."""
    return session.only("analysts.place", Place)


def allow(session: Session, role: str) -> list[str]:
    """Let a role read the views; it is created if there is none. Safe to repeat.

    Returns the statements that an administrator has to run to limit its sessions, because this role may not.

    Raises DatabaseError if this role may not create it, and InvalidInputError for what cannot be the name of a role, or
    a role that may do more with the archive than that.
    """
    _check_name(role)
    with session.transaction():
        views = place(session)
        names = {"role": role, "schema": views.schema, "database": views.database}
        _make(session, role, names)
        session.run_on("analysts.allow", names)
        _check_excess(session, role, views)
        if not session.value("analysts.may_limit", role=role):
            return session.values("analysts.limits", role=role, schema=views.schema)
        session.run_on("analysts.limit", names)
    return []


def forbid(session: Session, role: str) -> None:
    """Take its rights and settings from a role, which stays. Raises NotFoundError if there is no such role."""
    with session.transaction():
        if not session.only("analysts.role", _Role, role=role).is_there:
            raise NotFoundError(f"there is no role {printable(role)}", "See the roles with: psql -c '\\du'")
        views = place(session)
        names = {"role": role, "schema": views.schema, "database": views.database}
        session.run_on("analysts.forbid", names)
        if session.value("analysts.may_limit", role=role):
            session.run_on("analysts.unlimit", names)


def _check_name(role: str) -> None:
    is_long = len(role.encode()) > _LONGEST_NAME
    if not role or is_long or role in _RESERVED or role.startswith("pg_") or not role.isprintable():
        raise InvalidInputError(
            f"{printable(role)!r} cannot be the name of a role",
            f"A name has at most {_LONGEST_NAME} bytes, does not begin with pg_, and is no word of SQL",
        )


def _make(session: Session, role: str, names: dict[str, str]) -> None:
    known = session.only("analysts.role", _Role, role=role)
    if known.is_there:
        return
    if not known.may_create:
        identifier = '"' + role.replace('"', '""') + '"'
        raise DatabaseError(
            f"the role of the archive may not create the role {printable(role)}",
            f"As an administrator: CREATE ROLE {identifier} LOGIN; then run: alfrd init --analyst {quote(role)}",
        )
    session.run_on("analysts.create", names)


def _check_excess(session: Session, role: str, views: Place) -> None:
    excess = session.value("analysts.excess", role=role, schema=views.schema)
    if excess is not None:
        raise InvalidInputError(
            f"the role {printable(role)} may {excess}: it would be more than an analyst",
            "Name another role, or revoke its rights, its memberships, and what PUBLIC has there",
        )
