"""A person's changes of the memory of issuers: names, aliases, and what it has to forget.

What is learnt from documents follows the words on them. These acts say what no document does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from alfrd_luigi.corrections import fields
from alfrd_luigi.corrections.acting import acting
from alfrd_luigi.database import corrections, events, issuers, locks
from alfrd_luigi.database.issuers import Found
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.memory.lessons import learn
from alfrd_luigi.memory.mark import name_mark

_RENAME, _ALIAS, _FORGET = "issuers rename", "issuers alias", "issuers forget"


def rename(session: Session, issuer: str, name: str, by: str) -> Found:
    """Give an issuer a name: its next papers get it. Raises NotFoundError and InvalidInputError."""
    new = _name(name)

    def change(found: Found) -> dict[str, Any]:
        other = issuers.named(session, new)
        if other == found.id:
            raise InvalidInputError(f"the issuer has the name {new!r} already", "See it with: alfrd issuers list")
        if other is not None:
            raise InvalidInputError(f"another issuer has the name {new!r}", "See both with: alfrd issuers list")
        before = issuers.own_name(session, found.id)
        issuers.set_name(session, found.id, new, issuers.now(session))
        at = before.named_at.isoformat() if before.named_at else None
        return {"name": new, "before": before.name, "before_at": at}

    return _changed(session, issuer, _RENAME, by, change)._replace(name=new)


def add_alias(session: Session, issuer: str, alias: str, by: str) -> Found:
    """Add a name under which an issuer is known on paper. Raises NotFoundError and InvalidInputError."""
    mark = name_mark("alias", _name(alias))

    def change(found: Found) -> dict[str, Any]:
        known = [each for each in issuers.names(session) if each.value == mark.value and each.kind in ("name", "alias")]
        if known:
            whose = "the issuer" if known[0].issuer == found.id else "another issuer"
            raise InvalidInputError(f"{whose} is known as {mark.shown!r} already", "See it with: alfrd issuers list")
        issuers.insert_mark(session, found.id, None, *mark)
        return {"alias": mark.shown}

    return _changed(session, issuer, _ALIAS, by, change)


def forget(session: Session, issuer: str, by: str) -> Found:
    """Forget an issuer. It is learnt again only from what a person says later. Raises NotFoundError."""

    def change(found: Found) -> dict[str, Any]:
        own = issuers.own_name(session, found.id)
        at = own.named_at.isoformat() if own.named_at else None
        details = {
            "documents": [str(id) for id in issuers.documents_of(session, found.id)],
            "before": own.name,
            "before_at": at,
            "aliases": issuers.aliases(session, found.id),
        }
        issuers.forget(session, found.id)
        return details

    return _changed(session, issuer, _FORGET, by, change)


def _changed(session: Session, issuer: str, act_name: str, by: str, change: Callable[[Found], dict[str, Any]]) -> Found:
    """Change an issuer in one act. `change` returns what its undoing needs."""
    with acting(session):
        locks.hold_to_end(session, LockClass.SERIES, 0)
        found = issuers.find(session, issuer)
        details = change(found)
        act = corrections.begin(session, by, act_name, issuer=str(found.id), **details)
        events.record(session, None, "issuer", found.id, act_name, act=act, by=by, name=found.name)
    return found


def _name(text: str) -> str:
    """The name as it is stored. Raises InvalidInputError."""
    field = fields.find("entity", None, {})
    name = fields.read(field, text)
    if name is None:
        raise InvalidInputError("an issuer needs a name", "Give it in quotes if it has spaces")
    return str(name)


def _rename_back(session: Session, details: Mapping[str, Any]) -> None:
    at = details["before_at"]
    issuers.set_name(session, UUID(details["issuer"]), details["before"], datetime.fromisoformat(at) if at else None)


def _delete_alias(session: Session, details: Mapping[str, Any]) -> None:
    issuers.delete_alias(session, UUID(details["issuer"]), name_mark("alias", details["alias"]).value)


def _remember(session: Session, details: Mapping[str, Any]) -> None:
    """Learn what was forgotten again: from the documents, and what persons gave the issuer."""
    locks.hold_to_end(session, LockClass.SERIES, 0)
    issuer = UUID(details["issuer"])
    issuers.insert(session, issuer)
    for alias in details["aliases"]:
        issuers.insert_mark(session, issuer, None, *name_mark("alias", alias))
    _rename_back(session, details)
    documents = [UUID(id) for id in details["documents"]]
    for id in documents:
        issuers.unlearn(session, id)
    for id in sorted(documents, key=lambda id: (id != issuer, id)):
        learn(session, id)


INVERSES: Mapping[str, Callable[[Session, Mapping[str, Any]], None]] = {
    _RENAME: _rename_back,
    _ALIAS: _delete_alias,
    _FORGET: _remember,
}
"""What undoes an act on the memory, from its details."""
