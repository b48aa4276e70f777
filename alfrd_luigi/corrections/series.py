"""What a person says of series: their names, which of them are one, and the documents in them.

That a document is in a series, or in none, is a word of a person on its value `series`, which filing takes. Each
command is one act in one transaction, which locks the documents by id and then the series.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from alfrd_luigi.corrections import correction, fields
from alfrd_luigi.corrections.acting import acting
from alfrd_luigi.database import corrections, documents, events, files, locks, revisions, series
from alfrd_luigi.database.documents import Locked
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.series import Series
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, ConflictError, InvalidAnswerError, InvalidInputError
from alfrd_luigi.extraction.accounts import account_of, common_account
from alfrd_luigi.extraction.entity_names import normalise_entity, same_entity
from alfrd_luigi.intake.labels import has_controls, is_visible
from alfrd_luigi.language import values
from alfrd_luigi.language.validation import validate
from alfrd_luigi.stages import placing

Seen = Mapping[UUID, int]
"""The last change that the person saw of each document (`revisions.last_id`)."""


def rename(session: Session, id: int, title: str, by: str, *, seen: str | None = None) -> None:
    """Give a series a name that filing never changes. An empty one brings back the name that filing found.

    `seen` is the title that the person saw. Raises InvalidInputError, and ConflictError if it has another title now.
    """
    name = _checked(title)
    with _changing(session, []):
        row = _unmerged(session, id)
        if seen is not None and row.title != seen:
            raise ConflictError(
                f"series {id} was renamed meanwhile: it is called {row.title!r}",
                "Nothing of this command was done. Repeat it if it is still right",
            )
        before = series.own_title(session, id)
        act = corrections.begin(session, by, "rename series", series=[id], before=before, title=name)
        _rename(session, id, name)
        _record(session, id, "rename series", act, by)


def merge(session: Session, ids: Sequence[int], into: int, by: str) -> list[UUID]:
    """Merge series into another, for good: what filing finds to be in one of them is filed there.

    Returns the documents that it moved.
    Raises InvalidInputError for a merge with itself, ConflictError if one of them was merged meanwhile, and BusyError
    if a run holds one of the documents.
    """
    if into in ids:
        raise InvalidInputError(f"series {into} cannot be merged into itself", "Name two series: alfrd series list")
    moved = series.members(session, ids)
    with _changing(session, moved):
        target, *_ = [_unmerged(session, id) for id in (into, *ids)]
        if series.members(session, ids) != moved:
            raise BusyError(
                f"series {', '.join(map(str, ids))}: documents are being filed there", "Try again in a moment"
            )
        before = series.merge(session, ids, into)
        act = corrections.begin(session, by, "merge series", series=[*ids, into], into=into, before=before)
        for id in moved:
            revisions.keep(session, id, act=act)
            placing.move(session, id, target)
            events.record(session, None, "document", id, "merge series", act=act, by=by)
        _record(session, into, "merge series", act, by)
    return moved


def split(
    session: Session, id: int, ids: Sequence[UUID], by: str, *, title: str | None = None, seen: Seen | None = None
) -> Series:
    """Make a new series of some documents of a series.

    The next documents of their entity and account are filed there, too, if that tells them from those of the others.
    Raises InvalidInputError, ConflictError and BusyError.
    """
    name = _checked(title) if title is not None else None
    with _changing(session, ids, seen) as held:
        source = _unmerged(session, id)
        _check_split(session, source, held)
        row = _split_off(session, source, list(held))
        before = series.own_title(session, row.id)
        if name is not None or series.is_by_hand(session, row.id):
            _rename(session, row.id, name or _numbered(session, source))
        row = series.get(session, row.id)
        act = corrections.begin(session, by, "split series", series=[id, row.id], new=row.id, before=before)
        _place(session, act, "split series", held, row, by)
    return row


def move(session: Session, ids: Sequence[UUID], to: int, by: str, *, seen: Seen | None = None) -> Series:
    """Put documents in a series, for good. Returns the series. Raises ConflictError and BusyError."""
    with _changing(session, ids, seen) as held:
        row = _unmerged(session, to)
        act = corrections.begin(session, by, "move to series")
        _place(session, act, "move to series", held, row, by)
    return row


def exclude(session: Session, ids: Sequence[UUID], by: str, *, seen: Seen | None = None) -> None:
    """Put documents in no series, for good. Raises ConflictError and BusyError."""
    with _changing(session, ids, seen) as held:
        act = corrections.begin(session, by, "exclude from series")
        _place(session, act, "exclude from series", held, None, by)


def include(session: Session, ids: Sequence[UUID], by: str, *, seen: Seen | None = None) -> None:
    """Withdraw the words of persons on the series of documents. The next run files these again.

    Raises InvalidInputError if nobody said anything, ConflictError and BusyError.
    """
    with _changing(session, ids, seen) as held:
        act = corrections.begin(session, by, "include in series")
        for id, before in held.items():
            correction.withdraw_words(session, act, "include in series", id, before, [fields.SERIES], by)


def unname(session: Session, details: Mapping[str, Any]) -> None:
    """Undo a renaming. Raises ConflictError if the series was renamed since."""
    (id,) = details["series"]
    if series.own_title(session, id) != details["title"]:
        raise ConflictError(
            f"series {id} was renamed since", f"Give it the name that it should have: alfrd series rename {id} TITLE"
        )
    _rename(session, id, details["before"])


def unmerge(session: Session, details: Mapping[str, Any]) -> list[int]:
    """Undo a merge. Returns the series whose later documents are filed again. Raises ConflictError."""
    into = details["into"]
    for id, before in details["before"].items():
        if not series.unmerge(session, int(id), into, before):
            raise ConflictError(f"series {into} was merged into another since", "Ask who did that to undo it first")
    return [into]


def unsplit(session: Session, details: Mapping[str, Any]) -> list[int]:
    """Undo a split. Returns the series whose later documents are filed again."""
    new = details["new"]
    if not series.members(session, [new]):
        series.set_own_title(session, new, details["before"])
    return [new]


@contextmanager
def _changing(session: Session, ids: Sequence[UUID], seen: Seen | None = None) -> Iterator[dict[UUID, Locked]]:
    """A transaction that holds these documents, and keeps others from being filed."""
    with acting(session):
        held = {id: correction.held(session, id, (seen or {}).get(id)) for id in sorted(set(ids))}
        locks.hold_to_end(session, LockClass.SERIES, 0)
        yield held


def _place(session: Session, act: int, name: str, held: Mapping[UUID, Locked], row: Series | None, by: str) -> None:
    """Record the word of a person on the series of documents, and move those that are filed."""
    for id, before in held.items():
        revisions.keep(session, id, act=act)
        corrections.insert(session, act, id, fields.SERIES, "set", before.series_id, row.id if row else None)
        if before.status == "filed":
            placing.move(session, id, row)
        events.record(session, None, "document", id, name, act=act, by=by)


def _unmerged(session: Session, id: int) -> Series:
    """A series that was not merged meanwhile. Raises ConflictError."""
    row = series.get(session, id)
    if row.merged_into is not None:
        raise ConflictError(
            f"series {id} was merged meanwhile into series {row.merged_into}",
            "Nothing of this command was done. Repeat it with that series if it is still right",
        )
    return row


def _checked(title: str) -> str | None:
    name = title.strip() or None
    if name is not None and (has_controls(name.replace("\t", " ")) or not is_visible(name)):
        raise _no_name(title)
    try:
        validate(name, values.NULLABLE_LINE)
    except InvalidAnswerError:
        raise _no_name(title) from None
    return name


def _no_name(title: str) -> InvalidInputError:
    return InvalidInputError(f"a series cannot be called {title!r}", "A name is one line of text")


def _rename(session: Session, id: int, title: str | None) -> None:
    series.set_own_title(session, id, title)
    files.mark_outdated(session, id)


def _record(session: Session, id: int, name: str, act: int, by: str) -> None:
    """Record an act on a series as an event of its file."""
    file = files.of_series(session, id)
    if file is not None:
        events.record(session, None, "file", file, name, act=act, by=by)


def _check_split(session: Session, source: Series, held: Mapping[UUID, Locked]) -> None:
    for id, locked in held.items():
        if locked.series_id != source.id:
            raise InvalidInputError(
                f"document {id} is not in series {source.id}", f"See its documents with: alfrd series show {source.id}"
            )
    if len(held) == len(series.members(session, [source.id])):
        raise InvalidInputError(
            f"no document would be left in series {source.id}", f"To name it: alfrd series rename {source.id} TITLE"
        )


def _split_off(session: Session, source: Series, ids: Sequence[UUID]) -> Series:
    """The new series, with the most frequent entity and the account of the documents."""
    papers = [documents.facts(session, id) for id in ids]
    names = Counter(paper.entity for paper in papers if paper.entity)
    found, key = series.kind(session, source.id), source.entity_key
    entity = names.most_common(1)[0][0] if names else found.entity
    if not same_entity(entity, found.entity) and normalise_entity(entity):
        key = normalise_entity(entity)
        found = found._replace(entity=entity, title=found.title.replace(found.entity, entity))
    account = common_account(account_of(paper.structured_data) for paper in papers)
    left = series.vacant(session, found.series_type, key, account.key) if account else None
    return left or series.insert(session, found, key, account.key if account else "", is_mixed=account is None)


def _numbered(session: Session, source: Series) -> str:
    """The title of a series with the first number that no other has."""
    used, number = {each.title for each in series.listing(session)}, 2
    while f"{source.title}, no. {number}" in used:
        number += 1
    return f"{source.title}, no. {number}"


INVERSES: Mapping[str, Callable[[Session, Mapping[str, Any]], Iterable[int] | None]] = {
    "rename series": unname,
    "merge series": unmerge,
    "split series": unsplit,
}
"""What undoes an act besides the documents that it moved."""
