"""Prints the table of `alfrd_luigi/decoding/letter_pairs.py`: which letter follows which, in languages of Latin script.

    python benchmarks/letter_pairs.py eng.words deu.words fra.words ...

Each argument is a word list of one language, one word a line. The shipped table is of 17 languages (English, German,
French, Spanish, Italian, Dutch, Portuguese, Swedish, Danish, Norwegian, Polish, Czech, Croatian, Finnish, Hungarian,
Turkish, Romanian), from the word lists in Tesseract's language data:

    combine_tessdata -u eng.traineddata eng. && dawg2wordlist eng.lstm-unicharset eng.lstm-word-dawg eng.words
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from alfrd_luigi.decoding.letter_pairs import EDGE, LETTERS, STEP, latin_words

_MOST = 35  # the largest digit of base 36


def main() -> None:
    """Print a line for each letter, with a digit for each letter that follows."""
    shares: defaultdict[str, float] = defaultdict(float)
    for name in sys.argv[1:]:
        for pair, share in _shares(Path(name)).items():
            shares[pair] = max(shares[pair], share)
    for first in LETTERS:
        sys.stdout.write("".join(_digit(shares[first + second]) for second in LETTERS) + "\n")


def _shares(path: Path) -> dict[str, float]:
    """For each pair, the share of its second letter in what follows the first one."""
    pairs: Counter[str] = Counter()
    for word in set(path.read_text(encoding="utf-8", errors="ignore").split()):
        if word[1:] == word[1:].lower():  # others are abbreviations
            pairs.update(map("".join, pairwise(f"{EDGE}{''.join(latin_words(word))}{EDGE}")))
    firsts: Counter[str] = Counter()
    for pair, count in pairs.items():
        firsts[pair[0]] += count
    return {pair: count / firsts[pair[0]] for pair, count in pairs.items()}


def _digit(share: float) -> str:
    number = min(_MOST, round(-math.log(share) / STEP)) if share else _MOST
    return "0123456789abcdefghijklmnopqrstuvwxyz"[number]


if __name__ == "__main__":
    main()
