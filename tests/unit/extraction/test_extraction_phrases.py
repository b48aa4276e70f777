"""A phrase is searched only if its longest word occurs, and this never misses a match of its pattern."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.extraction import phrases
from alfrd_luigi.extraction.lines import fold

WORDS = ["bill", "total", "bs", "o2", "l|b", "invoice no.", "policy holder's", "i", "5 o'clock", "tax & fees", "a"]
# What text recognition makes of these words, and what stands between them.
TEXTS = st.text(alphabet="bil1|o0s58taexcnyhdr&'. -:\n", max_size=40)
PHRASES = st.one_of(st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(" ".join))


@given(PHRASES, TEXTS, TEXTS)
def test_a_phrase_is_found_where_its_pattern_finds_it(phrase: str, before: str, after: str) -> None:
    for text in (before, before + phrase + after, before + phrase.replace("l", "1").replace("o", "0") + after):
        folded = fold(text)
        expected = phrases.pattern(phrase).search(folded)
        found = phrases.search(phrase, folded)
        assert (found and found.span()) == (expected and expected.span())
        assert phrases.occurs(phrase, folded) == (expected is not None)
