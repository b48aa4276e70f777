"""The words of letterheads in all languages, from languages/<code>/entities.toml, and where they occur in a text.

The kinds of phrases:

- `recipient`, `issuer`: labels of the two; `not_recipient`: phrases that begin like a recipient's label.
- `employer`: labels of an employer, who issues some papers and is a particular of the recipient on others.
- `operator`: labels of who does what a paper is about, its issuer unless it is a ticket.
- `attention`: words before the person in the addressee's firm. `for`: words before the one for whom a paper is.
- `thanks`: words before the name of a shop. `greeting`, `closing`: the first and last words of a letter.
- `title`: words before a person's name. `party`: roles of those who issue contracts; `between`: words before parties.
- `declaring`: words before the name of the person who declares something.
- `connecting`: words within names that are written in lower case.
- `legal_form`: the ends of companies' names; `leading_form`: those that also stand before the name.
- `trade`, `trade_ending`: words in the names of businesses, and endings of such words; `bank`: those of banks.
- `authority`: words in the names of public bodies.
- `registration`: what only the issuer's own particulars contain.
- `generic`: words of headings and labels; a text without other words is no name. `prose`: words that no name contains.
- `heading`, `heading_ending`: what begins or ends the heading of a paper, or a caption; and endings of such words.
- `role`: what begins or ends the title of a post; `unit`, `unit_ending`: what begins or ends the name of a department.
- `part`: what begins the name of a part of a university, hospital or public body.
- `profession`: what a person says of his work below his name; `degree`: titles of professionals before the name.
- `insurer`: labels of an insurer, who issues policies only. `superior`: bodies above the one that issues a paper.
- `copy`: what ends the mark of a copy, such as "merchant copy".
- `intermediary`: what a broker or agent calls itself; `intermediary_label`: words above the name of one.
- `account_holder`: labels of who holds an account. `signatory`: words for who signs.
- `client`: words before the name of the one for whom a lawyer or collector writes.
- `team_before`, or `team_article` and `team`: the words around the name of a company whose team signs.
- `estate`: what begins the name of a community of owners, of which the address of the house is a part.
- `account_bank`: labels of the bank of an account. `maker`: words before a printer or a program.
- `postage`: what begins a postage mark.
- `field`, `street`, `street_ending`: signs of a field or of an address; `numbered_street`: the same after a number.
- `order`: headings of papers that the buyer issues; `buyer`: labels of the buyer on them.
- `supervised`: what a sentence says of a company, its subject, that an authority supervises; `article`: before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from alfrd_luigi.extraction.languages import ENGLISH, phrases
from alfrd_luigi.extraction.lines import fold

# The kinds of words that head a part of a document.
_LABELS = ("generic", "recipient", "issuer", "party", "title", "field")
# Letters and digits that OCR confuses: "lnvoice".
_ALIKE = str.maketrans("i1058", "llosb")
# A dotted abbreviation is one word: "S. p. A." is "spa".
_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_]|\.\s[^\W\d_](?=\.))+(?![^\W_])|&|[^\W_]+")

# Initials in the name of a firm: "K & L".
_INITIALS = re.compile(r"^(?!P ?& ?L\b|Q ?& ?A\b|T ?& ?C|R ?& ?D\b)[A-Z] ?& ?[A-Z]\b")


_SHORTEST_PLURAL = 4
"""The fewest letters of a trade that may also be in the plural: "Example Cinemas"."""


class Word(NamedTuple):
    """A word in the form that is compared, and its place in the text."""

    form: str
    start: int
    end: int


class Span(NamedTuple):
    """The place of a phrase: the indices of its first word and of the word after it, and its offsets in the text."""

    first: int
    stop: int
    start: int
    end: int


@lru_cache(maxsize=16384)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in reading order."""
    return tuple(Word(_form(match[0]), match.start(), match.end()) for match in _WORD.finditer(text))


@lru_cache(maxsize=16384)
def _form(word: str) -> str:
    if word == "&":
        return "and"
    return fold(word).replace(".", "").replace(" ", "")


def occurrences(kind: str, text: str) -> Iterator[Span]:
    """The places of the phrases of a kind, the longest at each word."""
    words = words_of(text)
    index = _index(kind)
    for first, word in enumerate(words):
        if word.form in index and (length := _length(index[word.form], words, first)):
            yield Span(first, first + length, word.start, words[first + length - 1].end)


@lru_cache(maxsize=16384)
def occurs(kind: str, text: str) -> bool:
    """Whether a phrase of this kind occurs in the text."""
    return any(True for _ in occurrences(kind, text))


def ending(kind: str, text: str) -> bool:
    """Whether a phrase of this kind ends a text."""
    return any(span.stop == len(words_of(text)) for span in occurrences(kind, text))


def beginning(kind: str, text: str) -> Span | None:
    """The phrase of this kind that begins a text, if any."""
    words = words_of(text)
    if not words or not (length := _length(_index(kind).get(words[0].form, ()), words, 0)):
        return None
    return Span(0, length, words[0].start, words[length - 1].end)


@cache
def single_words(kind: str) -> frozenset[str]:
    """The forms of the phrases of this kind that are one word."""
    return frozenset(first for first, rests in _index(kind).items() if () in rests)


def _length(rests: tuple[tuple[str, ...], ...], words: tuple[Word, ...], first: int) -> int:
    """The number of words of the longest phrase that begins here, or 0."""
    for rest in rests:
        following = words[first + 1 : first + 1 + len(rest)]
        if len(following) == len(rest) and all(word.form == form for word, form in zip(following, rest, strict=True)):
            return 1 + len(rest)
    return 0


@cache
def _index(kind: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The rests of the phrases by their first word, the longest first."""
    index: dict[str, set[tuple[str, ...]]] = {}
    for phrase in chain(phrases("entities", kind), _plurals() if kind == "trade" else ()):
        first, *rest = (word.form for word in words_of(phrase))
        index.setdefault(first, set()).add(tuple(rest))
    return {first: tuple(sorted(rests, key=len, reverse=True)) for first, rests in index.items()}


def _plurals() -> Iterator[str]:
    """The plurals of the English words of trades."""
    words = (phrase for phrase in phrases("entities", "trade", ENGLISH) if " " not in phrase)
    return (f"{word}s" for word in words if len(word) >= _SHORTEST_PLURAL)


@cache
def _endings(kind: str) -> tuple[str, ...]:
    """The forms of this kind, to be compared with the end of a word."""
    return tuple(_index(kind))


def ends_like(form: str, kind: str) -> bool:
    """Whether a word has more letters than its ending of this kind."""
    return form.endswith(_endings(kind)) and form not in single_words(kind)


@lru_cache(maxsize=8192)
def is_generic(text: str) -> bool:
    """Whether a text consists of words of headings and labels, numbers and single letters, but not initials."""
    if _INITIALS.search(text):
        return False
    return all(len(word.form) == 1 or not word.form.isalpha() or _is_generic(word.form) for word in words_of(text))


@lru_cache(maxsize=4096)
def _is_generic(form: str) -> bool:
    singular = form.removesuffix("s")
    return (
        any(form in single_words(kind) or singular in single_words(kind) for kind in _LABELS)
        or form.translate(_ALIKE) in _alike_generic()
    )


@cache
def _alike_generic() -> frozenset[str]:
    return frozenset(form.translate(_ALIKE) for form in single_words("generic") if len(form) > 3)
