"""Names of senders in the form that tells whether two are one."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

# Text recognition reads "&" between letters as 8.
_MISREAD_AMPERSAND = re.compile(r"(?<=[a-z])8(?=[a-z])")
# Legal forms of several words: "S.à r.l.", "Sp. z o.o.".
_SPACED_FORM = re.compile(r"\bs\.?\s?a\.?\s?r\.?\s?l\b|\bsp\.?\s?z\s?o\.?\s?o\b")
_LENGTH = 200
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}")


def normalise_entity(name: str) -> str:
    """Lower case, without accents, punctuation, articles, "&" and legal forms: "The P.G.&E. Co." gives "pge".

    A name that is made of nothing else keeps its words. What is longer than a key of an index may be is cut: some
    letters are written in many, without accents.
    """
    text = "".join(char for char in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(char))
    text = _SPACED_FORM.sub("", _MISREAD_AMPERSAND.sub("", text))
    text = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), text)
    text = re.sub(r"(?<=\w)&(?=\w)|['\u2019`]", "", text)
    words = re.findall(r"\w+", text.replace("_", " "))
    kept = [word for word in words if word not in name_words("legal_forms") and word not in name_words("ignored")]
    return " ".join(kept or words)[:_LENGTH].rstrip()


@cache
def name_words(group: str) -> frozenset[str]:
    """A group of words of names.toml."""
    groups = tomllib.loads((files(__package__) / "names.toml").read_text("utf-8"))
    return frozenset(groups[group])
