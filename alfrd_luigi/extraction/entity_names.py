"""Normalises and compares the names of senders."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

# OCR often reads "&" between letters as 8.
_MISREAD_AMPERSAND = re.compile(r"(?<=[a-z])8(?=[a-z])")
# Legal forms of several words: "S.à r.l.", "Sp. z o.o.".
_SPACED_FORM = re.compile(r"\bs\.?\s?a\.?\s?r\.?\s?l\b|\bsp\.?\s?z\s?o\.?\s?o\b")
_LENGTH = 200
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}")
# Allows for two OCR errors in 20 letters. Short names must be equal.
_SAME_NAME = 90
_FUZZY_LENGTH = 8


def normalise_entity(name: str) -> str:
    """The name in lower case, without accents, punctuation, articles, "&", legal forms: "The P.G.&E. Co." gives "pge".

    A name with no other words keeps them. The result is cut to the longest key of an index, because removing accents
    may turn one letter into many.
    """
    text = "".join(char for char in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(char))
    text = _SPACED_FORM.sub("", _MISREAD_AMPERSAND.sub("", text))
    text = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), text)
    text = re.sub(r"(?<=\w)&(?=\w)|['\u2019`]", "", text)
    words = re.findall(r"\w+", text.replace("_", " "))
    kept = [word for word in words if word not in _name_words("legal_forms") and word not in _name_words("ignored")]
    return " ".join(kept or words)[:_LENGTH].rstrip()


def same_entity(one: str, other: str) -> bool:
    """Whether two names belong to one sender, judged by their spelling."""
    first, second = normalise_entity(one), normalise_entity(other)
    if not first or not second:
        return False
    return first == second or _initials_match(first, second) or _is_misread(first, second) or _is_longer(first, second)


def _initials_match(first: str, second: str) -> bool:
    """ "pge" is Pacific Gas and Electric."""
    short, long = sorted((first, second), key=len)
    return " " not in short and len(short) > 1 and short == "".join(word[0] for word in long.split())


def _is_misread(first: str, second: str) -> bool:
    from rapidfuzz import fuzz

    first, second = first.replace(" ", ""), second.replace(" ", "")
    return min(len(first), len(second)) >= _FUZZY_LENGTH and fuzz.ratio(first, second) >= _SAME_NAME


def _is_longer(first: str, second: str) -> bool:
    """Whether one name is the other with words that senders add."""
    words, others, added = set(first.split()), set(second.split()), _name_words("added")
    common = words & others
    return bool(common - added) and words ^ others <= added and common in (words, others)


@cache
def _name_words(group: str) -> frozenset[str]:
    """A group of words in entity_names.toml."""
    groups = tomllib.loads((files(__package__) / "entity_names.toml").read_text("utf-8"))
    return frozenset(groups[group])
