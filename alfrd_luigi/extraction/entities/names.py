"""The form of names: what is cut off, and signs that a text is no name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from alfrd_luigi.extraction.amounts.money import find_money
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates
from alfrd_luigi.extraction.entities.addresses import has_street, is_numbered
from alfrd_luigi.extraction.entities.companies import ENDS, has_legal_form
from alfrd_luigi.extraction.entities.vocabulary import (
    beginning,
    ending,
    ends_like,
    is_generic,
    occurrences,
    occurs,
    single_words,
    words_of,
)

_TITLE = re.compile(
    r"\s+(?:tax )?(?:invoice|bill|statement|receipt|factuur|rechnung|facture|factura|fattura)\s*\.?$", re.IGNORECASE
)
_LONGEST_STREET = 2
"""The most words of a street that begins with the word of a trade: "Market Street"."""
_LONGEST_LABEL = 2
_BRANCH = re.compile(r"\s*#\s?\d+$")
# OCR often loses the space: "Growers'Association".
_POSSESSIVE = re.compile(r"(?<=[^\W\d_]{3})([sS]['\u2019])(?=[^\W\d_]{3})")
_DASH = re.compile(r"\s[\-\u2013\u2014]\s")
# What follows a name in one cell: "Example Office Fax: 555-0134".
_FIELD_TAIL = re.compile(
    r"\s+(?:tel|fax|phone|telephone|t\u00e9l|telefon|telefax|tfno|www|e-?mail)\b\.?\s*:?.*$", re.IGNORECASE
)
_URL = re.compile(r"\s+(?:https?://|www\.)\S+$", re.IGNORECASE)
# The day of a transaction: "01/13 Card Purchase Example Inc".
_DAY = re.compile(r"[0-3]\d[/.][0-3]\d\b")
# A paper's year: "2024 Property Tax".
_YEAR = re.compile(r"(?:19|20)\d\d\b")
# The marks of headings and bold words in Markdown.
_MARKUP = re.compile(r"^\s*#{1,6}\s|(?<!\*)(?:\*\*|__)(?=\w)|(?<=\w)(?:\*\*|__)(?!\*)")
_NUMBERING = re.compile(r"^\d{1,2}[.)]\s+(?=\w)")
# What begins the heading of an official form: "Form 1040 Department of ...".
_FORM_NUMBER = re.compile(
    r"^(?:form|formulaire|formular|vordruck|modello|modelo|mod\.?|formulier|cerfa)\s+(?:n[\u00b0\u00bao.]+\s*)?"
    r"[\w/\-]*\d[\w/\-]*\s+(?=[^\W\d])",
    re.IGNORECASE,
)
# A remark in brackets, which the end of the text may close.
_REMARK = re.compile(r"\([^()]*\)?$")
_MAILBOX = re.compile(r"^[\w.+\-]+@([\w\-]+)(?:\.\w+)+$")
_SITE = re.compile(r"^www\.([\w\-]+)(?:\.\w{2,3}){1,2}$", re.IGNORECASE)
_ADDRESS_TAIL = re.compile(r"(?:\s*[,;|\u2022\u00b7]|\s[-\u2013])\s+(?:P\.?\s?O\.? Box\b.*|\d.*|One .*|[A-Z]\w+ \d.*)$")
_REGISTRATION = re.compile(
    r"\s*[(\[{]?\s*(?<![^\W\d_])(?:(?:co(?:mpany)?|business|gst|reg(?:istration)?)\.?\s?)*(?:reg(?:istration)?|no|nr|roc|brn|id|"
    r"kvk|hrb|abn)\.?\s?(?:no|nr|number)?\.?\s?[:.]?\s*\(?[A-Z]{0,3}\d[\w\-/ ]*\)?$"
    r"|\s*[(\[{]\s*[A-Z]{0,4}\s?\d[\d\-\s]{3,}[-\s]?\w{0,2}\s*[)\]}I1]?\.?$|\s+\d{5,}\s?-\s?\w\)?$|\s*\((?:co|reg|"
    r"roc|gst)[^)]*\)?$|\s*\($",
    re.IGNORECASE,
)
# The states of the USA, its capital's district, and the provinces of Canada (ISO 3166-2).
_STATES = (
    "A[BKLRZ]|BC|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ABDEINOST]|N[BCDEHJLMSVY]|O[HKNR]|P[AER]|QC|RI|S[CDK]|T[NX]"
    "|UT|V[AT]|W[AIVY]"
)
# Lists of places: "Anytown, NY", "Anytown NY".
_PLACES = re.compile(
    r"^[^\W\d]+ \d{4,6}$|,.*,|,\s?[A-Z]{2}\b\.?$|(?:^|\s)\d{5}(?:\s|$)|"
    rf"^(?:[A-Z][a-z]+ ){{1,3}}(?:{_STATES})$|"
    r",\s?(?:USA|United States|United Kingdom|Canada|Australia|Ireland|Deutschland|Schweiz|Suisse|France)$"
)
# The head of a column: "Amt (RM)".
_CURRENCY = re.compile(r"\((?:RM|Rs|[$\u20ac\u00a3]|USD|EUR|GBP|CHF|MYR|SGD|AUD|CAD|INR)\)")


def tidy(text: str) -> str:
    """A name with single spaces, without registration number, title and address; for a mailbox or site, its host."""
    if host := _MAILBOX.match(text.strip()) or _SITE.match(text.strip()):
        return host[1]
    plain = _MARKUP.sub("", _URL.sub("", text))
    name = re.sub(r"\s*(?:<[^>]*>?|\[[^\]]*@[^\]]*\]).*$", "", " ".join(plain.split()))
    if sentence := re.match(r"(.{4,}?[a-z]{5,})\. [A-Z]", name):
        name = sentence[1]
    if twice := re.fullmatch(r"(\S.{3,}) \1", name, re.IGNORECASE):
        name = twice[1]
    name = _FORM_NUMBER.sub("", _NUMBERING.sub("", name))
    name = _POSSESSIVE.sub(r"\1 ", name)
    for pattern in (_FIELD_TAIL, _ADDRESS_TAIL, _BRANCH, _REGISTRATION, _TITLE, _REGISTRATION):
        shorter = pattern.sub("", name).strip(ENDS)
        name = shorter if len(shorter) >= 2 else name
    return name


@lru_cache(maxsize=4096)
def doubt(name: str, *, is_known: bool = False) -> float:
    """Points against a text as a name, by its words and signs alone. One that is known as a name may hold a field's."""
    letters = sum(char.isalpha() for char in name)
    is_field = (_begins("field", name) and not occurs("authority", name)) or "@" in name or "#" in name
    signs = (
        (45, is_field),
        (15, not is_field and not is_known and occurs("field", name) and not _ends_with_field(name)),
        (30, beginning("registration", name)),
        (50, any(find_money(name)) or any(find_printed_dates(name))),
        (25, letters < 0.6 * len(name.replace(" ", ""))),
        (25, _is_cut(name)),
        (20, ":" in name),
        (60, name.startswith("[") or _REMARK.match(name)),
        (20, letters < 3),
        (40, is_heading(name) or beginning("order", name)),
        (30, _YEAR.match(name)),
        (50, _DAY.match(name)),
        (40, _CURRENCY.search(name)),
    )
    prose = sum(word.form in _prose() and "." not in name[word.start : word.end] for word in words_of(name))
    points = sum(points for points, is_there in signs if is_there) + 25 * min(2, prose)
    return points if has_legal_form(name) else points + _doubt_without_form(name)


def _doubt_without_form(name: str) -> float:
    """Points against a text as a name that a legal form would outweigh."""
    house = beginning("estate", name) is not None
    signs = (
        (30, (has_street(name) or is_numbered(name)) and not (house or _is_called_by_street(name))),
        (30, _PLACES.search(name)),
        (30, _is_labelled(name)),
        (15, any(map(str.isdigit, name)) and not house),
        (20, len(name.partition(" - ")[0].split()) > 8),
        (30, name.count("(") != name.count(")")),
        (40, _is_role(name)),
        (40, _is_unit(name)),
    )
    return sum(points for points, is_there in signs if is_there)


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
    if any(ends_like(word.form, "trade_ending") for word in words_of(name)):
        return True
    others = [
        word.form
        for index, word in enumerate(words_of(name))
        if index not in traded and len(word.form) > 1 and word.form not in single_words("connecting")
    ]
    return bool(trades) and bool(others) and (len(trades) > 1 or not all(map(is_generic, others)))


@lru_cache(maxsize=8192)
def names_office(name: str) -> bool:
    """Whether a name contains the words of a public body."""
    return occurs("authority", name)


def _is_role(name: str) -> bool:
    """Whether a text begins or ends with a post, and is no office's name: "Benton County Treasurer"."""
    return (beginning("role", name) is not None or ending("role", name)) and not names_office(name)


def _is_called_by_street(name: str) -> bool:
    """Whether a trade follows a street without a number, or begins a longer name: "Castle Street Dental Practice"."""
    streets = [span.stop for span in occurrences("street", name)]
    trades = [span.first for span in occurrences("trade", name)]
    plain = "," not in name and not any(map(str.isdigit, name))
    follows = bool(streets) and any(trade >= streets[-1] for trade in trades)
    return plain and (follows or (0 in trades and len(words_of(name)) > _LONGEST_STREET))


@lru_cache(maxsize=8192)
def is_heading(name: str) -> bool:
    """Whether a text is a heading or caption: "avviso di pagamento", "electricity bill", "insurance co. name"."""
    if ending("heading", name) or ends_like(words_of(name)[-1].form, "heading_ending"):
        return True
    return beginning("heading", name) is not None and not has_legal_form(name)


def before_heading(text: str) -> str:
    """A text without a dash and the heading, or the words in lower case, that follow: "Example - monthly bill"."""
    name, *rest = _DASH.split(text, maxsplit=1)
    return name if rest and (rest[0][:1].islower() or is_generic(rest[0]) or is_heading(rest[0])) else text


def _ends_with_field(name: str) -> bool:
    """Whether a word of an address ends a longer name: "Example Coffee France"."""
    return len(words_of(name)) > _LONGEST_LABEL and all(
        span.stop == len(words_of(name)) for span in occurrences("field", name)
    )


def _is_cut(name: str) -> bool:
    """Whether a text ends with a word that precedes another one: "Municipality of the"."""
    last = words_of(name)[-1].form if words_of(name) else ""
    return len(last) > 1 and last in single_words("connecting")


def _is_unit(name: str) -> bool:
    """Whether a text names a part of an organisation: "Customer Service", "Ufficio Tributi"."""
    return _begins("unit", name) or ending("unit_ending", name)


def _begins(kind: str, name: str) -> bool:
    """Whether a phrase of a kind begins a name, and no longer one of a trade or body: not "Agence de voyages"."""
    label, longer = beginning(kind, name), (beginning("trade", name), beginning("authority", name))
    return label is not None and all(span is None or span.stop <= label.stop for span in longer)


@cache
def _prose() -> frozenset[str]:
    return single_words("prose") - single_words("connecting")


def _without_degrees(name: str) -> str:
    """A name without the degrees before it: "Dr. med. A. Example" gives "A. Example"."""
    while degree := beginning("degree", name):
        name = name[degree.end :].lstrip(" .-")
    return name


@lru_cache(maxsize=4096)
def small(name: str) -> float:
    """Points against words in lower case, which occur in slogans and sentences."""
    rest = _without_degrees(name)
    small = [word for word in words_of(rest) if rest[word.start].islower() and len(word.form) > 1]
    strange = [word for word in small if word.form not in single_words("connecting")]
    # Languages other than English and German write the words of a business in lower case.
    points = 5 if names_trade(name) and not has_legal_form(name) else 10
    return points * min(4, len(strange)) + (20 if rest[:1].islower() else 0)
