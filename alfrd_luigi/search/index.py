"""Keeps the words of documents up to date.

Every change of a fact is an event, and an event has the number of its transaction. The state of the index holds the
snapshot that it shows; what a later snapshot sees and this one does not, has changed. A process that is killed leaves
the state as it was, and the next one does again what is not certain to be done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from alfrd_luigi.database import changes, documents, locks, search
from alfrd_luigi.database.changes import Changed
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.search import InLanguage, State, Stemmed, Title
from alfrd_luigi.database.session import Session
from alfrd_luigi.search.freshness import VERSION
from alfrd_luigi.search.stems import LANGUAGES, stem
from alfrd_luigi.search.terms import LETTERS, Terms, terms
from alfrd_luigi.search.words import is_spelt, words

# Documents in a transaction.
_BATCH = 100
_CATCHING_UP, _WRITING = 0, 1

Tell = Callable[[int, int], None]
"""Called with the numbers of documents done and to do."""


def is_current(session: Session) -> bool:
    """Whether the words are those of the documents as they are now."""
    return search.is_current(session, VERSION)


def catch_up(session: Session, tell: Tell = lambda _, __: None) -> bool:
    """Bring the words up to date. Returns False if another process is doing so."""
    if is_current(session):
        return True
    with locks.held_if_free(session, LockClass.SEARCH, _CATCHING_UP) as is_held:
        if is_held:
            _catch_up(session, tell)
    return is_held


def forget(session: Session, series: Sequence[int], texts: Iterable[str]) -> None:
    """Remove the words of texts that no document has from the vocabulary, in the transaction of the caller.

    They may have given these series other titles, too.
    """
    locks.hold_to_end(session, LockClass.SEARCH, _WRITING)
    retitled = search.retitled_among(session, series)
    ids = search.of_series(session, [each.id for each in retitled])
    for start in range(0, len(ids), _BATCH):
        _write(session, ids[start : start + _BATCH])
    search.set_titles(session, retitled)
    spelt = {form for text in texts for word in words(text) for form in word.forms if is_spelt(form)}
    search.forget_words(session, sorted(spelt))


def _catch_up(session: Session, tell: Tell) -> None:
    now = changes.snapshot(session)
    before = search.state(session)
    if before is None or (before.version, before.database) != (VERSION, now.database):
        before = _begin(session, State(now.seen, now.database, VERSION, is_whole=False))
    told = changes.subjects(session, now._replace(seen=before.seen))
    retitled = _retitled(session, told)
    stale = {UUID(each.key) for each in told if each.subject == "document"}
    stale |= set(search.of_series(session, [each.id for each in retitled]))
    if not before.is_whole:
        stale |= set(search.without_terms(session))
    _write_all(session, sorted(stale), tell)
    if stale:
        search.settle(session)
    search.set_titles(session, retitled)
    search.set_state(session, State(now.seen, now.database, VERSION, is_whole=True))


def _begin(session: Session, state: State) -> State:
    """Begin an index of all documents."""
    with session.transaction():
        search.clear(session)
        search.set_all_titles(session)
        search.set_state(session, state)
    return state


def _retitled(session: Session, changed: Collection[Changed]) -> list[Title]:
    """The series that have another title than in the words: those of changed documents or files."""
    told = {
        subject: [UUID(each.key) for each in changed if each.subject == subject] for subject in ("document", "file")
    }
    return search.retitled(session, told["document"], told["file"]) if any(told.values()) else []


def _write_all(session: Session, ids: Sequence[UUID], tell: Tell) -> None:
    for start in range(0, len(ids), _BATCH):
        tell(start, len(ids))
        with session.transaction():
            # Acts lock documents first, too. So no deadlock arises.
            there = documents.keep(session, ids[start : start + _BATCH])
            locks.hold_to_end(session, LockClass.SEARCH, _WRITING)
            _write(session, there)
    if ids:
        tell(len(ids), len(ids))


def _write(session: Session, ids: Sequence[UUID]) -> None:
    made = [(content, terms(content)) for content in search.contents(session, ids, LETTERS)]
    before = search.terms_of(session, ids)
    search.write(session, [(content, found.vector) for content, found in made])
    _learn(session, [found for _, found in made])
    now = {each.word for _, found in made for each in found.words}
    if gone := {form for each in before for form in each if form not in now and is_spelt(form)}:
        search.forget_words(session, sorted(gone))


def _learn(session: Session, found: Iterable[Terms]) -> None:
    """Add the words to the vocabulary, with their stems."""
    spelt = sorted(set[InLanguage]().union(*(each.words for each in found)))
    search.add_words(session, sorted({each.word for each in spelt}))
    new = search.unstemmed(session, [each for each in spelt if each.language in LANGUAGES])
    search.add_stems(session, [Stemmed(stem(*each), *each) for each in sorted(new)])


def written_in(data: Any) -> Iterable[str]:
    """All texts in JSON."""
    if isinstance(data, dict):
        for each in data.values():
            yield from written_in(each)
    elif isinstance(data, list):
        for each in data:
            yield from written_in(each)
    elif isinstance(data, str):
        yield data
