"""The domains of a document's mailboxes and web addresses, and whether one derives from a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import takewhile

from alfrd_luigi.extraction.entities.companies import core
from alfrd_luigi.extraction.entities.vocabulary import is_generic, occurrences, single_words
from alfrd_luigi.extraction.entities.zones import recipient_label
from alfrd_luigi.extraction.lines import TextLine, fold

# After "@" or "www." any word is a top-level domain; elsewhere it must be a common one.
_DOMAIN = re.compile(
    r"(?:(?:@|www\.|https?://(?:www\.)?)((?:[a-z0-9\-]+\.)+[a-z]{2,12})\b|"
    r"(?<![@.\w])((?:[a-z0-9\-]+\.)+(?:com|net|org|edu|gov|io|co|nl|de|fr|es|it|be|at|ch|eu|uk|us|ca|au|my|sg|in|"
    r"pt|se|dk|no|pl|ie|example))\b)"
)
_SUFFIXES = {"com", "co", "org", "net", "gov", "edu", "ac", "example", "gob", "gouv", "nhs", "govt"}
# Mail providers and sample domains do not identify an issuer.
_ANYBODY = {
    "gmail", "yahoo", "hotmail", "outlook", "live", "icloud", "aol", "email", "mail", "facebook", "twitter",
    "instagram", "msn", "sample", "gmx", "web", "t-online", "orange", "wanadoo", "libero", "linkedin", "youtube",
    "proton", "protonmail", "posteo", "freenet", "laposte", "free", "sfr", "ziggo", "kpnmail", "telefonica",
    "tiscali", "virgilio", "alice", "example", "bluewin", "skynet", "paypal", "pec", "yahoomail", "courriel",
    "correo",
}  # fmt: skip
_MAILBOX = re.compile(r"([a-z][a-z0-9._\-]+)@((?:[a-z0-9\-]+\.)+[a-z]{2,12})\b")
_LETTERHEAD = 6
_LONG = 8
_SHORT = 4
_RARE = 5
"""The fewest letters of a word that is a part of a domain with hyphens."""
_PREFIX = 3
"""The fewest letters of a word's beginning that is part of a domain."""


def find_domains(lines: Sequence[TextLine]) -> frozenset[str]:
    """The words before the top-level domains: "example" of "www.shop.example.com".

    Those of mail providers, and of whoever made the paper's template or program, are none.
    """
    text = "\n".join(line.text.lower() for line in lines if "." in line.text)
    matches = (match for match in _DOMAIN.finditer(text) if not _credits_maker(_line_around(text, match.start())))
    stems = (_stem(match[1] or match[2]) for match in matches)
    return frozenset(stem for stem in stems if stem not in _ANYBODY)


def own_mailboxes(lines: Sequence[TextLine]) -> frozenset[str]:
    """What stands before the "@" of a provider in a letterhead, above any recipient: its writer's name or trade."""
    head = takewhile(lambda line: not any(map(recipient_label, line.cells)), lines[:_LETTERHEAD])
    boxes = [box for line in head if "@" in line.text for box in _MAILBOX.finditer(line.text.lower())]
    return frozenset(re.sub(r"[._]", "-", box[1]) for box in boxes if _stem(box[2]) in _ANYBODY)


def _line_around(text: str, offset: int) -> str:
    return text[text.rfind("\n", 0, offset) + 1 :].partition("\n")[0]


def _credits_maker(text: str) -> bool:
    """Whether a text says who made the template or program. A single word may be the trade of a printer."""
    return any(span.stop - span.first > 1 for span in occurrences("maker", text))


def _stem(domain: str) -> str:
    parts = domain.split(".")[:-1]
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    return parts[-1]


def is_kin_of_any(name: str, domains: Iterable[str]) -> bool:
    """Whether a name and one of the domains are of one owner."""
    return any(is_kin(name, domain) for domain in domains)


@lru_cache(maxsize=4096)
def is_kin(name: str, domain: str) -> bool:
    """Whether a domain derives from a name: its beginning, its joined words, their initials, or pieces of them."""
    own, joined, words = "".join(re.findall(r"[a-z0-9]+", domain)), _joined(name), _words(name)
    if len(own) < 3 or len(joined) < 3:
        return False
    # A single word within a domain may be the place or the trade of another issuer.
    within = len(joined) >= _SHORT and (own.startswith(joined) or (len(words) > 1 and joined in own))
    return _holds(words, own) or within or _has_part(domain, words) or _consists_of(own, words)


def _holds(words: tuple[str, ...], own: str) -> bool:
    """Whether the joined words of a name hold a domain; a short one, from the beginning of a word on."""
    if len(own) > _SHORT:
        return own in "".join(words)
    return any("".join(words[first:]).startswith(own) for first in range(len(words)))


def _has_part(domain: str, words: tuple[str, ...]) -> bool:
    """Whether a part of a domain with hyphens is a word of a name of several."""
    parts = domain.split("-")
    return len(parts) > 1 < len(words) and any(len(word) >= _RARE and word in parts for word in words)


def is_name_of(name: str, domain: str) -> bool:
    """Whether a domain begins with the whole name, so that a name of common words is one. A short one is all of it."""
    joined, own = _joined(name), "".join(re.findall(r"[a-z0-9]+", domain))
    return own.startswith(joined) if len(joined) >= _LONG else len(joined) >= _SHORT and own == joined


def _consists_of(domain: str, words: tuple[str, ...]) -> bool:
    """Whether a domain consists of initials or beginnings of the words, in their order, or holds a rare word."""
    telling = tuple(word for word in words if word not in single_words("connecting"))
    rare = (word for word in telling if len(word) >= _LONG and not is_generic(word))
    within = len(words) > 1 and any(word in domain for word in rare)
    return within or any(_covers(domain, choice) for choice in (words, telling))


def _covers(rest: str, words: tuple[str, ...]) -> bool:
    """Whether the beginnings of the words give the text. Words may be skipped at the end only."""
    if not rest:
        return True
    if not words:
        return False
    longest = next((size for size in range(len(words[0]), 0, -1) if rest.startswith(words[0][:size])), 0)
    sizes = [longest, 1] if longest >= _PREFIX else [1] if longest else []
    return any(_covers(rest[size:], words[1:]) for size in sizes)


def is_acronym(acronym: str, name: str) -> bool:
    """Whether the letters are the first ones of the words of a name, with or without its connecting words."""
    words = _words(name)
    telling = (word for word in words if word not in single_words("connecting"))
    return acronym.casefold() in ("".join(word[0] for word in each) for each in (words, telling))


def _joined(name: str) -> str:
    return "".join(_words(name))


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", fold(core(name))))
