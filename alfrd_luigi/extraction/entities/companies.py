"""The names of companies in a text, which end with a legal form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from alfrd_luigi.extraction.entities.vocabulary import (
    Span,
    Word,
    beginning,
    ending,
    is_generic,
    occurrences,
    single_words,
    words_of,
)
from alfrd_luigi.extraction.lines import skeleton

MOST_WORDS = 10
"""The most words of a name."""
_SHORTEST = 4
ENDS = ' \t:;,*|_=~<>"\u201c\u201d\u201e-\u2013\u2022\u00b7'
"""Signs around a name that are not part of it."""
# Forms that are also words or units have a capital letter, except those that end with these.
_SMALL_FORMS = {
    "sro", "oo", "bhd", "inc", "ltd", "llc", "gmbh", "ltee", "sarl", "srl", "snc", "sprl", "bvba", "senc",
}  # fmt: skip
_CLUBS = {"ev"}
_MISREAD = {"gmbh": 1, "sdnbhd": 2, "berhad": 1, "limited": 1, "pteltd": 1, "pvtltd": 1}
"""The letters of forms that are recognised with errors, and how many of them."""
_INITIALS = {form[0] for form in _MISREAD}
_DASHES = {"-", "\u2010", "\u2011", "\u2012", "\u2013"}
# Between the words of a name. A comma only precedes a legal form.
_WITHIN = re.compile(r"[\s.&'\u2019/+\-\u2010-\u2014!]*")
_SENTENCE_LETTERS = 4
_SENTENCE_END = re.compile(rf"\w{{{_SENTENCE_LETTERS}}}\.\s")
"""The end of a sentence: a shorter word may be an abbreviation within a name, as in "St. Example's Ltd"."""
_BEFORE_FORM = re.compile(r"[\s.,&'\u2019/+\-()\[\]M]*")
_TELLING = 6
"""The fewest letters by which a shorter form of a name is recognised."""


class Company(NamedTuple):
    """The offsets of a company's name in a text."""

    start: int
    end: int


def legal_forms(text: str) -> Iterator[Span]:
    """The places of legal forms that end a name: after another word, and not a word or unit of another meaning."""
    for span in occurrences("legal_form", text):
        form = text[span.start : span.end]
        capital = form != form.lower() or "." in form or words_of(text)[span.stop - 1].form in _SMALL_FORMS
        before = text[words_of(text)[span.first - 1].start] if span.first else ""
        follows_number = text[span.end : span.end + 2].strip().isdigit() and len(form) <= 3
        numbered = before.isdigit() and not _is_founding(text, span)
        is_range = len(form) == 2 and text[span.start - 1 : span.start] in _DASHES  # days: "Mo-Sa"
        if capital and before and not (_is_of_place(text, span) or numbered or follows_number or is_range):
            yield span
    if misread := _misread_form(text):
        yield misread


@lru_cache(maxsize=4096)
def _misread_form(text: str) -> Span | None:
    """The capitalised last words of a name, before its number, that text recognition made of a legal form."""
    name = text.partition("(")[0]
    words = words_of(name)
    if not words or not text[words[-1].start].isupper() or ending("legal_form", name):
        return None
    for size in (1, 2):
        if len(words) <= size or words[-size].form[0] not in _INITIALS:
            continue
        if _resembles_form("".join(word.form for word in words[-size:]).replace("rn", "m")):
            return Span(len(words) - size, len(words), words[-size].start, words[-1].end)
    return None


def _resembles_form(form: str) -> bool:
    """Whether letters differ from those of a long legal form by one or two, and not by the first."""
    from rapidfuzz.distance import Levenshtein  # most documents have no such words

    alike = ((legal, most) for legal, most in _MISREAD.items() if legal[0] == form[0])
    return any(
        abs(len(form) - len(legal)) <= most and Levenshtein.distance(form, legal) <= most for legal, most in alike
    )


def _is_founding(text: str, form: Span) -> bool:
    """Whether a club's year precedes its form: "von 1906 e.V."."""
    word = words_of(text)[form.first - 1]
    return words_of(text)[form.stop - 1].form in _CLUBS and len(word.form) == len("1906")


def _is_of_place(text: str, span: Span) -> bool:
    """Whether a form is a part of an address.

    After a comma, it is a county or province: ", Co. Kilkenny", ", AB". After an Italian street, "snc" says that the
    house has no number: "Via Roma snc".
    """
    after, form = text[span.end :].lstrip(" ."), text[span.start : span.end]
    if form.lower() == "snc":
        return beginning("street", text) is not None
    is_place = form == "AB" or (form == "Co" and after[:1].isupper())
    return is_place and text[: span.start].rstrip().endswith(",")


@lru_cache(maxsize=4096)
def has_legal_form(text: str) -> bool:
    """Whether a text names a company by its legal form."""
    return any(True for _ in companies(text))


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """A name up to its legal form."""
    if headed := _headed(name):
        return name[words_of(name)[0].end : headed.end].strip(ENDS + ".")
    first = next(legal_forms(name), None)
    return name[: first.start].strip(ENDS + ".(&") or name if first else name


def companies(text: str) -> Iterator[Company]:
    """The names in a text with a legal form: the words before it, as far as they can belong to a name.

    A form at the beginning of the text is followed by its name.
    """
    if headed := _headed(text):
        yield headed
        return
    spans = list(legal_forms(text))
    starts = {span.first for span in spans}
    for span in spans:
        if span.stop not in starts:
            start = _start(text, span)
            if start < span.start:
                yield Company(start, _past(text, span.end))


def _headed(text: str) -> Company | None:
    """The name at the beginning of a text whose legal form stands first, as in French and Dutch: "NV De Molen"."""
    form = beginning("leading_form", text)
    if form is None or not text[form.start : form.end].isupper() or text[: form.start].strip():
        return None
    rest = text[form.end :].lstrip(" .")
    name = leading_name(rest)
    if len(name) < _SHORTEST or not name[0].isalpha() or is_generic(name):
        return None
    start = len(text) - len(rest)
    return Company(form.start, start + len(name))


def _past(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == "." else end


def _start(text: str, form: Span) -> int:
    """The offset of the first word of the name that ends with the form."""
    words, start, nearer = words_of(text), form.start, form.start
    between = _BEFORE_FORM
    for word in reversed(words[max(0, form.first - MOST_WORDS) : form.first]):
        if not between.fullmatch(text, word.end, nearer) or _SENTENCE_END.match(text, word.end - _SENTENCE_LETTERS):
            break
        nearer = word.start
        if text[word.start].isupper() or text[word.start].isdigit():
            start = word.start
        elif not (word.form in single_words("connecting") or _is_possessive(text, word)):
            break
        plain = word.form not in single_words("legal_form") and len(word.form) > 1
        bracketed = text.count(")", word.start, form.start) > text.count("(", word.start, form.start)
        between = _WITHIN if plain and not bracketed else _BEFORE_FORM
    return start


def leading_name(text: str) -> str:
    """The words at the beginning of a text that can belong to a name: capitalised and connecting ones."""
    end, before = 0, 0
    for word in words_of(text)[:MOST_WORDS]:
        if not _WITHIN.fullmatch(text, before, word.start) or re.search(
            r"[^\W\d_]{3}\.", text[max(0, before - 3) : word.start]
        ):
            break
        before = word.end
        if text[word.start].isupper() or text[word.start].isdigit() or _is_possessive(text, word):
            end = word.end
        elif word.form not in single_words("connecting"):
            break
    return text[:end]


def _is_possessive(text: str, word: Word) -> bool:
    """Whether a word is the end of the one before it: "Example's Bakery"."""
    return word.form == "s" and text[word.start - 1 : word.start] in ("'", "\u2019")


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """The letters of a name before its legal form, by which its occurrences are recognised."""
    return skeleton(core(name))


def is_same(key: str, other: str) -> bool:
    """Whether two keys are of one name, of which one may be longer."""
    shorter, longer = sorted((key, other), key=len)
    return shorter == longer or (len(shorter) >= _TELLING and longer.startswith(shorter))
