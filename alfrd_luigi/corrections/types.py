"""A person's document types: adds, renames and retires types, and decides about proposed ones.

A renamed type keeps its documents, its prompts and, if it is shipped, its rules: the name is the person's, and what the
program knows of the type goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from alfrd_luigi.corrections.acting import acting
from alfrd_luigi.database import corrections, events, prompts, tags, types
from alfrd_luigi.database.migration import keep_runs_away
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, ConflictError, InvalidInputError, NotFoundError

_OTHER = "other"
_NAME = re.compile("[a-z][a-z0-9_]{0,62}")
_LISTED = "See them with: alfrd types list"


def add(session: Session, name: str, description: str, fields_schema: Mapping[str, Any] | None, by: str) -> None:
    """Add a type, with the general fields if none are given, or use a retired one again with this description.

    Raises InvalidInputError for a name that is in use or cannot be one, and for an empty description.
    """
    _check_name(name)
    said = " ".join(description.split())
    if not said:
        raise InvalidInputError("the description of a type is empty", "Say which documents have this type")
    with acting(session):
        known = types.with_rules(session, name)
        if known is not None and known != name:
            raise InvalidInputError(f"{name!r} is the first name of the type {known!r}", "Choose another name")
        if known is None and name not in {each.name for each in types.listing(session)}:
            _insert(session, "type add", name, said, fields_schema, by)
        else:
            _revive(session, name, said, fields_schema, by)


def accept(session: Session, name: str, by: str) -> None:
    """Make a proposed type one of a person, with the general fields. Raises NotFoundError and InvalidInputError."""
    with acting(session):
        proposal = types.proposal(session, name)
        if proposal is None or proposal.status == "accepted":
            raise NotFoundError(f"no type {name!r} is proposed", "See the proposals with: alfrd types list")
        if types.with_rules(session, name) is not None or name in {each.name for each in types.listing(session)}:
            raise InvalidInputError(f"there is a type {name!r} already", _LISTED)
        _insert(session, "type accept", name, proposal.description, None, by)


def refuse(session: Session, name: str, by: str) -> None:
    """Refuse a proposed type. Raises NotFoundError if it is not proposed."""
    with acting(session):
        proposal = types.proposal(session, name)
        if proposal is None or proposal.status != "proposed":
            raise NotFoundError(f"no type {name!r} is proposed", "See the proposals with: alfrd types list")
        _begin(session, by, "type refuse", name, status=proposal.status)
        types.decide(session, name, "refused")


def retire(session: Session, name: str, by: str) -> None:
    """Give a type to no document any more. Those that have it keep it. Raises NotFoundError and InvalidInputError."""
    with acting(session):
        of = types.get(session, name)
        if of.retired_at is not None:
            raise InvalidInputError(f"the type {name!r} is retired already", _LISTED)
        if of.rules == _OTHER:
            raise InvalidInputError(
                f"the type {name!r} cannot be retired", "It is for documents that fit no other type"
            )
        _set_retired(session, by, "type retire", of, datetime.now(UTC))


def unretire(session: Session, name: str, by: str) -> None:
    """Use a retired type again. Raises NotFoundError, and InvalidInputError if it is not retired."""
    with acting(session):
        of = types.get(session, name)
        if of.retired_at is None:
            raise InvalidInputError(f"the type {name!r} is not retired", _LISTED)
        _set_retired(session, by, "type unretire", of, None)


def rename(session: Session, old: str, new: str, by: str) -> int:
    """Give a type another name, in all rows that have it. Returns the number of its documents.

    Raises NotFoundError, InvalidInputError if the new name is in use or cannot be one, and BusyError while a run is
    active, which may have asked for a type by its old name.
    """
    _check_name(new)
    with acting(session):
        _keep_runs_away(session)
        of = types.get(session, old)
        known = {each.name: each for each in types.listing(session)}
        if new in known or types.with_rules(session, new) not in (None, old):
            raise InvalidInputError(f"there is a type {new!r} already", _LISTED)
        details = {"old": old, "new": new, "with_series": types.series_follow(session, old, new)}
        details["proposal"] = types.proposal(session, old) is not None and types.proposal(session, new) is None
        details.update(_former_tags(session, old, new))
        act = _begin(session, by, "type rename", of.name, **details)
        types.tell_documents(session, old, act=act, by=by, **{"from": old, "to": new})
        _rename(session, old, new, details)
    return known[old].documents


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise InvalidInputError(
            f"{name!r} cannot be the name of a type",
            "A name has lower-case letters, digits and underscores, and begins with a letter, such as parking_ticket",
        )


def _begin(session: Session, by: str, act_name: str, name: str, **details: Any) -> int:
    act = corrections.begin(session, by, act_name, name=name, **details)
    events.record(session, None, "type", name, act_name, act=act, by=by)
    return act


def _insert(
    session: Session, act_name: str, name: str, description: str, fields_schema: Mapping[str, Any] | None, by: str
) -> None:
    """A type of a person with a summariser prompt. What is proposed by this name counts as accepted."""
    from alfrd_luigi.ledger.archive import record  # here, because most commands add no type

    proposal = types.proposal(session, name)
    _begin(session, by, act_name, name, status=proposal and proposal.status)
    types.insert(session, name, description, fields_schema or _general_fields(session))
    prompts.seed(session, "summarizer", name, prompts.active(session, Key("summarizer")).text, "shipped")
    types.decide(session, name, "accepted")
    record(session)


def _general_fields(session: Session) -> Mapping[str, Any]:
    return types.get(session, types.with_rules(session, _OTHER) or _OTHER).fields_schema


def _revive(session: Session, name: str, description: str, fields_schema: Mapping[str, Any] | None, by: str) -> None:
    """Use a retired type again. The description and fields of a shipped one are the program's."""
    of = types.get(session, name)
    if of.retired_at is None:
        raise InvalidInputError(f"there is a type {name!r} already", _LISTED)
    before = {"description": of.description, "fields_schema": of.fields_schema}
    _begin(session, by, "type revive", name, retired_at=of.retired_at.isoformat(), **before)
    types.set_retired(session, name, None)
    if not of.shipped:
        types.describe(session, name, description, fields_schema or of.fields_schema)


def _set_retired(session: Session, by: str, act_name: str, of: types.DocumentType, at: datetime | None) -> None:
    _begin(session, by, act_name, of.name, retired_at=of.retired_at and of.retired_at.isoformat())
    types.set_retired(session, of.name, at)


def _keep_runs_away(session: Session) -> None:
    at_work = keep_runs_away(session)
    if at_work:
        raise BusyError(f"a type cannot be renamed: {at_work} is at work", "Try again when it has ended")


def _former_tags(session: Session, old: str, new: str) -> dict[str, Any]:
    """How the tag of the type follows its name: the former names of tags to add, and those that are replaced.

    It keeps the name that a person gave it, and a tag that is in use keeps its own.
    """
    before = tags.former_names(session, [old, new])
    if new in before or new in before.values():
        return {"names": {}, "former": {}}
    if old in before:
        return {"names": {new: before[old]}, "former": {}}
    followed = [name for name, becomes in before.items() if becomes == old]
    return {"names": dict.fromkeys([*followed, old], new), "former": dict.fromkeys(followed, old)}


def _rename(session: Session, old: str, new: str, details: Mapping[str, Any]) -> None:
    tags.hold_names(session)
    changed = {*types.classified(session, old), *tags.documents_with(session, old), *tags.documents_with(session, new)}
    types.rename(session, old, new, with_series=details["with_series"], with_proposal=details["proposal"])
    tags.rename(session, details["names"])
    tags.derive(session, sorted(changed))


def _rename_back(session: Session, details: Mapping[str, Any]) -> None:
    _keep_runs_away(session)
    tags.hold_names(session)
    old, new = details["old"], details["new"]
    changed = {*types.classified(session, new), *tags.documents_with(session, old), *tags.documents_with(session, new)}
    types.rename(session, new, old, with_series=details["with_series"], with_proposal=details["proposal"])
    tags.forget_names(session, details["names"])
    tags.rename(session, details["former"])
    tags.derive(session, sorted(changed))


def _take_out(session: Session, details: Mapping[str, Any]) -> None:
    """Undo an addition. Raises ConflictError if the type was used."""
    name = details["name"]
    if types.is_used(session, name):
        raise ConflictError(
            f"the type {name!r} cannot be taken out: it was given to documents", f"Retire it: alfrd types retire {name}"
        )
    types.delete(session, name)
    _decide_as_before(session, details)


def _decide_as_before(session: Session, details: Mapping[str, Any]) -> None:
    if details["status"] is not None:
        types.decide(session, details["name"], details["status"])


def _retire_as_before(session: Session, details: Mapping[str, Any]) -> None:
    types.set_retired(session, details["name"], details["retired_at"])


def _describe_as_before(session: Session, details: Mapping[str, Any]) -> None:
    types.describe(session, details["name"], details["description"], details["fields_schema"])
    _retire_as_before(session, details)


INVERSES: Mapping[str, Callable[[Session, Mapping[str, Any]], None]] = {
    "type add": _take_out,
    "type accept": _take_out,
    "type refuse": _decide_as_before,
    "type retire": _retire_as_before,
    "type unretire": _retire_as_before,
    "type revive": _describe_as_before,
    "type rename": _rename_back,
}
"""What undoes each act on types."""
