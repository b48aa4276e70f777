"""Corrects documents: records the words of a person, and what has to run again because of them.

A correction and its effects are one transaction. A value counts at once; the next run repeats the stages that depend on
it. No stage, engine or prompt overwrites it, because the values of a document are derived from both
(database: `derived_values`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.corrections import audit, fields
from alfrd_luigi.corrections.acting import acting, hold
from alfrd_luigi.corrections.fields import Field
from alfrd_luigi.corrections.history import differences, series_titles
from alfrd_luigi.database import corrections, documents, events, files, locks, revisions, series, tags, types
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import ConflictError, InvalidInputError
from alfrd_luigi.memory.lessons import learn
from alfrd_luigi.prompts import series_schema
from alfrd_luigi.stages import duplicates, rerun
from alfrd_luigi.stages.graph import GRAPH, STAGES, STATUSES, StageName


class ValueChange(NamedTuple):
    """A value before and after a correction, as JSON. `was` is the earlier word of a person that it replaces."""

    field: str
    before: Any
    after: Any
    was: corrections.Word | None = None


class Correction(NamedTuple):
    """What a correction did: the changed values, the stages that run again, and the series whose summary does."""

    document: UUID
    changes: list[ValueChange]
    stages: list[StageName]
    series: int | None


def set_values(
    session: Session,
    id: UUID,
    texts: Mapping[str, str],
    by: str,
    *,
    places: Mapping[str, Any] | None = None,
    rest_is_right: bool = False,
    seen: int | None = None,
) -> Correction:
    """Set values of a document, each by its name and as a person writes it. An empty text says that there is none.

    `places` are the page and boxes that the person pointed at, by value; an approved value can have one, too. With
    `rest_is_right`, the other values are approved; the fields are not, if the document gets another type. `seen` is the
    last change that the person saw (`revisions.last_id`).
    Raises InvalidInputError, BusyError if a living run holds the document, and ConflictError if it was changed since.
    """

    def say(act: int, values: Mapping[str, Any]) -> None:
        said = {field.name: fields.read(field, texts[field.name]) for field in _fields(session, id, texts)}
        for name, value in said.items():
            place = (places or {}).get(name)
            corrections.insert(session, act, id, name, "set", values.get(name), value, place)
        if rest_is_right:
            _approve_others(session, act, id, values, said, places or {})
        audit.close(session, id, act, [*said, *(fields.APPROVED if rest_is_right else ())])

    return _corrected(session, id, "set", by, say, seen=seen)


def unset_values(session: Session, id: UUID, names: Sequence[str], by: str, *, seen: int | None = None) -> Correction:
    """Withdraw the words of persons on these values, which become what the engine found.

    Raises InvalidInputError if nobody said anything of a value, BusyError and ConflictError.
    """

    def say(act: int, values: Mapping[str, Any]) -> None:
        _unsay(session, act, id, names, values)

    return _corrected(session, id, "unset", by, say, seen=seen)


def withdraw_words(
    session: Session, act: int, name: str, id: UUID, before: documents.Locked, names: Sequence[str], by: str
) -> Correction:
    """Withdraw the words on these values of a document that is `held`, by an act, in the caller's transaction.

    Raises InvalidInputError if nobody said anything of a value.
    """
    revisions.keep(session, id, act=act)
    made = apply_words(session, id, before, partial(_unsay, session, act, id, names))
    events.record(session, None, "document", id, name, act=act, by=by)
    return made


def _unsay(session: Session, act: int, id: UUID, names: Sequence[str], values: Mapping[str, Any]) -> None:
    said = _words(session, id)
    for name in names:
        if name not in said:
            raise InvalidInputError(
                f"no person has set {name!r} of document {id}", f"See whose word each value is with: alfrd show {id}"
            )
        corrections.insert(session, act, id, name, "unset", values.get(name), None)


def approve(
    session: Session, id: UUID, by: str, *, places: Mapping[str, Any] | None = None, seen: int | None = None
) -> Correction:
    """Record that all values of a document are right, the blank ones too. `places` are those that the person showed.

    Raises InvalidInputError, BusyError, and ConflictError if it was changed since `seen`.
    """

    def say(act: int, values: Mapping[str, Any]) -> None:
        if values["type"] is None or values["summary"] is None:
            raise InvalidInputError(f"document {id} has no values to approve yet", "Approve it when it is filed")
        _approve_others(session, act, id, values, {}, places or {})
        audit.close(session, id, act, fields.APPROVED)

    return _corrected(session, id, "approve", by, say, seen=seen)


def _approve_others(
    session: Session, act: int, id: UUID, values: Mapping[str, Any], said: Mapping[str, Any], places: Mapping[str, Any]
) -> None:
    """Approve the values of which nothing was said. The fields of another type are not right or wrong.

    A value that has the word of a person already keeps the place at which the person pointed.
    """
    own = [name for name in values if name.startswith("field.")] if "type" not in said else []
    known = {name: word.place for name, word in _words(session, id).items() if word.value == values.get(name)}
    for name in (*fields.APPROVED, *own):
        if name not in said:
            place = places.get(name, known.get(name))
            corrections.insert(session, act, id, name, "approved", values[name], values[name], place)


def _corrected(
    session: Session,
    id: UUID,
    act_name: str,
    by: str,
    say: Callable[[int, Mapping[str, Any]], None],
    *,
    seen: int | None = None,
) -> Correction:
    with acting(session):
        before = held(session, id, seen)
        act = corrections.begin(session, by, act_name)
        revisions.keep(session, id, act=act)
        made = apply_words(session, id, before, partial(say, act))
        events.record(session, None, "document", id, act_name, act=act, by=by)
    return made


def held(session: Session, id: UUID, seen: int | None) -> documents.Locked:
    """The document, locked until the transaction ends.

    Raises BusyError if a living run holds it, and ConflictError if it was changed since `seen`.
    """
    locked = hold(session, id)
    if seen is not None and revisions.last_id(session, id) > seen:
        raise _conflict(session, id)
    return locked


def _conflict(session: Session, id: UUID) -> ConflictError:
    last = revisions.changes(session, [id])[-1]
    found = differences(last, series_titles(session, [last]))
    changes = [f"{each.field} from {each.before!r} to {each.after!r}" for each in found]
    return ConflictError(
        f"document {id} was changed meanwhile by {last.person or last.run_id}: {', '.join(changes) or 'no value'}",
        "Nothing of this command was done. Look at the document, and repeat the command if it is still right",
    )


def apply_words(
    session: Session, id: UUID, before: documents.Locked, say: Callable[[Mapping[str, Any]], None]
) -> Correction:
    """Derive the values after `say`, and take back the stages that depend on what changed, in the caller's transaction.

    `say` gets the values before. If it changes the word on the series, the document is filed again.
    """
    words = _words(session, id)
    old = corrections.values(session, id)
    say(old)
    documents.derive(session, id)
    new = corrections.values(session, id)
    changes = [
        ValueChange(name, old.get(name), new.get(name), words.get(name))
        for name in sorted({**old, **new}, key=fields.place)
        if old.get(name) != new.get(name)
    ]
    if _placed(words) != _placed(_words(session, id)):
        title = before.series_id and series.get(session, before.series_id).title
        changes.append(ValueChange(fields.SERIES, title, None, words.get(fields.SERIES)))
    if old.get("type") != new.get("type"):
        tags.derive(session, [id])
    stages = _redone(session, id, before, [each.field for each in changes])
    learn(session, id)
    # A summary says nothing of payments.
    outdated = before.series_id if any(each.field != fields.PAID for each in changes) else None
    if outdated is not None:
        files.mark_outdated(session, outdated)
    return Correction(id, changes, stages, outdated)


def _words(session: Session, id: UUID) -> dict[str, corrections.Word]:
    return {word.field: word for word in corrections.words(session, id)}


def _placed(words: Mapping[str, corrections.Word]) -> tuple[Any, ...]:
    """What the word on the series says; empty if there is none."""
    return (words[fields.SERIES].value,) if fields.SERIES in words else ()


def _redone(session: Session, id: UUID, before: documents.Locked, changed: Sequence[str]) -> list[StageName]:
    """Take back the first stage that depends on a changed value, if it has run. Returns the stages that run again."""
    if before.status == "failed":
        documents.make_due(session, id)
    status = documents.state(session, id).status
    dependent = set(map(fields.redoes, changed))
    for stage in STAGES:
        if stage in dependent and STATUSES.index(status) > STATUSES.index(GRAPH[stage].before):
            return rerun.redo(session, id, stage)
    if before.status == "filed" and fields.COMPARED & set(changed):
        found = duplicates.read(session, id)
        locks.hold_to_end(session, LockClass.SERIES, 0)
        duplicates.link(session, found)
    return []


def _fields(session: Session, id: UUID, names: Mapping[str, str]) -> list[Field]:
    """The values by these names, of the type that the document has, or that it is given by the same command."""
    state = documents.state(session, id)
    document_type = names.get("type", state.document_type)
    of = types.get(session, document_type) if document_type else None
    if of is not None and of.retired_at is not None and of.name != state.document_type:
        raise InvalidInputError(f"the type {of.name!r} is retired", f"To use it again: alfrd types unretire {of.name}")
    schema = of.fields_schema if of else {}
    if document_type == state.document_type:
        schema = series_schema.of_document(session, id, schema)
    return [fields.find(name, document_type, schema) for name in names]
