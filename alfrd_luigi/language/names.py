"""Names of senders in the form that tells whether two are one."""

from __future__ import annotations

import re
import unicodedata

# Legal forms, of the countries whose documents were looked at; matched after the dots are gone ("B.V." is "bv").
_LEGAL_FORMS = frozenset(
    "ab ag aps as asa berhad bhd bv co company corp corporation eurl gmbh inc incorporated kg kk limited limitada"
    " llc llp lp ltd ltda mbh nv oy oyj plc pte pty pvt sa sarl sas sdn se sl sp spa srl ug zoo".split()
)
_IGNORED = frozenset({"and", "the", "und", "et", "y", "e"})
# Text recognition reads "&" between letters as 8.
_MISREAD_AMPERSAND = re.compile(r"(?<=[a-z])8(?=[a-z])")
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}")


def normalise_entity(name: str) -> str:
    """Lower case, without accents, punctuation, articles, "&" and legal forms: "The P.G.&E. Co." gives "pge".

    A name that is made of nothing else keeps its words.
    """
    text = "".join(char for char in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(char))
    text = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), _MISREAD_AMPERSAND.sub("", text))
    text = re.sub(r"(?<=\w)&(?=\w)|['\u2019`]", "", text)
    words = re.findall(r"\w+", text.replace("_", " "))
    kept = [word for word in words if word not in _LEGAL_FORMS and word not in _IGNORED]
    return " ".join(kept or words)
