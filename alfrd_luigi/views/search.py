"""The answer to a search: the documents that were found, with the words lit, and how the query was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import listings
from alfrd_luigi.database import search as rows
from alfrd_luigi.database.listings import DocumentRow
from alfrd_luigi.database.search import Text
from alfrd_luigi.database.session import Session
from alfrd_luigi.search import index, matching
from alfrd_luigi.search.index import Tell
from alfrd_luigi.search.matching import AMONG, Found
from alfrd_luigi.search.query import ZONES, Query, parse
from alfrd_luigi.search.snippets import Part, snippet
from alfrd_luigi.search.words import Word

SHOWN = 20
"""The number of documents that are shown unless another is asked for."""
_LETTERS = 100_000


class Hit(NamedTuple):
    """A document that was found. A higher `rank` is a better match."""

    row: DocumentRow
    rank: float
    snippet: tuple[Part, ...]

    @property
    def lit(self) -> list[str]:
        """The different words that are lit."""
        return list(dict.fromkeys(part.text for part in self.snippet if part.is_lit))


class SearchView(NamedTuple):
    """The best `hits` of the `found` documents; with `is_cut`, more match, and these are among the newest ones.

    `read` says how words were read that mean something else than themselves, `remarks` what was odd in the query.
    """

    query: str
    hits: tuple[Hit, ...]
    found: int
    is_cut: bool
    read: tuple[str, ...]
    remarks: tuple[str, ...]


def search(session: Session, text: str, limit: int = SHOWN, tell: Tell = lambda _, __: None) -> SearchView:
    """The documents that match a query, the best first."""
    is_current = index.catch_up(session, tell)
    query = parse(text, date.today())
    found = matching.find(session, query, limit) if query.says_something else Found([], 0, False, frozenset(), (), ())
    remarks = [*query.remarks]
    if not query.says_something:
        remarks.append("the query has no words")
    elif not found.found:
        remarks += _unmatched(session, query)
    if found.is_cut:
        remarks.append(f"more than {AMONG} documents match: the newest {AMONG} are ranked")
    if not is_current:
        remarks.append("the newest changes are not searched yet: another process is adding them")
    hits = tuple(_hits(session, found))
    return SearchView(text, hits, found.found, found.is_cut, (*query.read, *found.read), tuple(remarks))


class Narrowed(NamedTuple):
    """The ids of all documents that match, and what was odd in the query."""

    ids: list[UUID]
    remarks: tuple[str, ...]


def narrowed(session: Session, text: str, filters: Sequence[str], tell: Tell = lambda _, __: None) -> Narrowed:
    """All documents that match a query and each of these filters, which are written as a query has them."""
    index.catch_up(session, tell)
    query = parse(text, date.today())
    for each in filters:
        query = query.narrowed(parse(each, date.today()))
    ids = matching.find_all(session, query) if query.says_something else []
    return Narrowed(ids, query.remarks if ids else (*query.remarks, *_unmatched(session, query)))


def _unmatched(session: Session, query: Query) -> Iterator[str]:
    """Remarks on filters that no document passes at all, such as one with a type that does not exist."""
    names = {zone: name for name, zone in ZONES.items()}
    for one_of in query.filters:
        if not matching.find(session, Query((), filters=(one_of,)), 1).found:
            asked = (f"{names[each.zone]}:{' '.join(forms[0] for forms in each.forms)}" for each in one_of)
            yield f"no document has {' or '.join(asked)}"


def _hits(session: Session, found: Found) -> list[Hit]:
    best = {match.id: match.rank for match in found.matches}
    shown = {row.id: row for row in listings.documents(session, ids=list(best))}
    texts = rows.texts(session, list(best), _LETTERS)
    is_lit = _lit(found)
    return [
        Hit(shown[id], rank, _snippet(texts[id], is_lit)) for id, rank in best.items() if id in shown and id in texts
    ]


def _lit(found: Found) -> Callable[[Word], bool]:
    def is_lit(word: Word) -> bool:
        return any(form in found.lit or form.startswith(found.begun) for form in word.forms)

    return is_lit


def _snippet(text: Text, is_lit: Callable[[Word], bool]) -> tuple[Part, ...]:
    """The best piece of the text or, if it has none of the words, of the summary or the note."""
    made = [snippet(each, is_lit) for each in (text.text, text.summary, text.note) if each]
    return next((parts for parts in made if any(part.is_lit for part in parts)), made[0] if made else ())
