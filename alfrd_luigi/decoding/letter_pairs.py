"""Whether words are words of a language in Latin script, by the pairs of letters in them.

A text layer whose font maps are wrong, or that was recognised badly, consists of words that no language has. A table of
which letter follows which tells them apart without a dictionary: of 51 pages of digital PDFs in five languages the mean
is -1.9 to -2.12; if every letter is replaced by its neighbour in the alphabet it is -2.9 and less, and if one letter in
five is replaced at random it is -2.2 and less.
"""

from __future__ import annotations

import math
import re
import unicodedata
from itertools import pairwise

EDGE = "^"  # the beginning or end of a word
LETTERS = EDGE + "abcdefghijklmnopqrstuvwxyz"
STEP = 0.25  # of the natural logarithm, for each unit of a digit of the table
# A row for each letter of LETTERS, with a digit in base 36 for each letter that follows: the larger, the rarer. It is
# the largest share among 17 languages, by benchmarks/letter_pairs.py.
_ROWS = """
n9a9babbcbe8babc8kb8aebbpcb
69d998fcdaea8b7eem7979celcd
d5bhk4nil5fj7le7ox8dh8mlwbm
a5man6tr15c6dhc5qmc4a9lrwb6
56gie4jih5ffdia5hsbad9fgyc7
5agcabiaeaca8b6igm679defgdd
a7jld49hk5ejakk5lz9daajjrgl
56gnh3iac4fhaja5lx8bb8hix7k
44jhb5nml5eebfd5ntag9afgwdo
69g8b5faeb9b9b69gea78fdikcb
62kgb4dhl4i9afb4hwebb5gmwif
46gim6llg6ea9hd6ksb989ghr8m
75hic5igd68f7dc8jqmbb9gmyck
54dkg5ilj6flcae7avhdfamnucl
47ha87g8c59cbeb8kmla6chlt8e
5cddbaebe9d9895acm68a976jda
a5kgk7cja7hj9hh58z5dc9jnwfh
8dikninnnanoginilkjkh08imjn
76ffb5heh5dcbdc7imdbaceixb7
37h8k8iic5d7cedacmha5bghxf5
65iim5kjb5gebed7kz9c9aeds9e
5bdb97cce8a96a6abp688aececb
c3khg2lil5dhchb7lzbdhafru8i
95igj4lkc7ohgjb9juecidm7t8j
47hah9hmg6lgegga7mkf7bkjfdk
25f8a6hab8caaaa8ct998beckaf
33eeb5lgc4jdae98ekfe97ccs87
"""
_LOGARITHMS = {
    first + second: -STEP * int(digit, 36)
    for first, row in zip(LETTERS, _ROWS.split(), strict=True)
    for second, digit in zip(LETTERS, row, strict=True)
}
_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "þ": "th", "\u00ad": ""}
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS_ONLY = re.compile(r"[^\W\d_]{2,}")
# A digit between small letters, or a letter among digits, as in "Acc0unf", "O3/l5/ZOZ4" and "1Z0.O0".
_CONFUSED = re.compile(r"[a-z][\d|!]+[a-z]|^[A-Z]?\d+[a-z]{3,}|\d[./,]?[lIOSZ][./,]?\d|\d[lOZ]/|/[lOZ]\d")
# The mean of real text, and how far below it a long text may be. A short text has a larger margin, because the mean of
# its few pairs varies: that many standard errors.
_USUAL, _MARGIN, _SHORT_TEXT_MARGIN = -2.0, 0.22, 3.0
_FEWEST_PAIRS = 12
# The share of confused words in the text of a font, and in what a scanner recognised, which is right in places only.
_MOST_SHARE_CONFUSED, _MOST_OF_A_SCANNER = 0.08, 0.03


def latin_words(text: str) -> list[str]:
    """The words in lower case and without accents; without those that have other letters, digits or one letter."""
    spelt = _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower().translate(_SPELT)))
    return [word for word in _LETTERS_ONLY.findall(spelt) if word.isascii()]


def is_confused(word: str) -> bool:
    """Whether letters of the word were taken for digits, or digits for letters."""
    return _CONFUSED.search(word) is not None


def are_plausible(text: str, *, are_recognised: bool = False) -> bool:
    """Whether the words of the text are words, which a scanner may have recognised.

    A text with too few letters to tell is plausible.
    """
    tokens, most = text.split(), _MOST_OF_A_SCANNER if are_recognised else _MOST_SHARE_CONFUSED
    if sum(map(is_confused, tokens)) > most * len(tokens):
        return False
    pairs = [_LOGARITHMS[first + second] for word in latin_words(text) for first, second in pairwise(f"^{word}^")]
    if len(pairs) < _FEWEST_PAIRS:
        return True
    return sum(pairs) / len(pairs) >= _USUAL - max(_MARGIN, _SHORT_TEXT_MARGIN / math.sqrt(len(pairs)))
