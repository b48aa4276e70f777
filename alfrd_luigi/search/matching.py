"""Finds the documents that a query means, and ranks them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import search
from alfrd_luigi.database.search import Asked, Match
from alfrd_luigi.database.session import Session
from alfrd_luigi.search import vocabulary
from alfrd_luigi.search.query import Query, Wanted
from alfrd_luigi.search.ranges import multirange
from alfrd_luigi.search.terms import EVERY, quoted, series_term
from alfrd_luigi.search.vocabulary import Kin
from alfrd_luigi.search.words import is_run, is_spelt

AMONG = 2000
"""The number of documents that are ranked, the newest."""
# Codes and numbers have no stem. What begins with such a one is found if it has so many characters.
_CODE, _NUMBER = 3, 5


class Found(NamedTuple):
    """The best of the `found` documents that match; with `is_cut`, there are more, and these are the newest ones.

    `lit` are the folded words that were searched for, and those that begin with one of `begun`. `read` says which words
    were taken for misspelt ones.
    """

    matches: list[Match]
    found: int
    is_cut: bool
    lit: frozenset[str]
    begun: tuple[str, ...]
    read: tuple[str, ...]


class Words(NamedTuple):
    """The terms for the words of a query: for a word of a zone, the alternatives that stand for it."""

    kin: Mapping[str, Kin]
    read: tuple[str, ...] = ()

    def near(self, form: str) -> Sequence[str]:
        """The forms of a word."""
        return self.kin[form].near if form in self.kin else (form,)

    def wide(self, form: str) -> Sequence[str]:
        """The forms of a word, and longer words."""
        return (*self.near(form), *self.kin[form].far) if form in self.kin else (form,)


def find(session: Session, query: Query, limit: int) -> Found:
    """The best of the newest documents that match, up to `limit` of up to `AMONG`."""
    words, stand = _words(session, query), Words.near
    matches = search.matches(session, asked(query, words, words.near), AMONG, limit)
    if _count(matches) <= AMONG and any(each.far for each in words.kin.values()):
        matches, stand = search.matches(session, asked(query, words, words.wide), AMONG, limit), Words.wide
    if not matches and (corrected := _corrected(session, words)) is not None:
        words = corrected
        matches, stand = search.matches(session, asked(query, words, words.wide), AMONG, limit), Words.wide
    count = _count(matches)
    return Found(matches, min(count, AMONG), count > AMONG, *_lit(query, partial(stand, words)), words.read)


def _count(matches: Sequence[Match]) -> int:
    return matches[0].found if matches else 0


def find_all(session: Session, query: Query) -> list[UUID]:
    """All documents that match, however many they are."""
    words = _words(session, query)
    found = search.ids(session, asked(query, words, words.wide))
    if not found and (corrected := _corrected(session, words)) is not None:
        found = search.ids(session, asked(query, corrected, corrected.wide))
    return found


Stand = Callable[[str], Sequence[str]]
"""Gives the words that stand for a form."""


def asked(query: Query, words: Words, stand: Stand) -> Asked:
    """What a query asks of the database."""
    either = [_all(_term(wanted, stand) for wanted in group) for group in query.either]
    filters = [_any(_term(wanted, words.wide) for wanted in one_of) for one_of in query.filters]
    if query.series:
        filters.append(_any(quoted(series_term(id)) for id in query.series))
    without = [f"!{_term(wanted, words.near)}" for wanted in query.without]
    without += [f"!{quoted(series_term(id))}" for id in query.not_series]
    wanted = [*([_any(either)] if either else []), *filters]
    terms = _all([*(wanted or ([quoted(EVERY)] if without else [])), *without]) if wanted or without else None
    ranked = {form for group in query.either for each in group for forms in each.forms for form in forms[:1]}
    near = _any(quoted(each) for form in sorted(ranked) for each in words.near(form)) if ranked else None
    wide = _any(quoted(each) for form in sorted(ranked) for each in stand(form)) if ranked else None
    return Asked(
        terms,
        near,
        wide if wide != near else None,
        multirange(query.days),
        multirange(query.not_days),
        multirange(query.totals),
        multirange(query.not_totals),
    )


def _words(session: Session, query: Query) -> Words:
    """The vocabulary's words for those of a query. A phrase is searched for as it is written."""
    return Words(vocabulary.kin(session, {form for form in _forms(query) if is_spelt(form)}))


def _forms(query: Query) -> Iterable[str]:
    every = [*(each for group in query.either for each in group), *query.without]
    every += [each for one_of in query.filters for each in one_of]
    return (forms[0] for each in every if not each.is_phrase for forms in each.forms)


def _corrected(session: Session, words: Words) -> Words | None:
    """The words with misspelt ones replaced, if there are any."""
    unknown = [form for form in words.kin if not (search.known(session, words.near(form)) or words.kin[form].far)]
    found = {form: right for form in unknown if (right := vocabulary.corrections(session, form))}
    if not found:
        return None
    kin = dict(words.kin)
    for form, right in found.items():
        near = [each for word in vocabulary.kin(session, right).values() for each in word.near]
        kin[form] = Kin(tuple(dict.fromkeys([*right, *near])), ())
    return Words(kin, tuple(f"{form}: {', '.join(right)}" for form, right in found.items()))


def _term(wanted: Wanted, stand: Stand) -> str:
    """The tsquery of wanted words."""
    if wanted.is_phrase:
        return "(" + " <-> ".join(_exact(forms) for forms in wanted.forms) + ")"
    return _all(_word(forms, wanted.zone, stand) for forms in wanted.forms)


def _exact(forms: Sequence[str]) -> str:
    """A word of a phrase as it is written: the whole of a compound. A single character of a run begins a pair."""
    form = forms[0]
    return quoted(form) + (":*" if is_run(form) and len(form) == 1 else "")


def _word(forms: Sequence[str], zone: str, stand: Stand) -> str:
    """A word: one that stands for the whole, or all its parts one after another."""
    whole = [quoted(zone + each) for each in stand(forms[0])]
    if _begins_others(forms[0]):
        whole.append(f"{quoted(zone + forms[0])}:*")
    if "".join(forms[1:]) == forms[0]:
        whole.append("(" + " <-> ".join(quoted(zone + part) for part in forms[1:]) + ")")
    return _any(whole)


def _begins_others(form: str) -> bool:
    """Whether a form is a code or a number that may be the beginning of one."""
    if is_spelt(form) or is_run(form):
        return False
    return len(form) >= (_NUMBER if form.isdigit() else _CODE)


def _lit(query: Query, stand: Stand) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that are lit, and the beginnings of others."""
    forms = [forms for group in query.either for each in group for forms in each.forms]
    phrases = {forms[0] for group in query.either for each in group if each.is_phrase for forms in each.forms}
    words = {each for form in forms for each in (stand(form[0]) if form[0] not in phrases else form[:1])}
    parts = {part for form in forms for part in form[1:] if len(part) > 1}
    begun = [form[0] for form in forms if _begins_others(form[0]) or (is_run(form[0]) and len(form[0]) == 1)]
    return frozenset(words | parts), tuple(begun)


def _any(terms: Iterable[str]) -> str:
    return _joined(" | ", terms)


def _all(terms: Iterable[str]) -> str:
    return _joined(" & ", terms)


def _joined(sign: str, terms: Iterable[str]) -> str:
    given = list(dict.fromkeys(terms))
    return given[0] if len(given) == 1 else f"({sign.join(given)})"
