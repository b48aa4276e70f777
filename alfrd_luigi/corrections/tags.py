"""A person's tags: adds tags to documents, removes them, and renames and merges tags.

A tag that a person removed from a document does not come back to it. A former name of a tag is replaced wherever a
classification finds it. The tags of series are the program's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.corrections.acting import acting, hold
from alfrd_luigi.database import corrections, events, revisions, tags
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, InvalidInputError, NotFoundError
from alfrd_luigi.intake.labels import clean_tags
from alfrd_luigi.memory.lessons import learn

_SERIES = "series:"
_LISTED = "See the tags with: alfrd tag list"


class Tagging(NamedTuple):
    """What an act on tags did: the tag that documents have now, or no longer have, and these documents."""

    tag: str
    documents: list[UUID]


def add(session: Session, tag: str, ids: Iterable[UUID], by: str) -> Tagging:
    """Give documents a tag, for good. Raises InvalidInputError and BusyError."""
    return _say(session, tag, ids, by, "tag add", is_given=True)


def remove(session: Session, tag: str, ids: Iterable[UUID], by: str) -> Tagging:
    """Remove a tag from documents, for good. Raises InvalidInputError if one does not have it, and BusyError."""
    return _say(session, tag, ids, by, "tag remove", is_given=False)


def _say(session: Session, tag: str, ids: Iterable[UUID], by: str, act_name: str, *, is_given: bool) -> Tagging:
    with acting(session):
        name = tags.present_name(session, _own(tag))
        chosen = sorted(set(ids))
        act = corrections.begin(session, by, act_name, tag=name)
        for id in chosen:
            hold(session, id)
            if not is_given and name not in tags.of_document(session, id):
                raise InvalidInputError(
                    f"document {id} does not have the tag {name!r}", f"See its tags with: alfrd show {id}"
                )
            revisions.keep(session, id, act=act)
            tags.say(session, act, id, name, is_given=is_given)
            events.record(session, None, "document", id, act_name, act=act, by=by, tag=name)
        tags.derive(session, chosen)
        for id in chosen:
            learn(session, id)
    return Tagging(name, chosen)


def rename(session: Session, old: str, new: str, by: str) -> Tagging:
    """Give a tag another name, on all its documents and wherever a classification finds the old name.

    Raises NotFoundError, InvalidInputError if the new name is in use, and BusyError.
    """
    with acting(session):
        _hold(session, [old], new)
        name, into = _used(session, old), _own(new)
        if name == into:
            raise InvalidInputError(f"the tag is called {into!r} already", _LISTED)
        present = tags.present_name(session, into)
        if present != name and (present != into or tags.documents_with(session, into)):
            known = f"is a former name of {present!r}" if present != into else "is in use"
            raise InvalidInputError(
                f"the name {into!r} {known}", f'To make one tag of both: alfrd tag merge "{name}" "{present}"'
            )
        return _become(session, [name], into, by, "tag rename")


def merge(session: Session, names: Sequence[str], into: str, by: str) -> Tagging:
    """Make other tags of the tag `into`, on all their documents and wherever a classification finds them.

    Raises NotFoundError, InvalidInputError if a tag is merged with itself, and BusyError.
    """
    with acting(session):
        _hold(session, names, into)
        target = _used(session, into)
        merged = list(dict.fromkeys(_used(session, name) for name in names))
        if target in merged:
            raise InvalidInputError(f"the tag {target!r} cannot be merged with itself", _LISTED)
        return _become(session, merged, target, by, "tag merge")


def _hold(session: Session, names: Sequence[str], into: str) -> None:
    """Hold the documents that change if these tags become `into`, and then the names of tags. Raises BusyError."""
    ids = _changing(session, names, into)
    for id in ids:
        hold(session, id)
    tags.hold_names(session)
    if _changing(session, names, into) != ids:
        raise BusyError("documents get or lose the tag at this moment", "Try again")


def _changing(session: Session, names: Sequence[str], into: str) -> list[UUID]:
    present = [tags.present_name(session, _own(name)) for name in (*names, into)]
    return tags.documents_merging(session, present[:-1], present[-1])


def _become(session: Session, names: Sequence[str], into: str, by: str, act_name: str) -> Tagging:
    """Make `into` of these tags, in the caller's transaction, which holds them."""
    ids = tags.documents_merging(session, names, into)
    had = {id for name in names for id in tags.documents_with(session, name)}
    former = tags.former_names(session, [*names, into])
    renamed = {name: into for name, becomes in former.items() if becomes in names} | dict.fromkeys(names, into)
    renamed.pop(into, None)
    changed = {name: becomes for name, becomes in former.items() if name in renamed or name == into}
    said = {"tags": list(names), "into": into}
    act = corrections.begin(session, by, act_name, **said, names=list(renamed), former=changed)
    for id in ids:
        revisions.keep(session, id, act=act)
        events.record(session, None, "document", id, act_name, act=act, by=by, **said)
    tags.forget_names(session, [into])
    tags.rename(session, renamed)
    tags.say_merged(session, act, ids, into)
    tags.derive(session, ids)
    return Tagging(into, sorted(had))


def _take_apart(session: Session, details: Mapping[str, Any]) -> None:
    """Undo a rename or merge: the former names are what they were before it."""
    tags.hold_names(session)
    tags.forget_names(session, details["names"])
    tags.rename(session, details["former"])
    tags.derive(session, tags.documents_with(session, details["into"]))


def _used(session: Session, text: str) -> str:
    """The present name of a tag that documents have, or that replaces others. Raises NotFoundError."""
    name = tags.present_name(session, _own(text))
    if not tags.documents_with(session, name) and name not in tags.former_names(session, [name]).values():
        raise NotFoundError(f"no document has the tag {name!r}", _LISTED)
    return name


def _own(text: str) -> str:
    """The tag as it is stored. Raises InvalidInputError for an empty one, and for one of a series."""
    (tag,) = clean_tags([text]) or ("",)
    if not tag:
        raise InvalidInputError("a tag has no characters", "Give a word")
    if tag.startswith(_SERIES):
        raise InvalidInputError(
            f"the tag {tag!r} is the program's own: it names a series", "Change the series instead: alfrd series --help"
        )
    return tag


INVERSES: Mapping[str, Callable[[Session, Mapping[str, Any]], None]] = {
    "tag rename": _take_apart,
    "tag merge": _take_apart,
}
"""What undoes an act besides the tags of its documents."""
