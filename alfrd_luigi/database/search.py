"""The words of documents and the archive's vocabulary, by which documents are found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import changes
from alfrd_luigi.database.changes import Snapshot
from alfrd_luigi.database.session import Session


class State(NamedTuple):
    """Up to which snapshot the words are those of the documents of a database.

    `version` is that of the rules for words. While the state is not `is_whole`, documents may have no words.
    """

    seen: str
    database: str
    version: int
    is_whole: bool


class Content(NamedTuple):
    """What the words of a document are made from. `newest` is its date or, without one, that of its registration."""

    id: UUID
    newest: date
    document_date: date | None
    total_amount: Decimal | None
    entity: str | None
    title: str | None
    document_type: str | None
    series_id: int | None
    series: str | None
    summary: str | None
    note: str | None
    structured_data: dict[str, Any] | None
    tags: list[str]
    files: list[str]
    text: str | None


class Stemmed(NamedTuple):
    """A word that has a stem in a language."""

    stem: str
    word: str
    language: str


class InLanguage(NamedTuple):
    """A word in a language."""

    word: str
    language: str


class Beginning(NamedTuple):
    """A word of the vocabulary that begins with the one that was asked for."""

    asked: str
    word: str


class Match(NamedTuple):
    """A document that matches. A higher `rank` is a better match.

    `found` is the number of matches; one more than are ranked if there are others.
    """

    id: UUID
    rank: float
    found: int


class Text(NamedTuple):
    """What a snippet of a document is taken from."""

    id: UUID
    text: str | None
    summary: str | None
    note: str | None


class Title(NamedTuple):
    """The title of a series."""

    id: int
    title: str


class Asked(NamedTuple):
    """What documents have to match. `terms` is a tsquery; `near` and, if it has more, `wide` rank the matches.

    `days` and `totals` are multiranges of dates and amounts. A document without one is in none. None: any. Those of
    `not_days` and `not_totals` are left out.
    """

    terms: str | None
    near: str | None
    wide: str | None
    days: str | None
    not_days: str | None
    totals: str | None
    not_totals: str | None


def state(session: Session) -> State | None:
    """The state of the index, None for one that was never made."""
    return session.one("search.state", State)


def set_state(session: Session, now: State) -> None:
    """Record the state of the index."""
    session.run("search.set_state", **now._asdict())


def is_current(session: Session, version: int) -> bool:
    """Whether the index shows the documents as they are now, by these rules for words."""
    found = state(session)
    if found is None or not found.is_whole or found.version != version:
        return False
    return not changes.is_changed(session, Snapshot(found.seen, found.database, "", ""))


def clear(session: Session) -> None:
    """Remove all words."""
    session.run("search.clear")


def without_terms(session: Session) -> list[UUID]:
    """The documents that have no words yet."""
    return session.values("search.without_terms")


def of_series(session: Session, ids: Sequence[int]) -> list[UUID]:
    """The documents in these series."""
    return session.values("search.of_series", ids=list(ids))


def retitled(session: Session, documents: Sequence[UUID], files: Sequence[UUID]) -> list[Title]:
    """The series of these documents and files that have another title than in the words: the titles now."""
    return session.all("search.retitled", Title, documents=list(documents), files=list(files))


def retitled_among(session: Session, ids: Sequence[int]) -> list[Title]:
    """Those of these series that have another title than in the words."""
    return session.all("search.retitled_among", Title, ids=list(ids))


def set_titles(session: Session, rows: Sequence[Title]) -> None:
    """Record that the words have these titles of series."""
    if rows:
        session.run("search.set_titles", ids=[row.id for row in rows], titles=[row.title for row in rows])


def set_all_titles(session: Session) -> None:
    """Record the titles of all series."""
    session.run("search.set_all_titles")


def contents(session: Session, ids: Sequence[UUID], letters: int) -> list[Content]:
    """What the words of documents are made from, with so many letters of their texts."""
    return session.all("search.contents", Content, ids=list(ids), letters=letters)


def terms_of(session: Session, ids: Sequence[UUID]) -> list[list[str]]:
    """The terms that documents have so far."""
    return session.values("search.terms_of", ids=list(ids))


def write(session: Session, rows: Sequence[tuple[Content, str]]) -> None:
    """Store the words of documents, each as the text of a tsvector."""
    of = [content for content, _ in rows]
    session.run(
        "search.write",
        ids=[each.id for each in of],
        newest=[each.newest for each in of],
        dates=[each.document_date for each in of],
        totals=[each.total_amount for each in of],
        terms=[terms for _, terms in rows],
    )


def unstemmed(session: Session, words: Sequence[InLanguage]) -> list[InLanguage]:
    """Those of these words that have no stem in their language yet."""
    return session.all("search.unstemmed", InLanguage, words=[w for w, _ in words], languages=[of for _, of in words])


def add_stems(session: Session, rows: Sequence[Stemmed]) -> None:
    """Store the stems of words."""
    columns = {"words": [row.word for row in rows], "languages": [row.language for row in rows]}
    session.run("search.add_stems", stems=[row.stem for row in rows], **columns)


def add_words(session: Session, words: Sequence[str]) -> None:
    """Add words to the vocabulary."""
    session.run("search.add_words", words=list(words))


def forget_words(session: Session, words: Sequence[str]) -> None:
    """Remove those of these words that no document has from the vocabulary."""
    session.run("search.forget_words", words=list(words))


def settle(session: Session) -> None:
    """Complete the indexes after many documents."""
    session.value("search.settle")


def known(session: Session, words: Sequence[str]) -> set[str]:
    """Those of these words that the vocabulary has."""
    return set(session.values("search.known", words=list(words)))


def of_stems(session: Session, stems: Sequence[tuple[str, str]]) -> list[Stemmed]:
    """The words with one of these stems, each given with its language; the shortest first."""
    given = {"stems": [stem for stem, _ in stems], "languages": [language for _, language in stems]}
    return session.all("search.of_stems", Stemmed, **given)


def beginning(session: Session, words: Sequence[str], limit: int) -> list[Beginning]:
    """The shortest words that begin with each of these, without these themselves."""
    return session.all("search.beginning", Beginning, words=list(words), limit=limit)


def containing(session: Session, word: str, grams: Sequence[str], limit: int) -> list[str]:
    """The shortest words that hold a word with these groups of letters, and do not begin with it."""
    return session.values("search.containing", word=word, grams=list(grams), limit=limit)


def resembling(
    session: Session, pieces: tuple[Sequence[str], Sequence[str], Sequence[str]], lengths: tuple[int, int], limit: int
) -> list[str]:
    """Words of such lengths that have all groups of letters of one of three pieces."""
    first, middle, last = map(list, pieces)
    shortest, longest = lengths
    values = {"first": first, "middle": middle, "last": last, "shortest": shortest, "longest": longest}
    return session.values("search.resembling", **values, limit=limit)


def matches(session: Session, asked: Asked, among: int, limit: int) -> list[Match]:
    """The best of the newest `among` documents that match, up to `limit`: the best first."""
    with session.transaction():
        session.run("search.prefer_index")
        return session.all("search.matches", Match, **asked._asdict(), among=among, limit=limit)


def ids(session: Session, asked: Asked) -> list[UUID]:
    """All documents that match."""
    with session.transaction():
        session.run("search.prefer_index")
        return session.values("search.ids", **asked._asdict())


def texts(session: Session, ids: Sequence[UUID], letters: int) -> dict[UUID, Text]:
    """What snippets of documents are taken from, by id."""
    return {row.id: row for row in session.all("search.texts", Text, ids=list(ids), letters=letters)}
