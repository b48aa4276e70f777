"""The form of names: legal forms, the part that names a company, and signs that a text is no name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates
from alfrd_luigi.extraction.entities.vocabulary import (
    Span,
    beginning,
    endings,
    occurrences,
    occurs,
    single_words,
    words_of,
)  # fmt: skip

MOST_WORDS = 10
# The kinds of words that head a part of a document.
_LABELS = ("generic", "recipient", "issuer", "party", "title", "field")
ENDS = ' \t:;,*|_=~<>"\u201c\u201d\u201e-\u2013\u2022\u00b7'
# Letters and digits that OCR confuses: "lnvoice".
_ALIKE = str.maketrans("i1058", "llosb")
# Forms that are also words or units begin with a capital letter, except these.
_SMALL_FORMS = {"mbh", "ek", "ev", "ag", "eg", "sro", "spzoo", "oo"}
# Between the words of a name. A comma only precedes a legal form.
_WITHIN = re.compile(r"[\s.&'\u2019/+\-\u2010-\u2014!]*")
_BEFORE_FORM = re.compile(r"[\s.,&'\u2019/+\-()\[\]M]*")
_TITLE = re.compile(
    r"\s+(?:tax )?(?:invoice|bill|statement|receipt|factuur|rechnung|facture|factura|fattura)\s*\.?$", re.IGNORECASE
)
_BRANCH = re.compile(r"\s*#\s?\d+$")
# OCR often loses the space: "Growers'Association".
_POSSESSIVE = re.compile(r"(?<=[^\W\d_]{3})([sS]['\u2019])(?=[^\W\d_]{3})")
_URL = re.compile(r"\s+(?:https?://|www\.)\S+$", re.IGNORECASE)
_MAILBOX = re.compile(r"^[\w.+\-]+@([\w\-]+)(?:\.\w+)+$")
_ADDRESS_TAIL = re.compile(r"(?:\s*[,|\u2022\u00b7]|\s[-\u2013])\s+(?:P\.?\s?O\.? Box\b.*|\d.*|One .*|[A-Z]\w+ \d.*)$")
REGISTRATION = re.compile(
    r"\s*[(\[{]?\s*(?:(?:co(?:mpany)?|business|gst|reg(?:istration)?)\.?\s?)*(?:reg(?:istration)?|no|nr|roc|brn|id|"
    r"kvk|hrb|abn)\.?\s?(?:no|nr|number)?\.?\s?[:.]?\s*\(?[A-Z]{0,3}\d[\w\-/ ]*\)?$"
    r"|\s*[(\[{]\s*[A-Z]{0,4}\s?\d[\d\-\s]{3,}[-\s]?\w{0,2}\s*[)\]}I1]?\.?$|\s+\d{5,}\s?-\s?\w\)?$|\s*\((?:co|reg|"
    r"roc|gst)[^)]*\)?$|\s*\($",
    re.IGNORECASE,
)
# A line of a postal address: a postal code with its city, or a house number.
_POSTAL = re.compile(
    r"(?:^|[\s,\-])(?:\d{5,6}|\d{4}(?=\s[A-Z]{2}\b|\s[A-Z][a-z]))(?:-\d{4})?,?\s+[^\W\d]{2}|"
    r"[^\W\d]{2}\.?,?\s+\d{5,6}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|"
    r"^\W*(?:no\.?\s*)?\d+\w?(?:[/\-]\d+)?,\s*[^\W\d]{2}"
)
# A house number after the name of a street.
_HOUSE_NUMBER = re.compile(r"([^\W\d_]{4,})\.?,?\s\d{1,4}\s?[a-z]?(?:,|$)")
# A telephone number, a mailbox or a web address.
_CONTACT = re.compile(r"(?<![\d.,/])\(?\+?\d{2,}\)?[\-. /]+\d[\d\-. /]{4,}\d(?![.,\d])|@|\bwww\.")
_HOUSE = re.compile(r"[^\W\d_]+ \d{1,3}[a-z]?")
_CITY_LINE = re.compile(r"[^\d,]+,\s*(?:[^\d,]{2,20},?\s*)?\d{4,6}\b")
# Lists of places: "Anytown, NY".
_PLACES = re.compile(r"^[^\W\d]+ \d{4,6}$|,.*,|,\s?[A-Z]{2}\b\.?$|(?:^|\s)\d{5}(?:\s|$)")


class Company(NamedTuple):
    """The offsets of a company's name in a text."""

    start: int
    end: int


def legal_forms(text: str) -> Iterator[Span]:
    """The places of legal forms that end a name: after another word, and not a word or unit of another meaning."""
    for span in occurrences("legal_form", text):
        form = text[span.start : span.end]
        capital = form[0].isupper() or words_of(text)[span.first].form in _SMALL_FORMS or span.stop - span.first > 1
        before = text[words_of(text)[span.first - 1].start] if span.first else ""
        follows_number = text[span.end : span.end + 2].strip().isdigit() and len(form) <= 3
        if capital and before and not before.isdigit() and not follows_number:
            yield span


@lru_cache(maxsize=4096)
def has_legal_form(text: str) -> bool:
    """Whether a text names a company by its legal form."""
    return any(True for _ in companies(text))


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """A name up to its legal form."""
    first = next(legal_forms(name), None)
    return name[: first.start].strip(ENDS + ".(&") or name if first else name


def companies(text: str) -> Iterator[Company]:
    """The names in a text that end with a legal form: the words before it, as far as they can belong to a name."""
    spans = list(legal_forms(text))
    starts = {span.first for span in spans}
    for span in spans:
        if span.stop not in starts:
            start = _start(text, span)
            if start < span.start:
                yield Company(start, _past(text, span.end))


def _past(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == "." else end


def _start(text: str, form: Span) -> int:
    """The offset of the first word of the name that ends with the form."""
    words, start, nearer = words_of(text), form.start, form.start
    between = _BEFORE_FORM
    for word in reversed(words[max(0, form.first - MOST_WORDS) : form.first]):
        if not between.fullmatch(text, word.end, nearer):
            break
        nearer = word.start
        if text[word.start].isupper() or text[word.start].isdigit():
            start = word.start
        elif word.form not in single_words("connecting"):
            break
        between = _WITHIN if word.form not in single_words("legal_form") and len(word.form) > 1 else _BEFORE_FORM
    return start


def tidy(text: str) -> str:
    """A name with single spaces, without registration number, title and address; for a mailbox, its host."""
    if mailbox := _MAILBOX.match(text.strip()):
        return mailbox[1]
    name = re.sub(r"\s*(?:<[^>]*>?|\[[^\]]*@[^\]]*\]).*$", "", " ".join(_URL.sub("", text).split()))
    if sentence := re.match(r"(.{4,}?[a-z]{4,})\. [A-Z]", name):
        name = sentence[1]
    if twice := re.fullmatch(r"(\S.{3,}) \1", name, re.IGNORECASE):
        name = twice[1]
    name = _POSSESSIVE.sub(r"\1 ", name)
    for pattern in (_ADDRESS_TAIL, _BRANCH, REGISTRATION, _TITLE, REGISTRATION):
        shorter = pattern.sub("", name).strip(ENDS)
        name = shorter if len(shorter) >= 2 else name
    return name


@lru_cache(maxsize=8192)
def is_generic(text: str) -> bool:
    """Whether a text consists of words of headings and labels, numbers and single letters."""
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


@lru_cache(maxsize=8192)
def is_address(text: str) -> bool:
    """Whether a text looks like a line of an address, with a house number, postal code, telephone or mailbox."""
    return is_postal(text) or bool(_CONTACT.search(text))


@lru_cache(maxsize=8192)
def is_postal(text: str) -> bool:
    """Whether a text looks like a line of a postal address."""
    street = _HOUSE_NUMBER.search(text)
    numbered = _is_numbered(text) or (street is not None and not is_generic(street[1]))
    return (numbered or bool(_POSTAL.search(text)) or _has_street(text)) and not is_generic(text)


def is_city_line(text: str) -> bool:
    """Whether a line is a place with its postal code: "Cheras, 56100 Kuala Lumpur"."""
    return bool(_CITY_LINE.match(text))


def _is_numbered(text: str) -> bool:
    """Whether a text is a street with a house number before or, in few words, after it."""
    return (text[:1].isdigit() and occurs("numbered_street", text)) or bool(_HOUSE.fullmatch(text))


def _has_street(text: str) -> bool:
    return occurs("street", text) or any(_ends(word.form, "street_ending") for word in words_of(text))


def _ends(form: str, kind: str) -> bool:
    """Whether a word has more letters than its ending of this kind."""
    return form.endswith(endings(kind)) and form not in single_words(kind)


@lru_cache(maxsize=4096)
def doubt(name: str) -> float:
    """Points against a text as a name, by its words and signs alone."""
    letters = sum(char.isalpha() for char in name)
    form = has_legal_form(name)
    points = 45 if beginning("field", name) or "@" in name or "#" in name else 15 if occurs("field", name) else 0
    points += 30 if _has_street(name) or _is_numbered(name) else 0
    points += 30 if not form and _PLACES.search(name) else 0
    points += 30 if not form and _is_labelled(name) else 0
    points += 50 if any(find_money(name)) or any(find_printed_dates(name)) else 0
    points += 25 if letters < 0.6 * len(name.replace(" ", "")) else 0
    points += 15 if any(char.isdigit() for char in name) and not form else 0
    points += 20 if len(name.split()) > 6 and not form else 0
    points += 20 if ":" in name else 0
    points += 20 if letters < 3 else 0
    return points + 25 * min(2, sum(word.form in single_words("prose") for word in words_of(name))) + _small(name)


def _is_labelled(name: str) -> bool:
    """Whether a text is a recipient's label with a value: "Name John Doe"."""
    label = beginning("recipient", name)
    if label is None or label.stop == len(words_of(name)) or names_trade(name):
        return False
    return not occurs("title", name[: label.end])


@lru_cache(maxsize=8192)
def names_trade(name: str) -> bool:
    """Whether a name contains words of a trade, and words besides: a word of no heading, if it is one trade only."""
    trades = list(occurrences("trade", name))
    traded = {index for span in trades for index in range(span.first, span.stop)}
    if any(_ends(word.form, "trade_ending") for word in words_of(name)):
        return True
    others = [
        word.form
        for index, word in enumerate(words_of(name))
        if index not in traded and len(word.form) > 1 and word.form not in single_words("connecting")
    ]
    return bool(trades) and bool(others) and (len(trades) > 1 or not all(map(is_generic, others)))


def _small(name: str) -> float:
    """Points against words in lower case, which occur in slogans and sentences."""
    small = [word for word in words_of(name) if name[word.start].islower() and len(word.form) > 1]
    strange = [word for word in small if word.form not in single_words("connecting")]
    return 10 * min(4, len(strange)) + (20 if name[0].islower() else 0)


def leading_name(text: str) -> str:
    """The words at the beginning of a text that can belong to a name: capitalised and connecting ones."""
    end, before = 0, 0
    for word in words_of(text)[:MOST_WORDS]:
        if not _WITHIN.fullmatch(text, before, word.start) or re.search(
            r"[^\W\d_]{3}\.", text[max(0, before - 3) : word.start]
        ):
            break
        before = word.end
        if text[word.start].isupper() or text[word.start].isdigit():
            end = word.end
        elif word.form not in single_words("connecting"):
            break
    return text[:end]
