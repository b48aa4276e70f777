"""The words of a text, as they are compared."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.search.words import fold, words


def _forms(text: str) -> list[tuple[str, ...]]:
    return [word.forms for word in words(text)]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("M\u00fcnchen", "munchen"),
        ("Mu\u0308nchen", "munchen"),
        ("STRASSE", "strasse"),
        ("Stra\u00dfe", "strasse"),
        ("\u00d8rsted", "orsted"),
        ("\u00c6r\u00f8", "aero"),
        ("\u0141\u00f3d\u017a", "lodz"),
        ("\uff21\uff22\uff11", "ab1"),
        ("\u0130zmir", "izmir"),
        ("elec\u00adtricity", "electricity"),
    ],
)
def test_a_word_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("PG&E", [("pge", "pg", "e")]),
        ("U.S.A.", [("usa", "u", "s", "a")]),
        ("E.ON", [("eon", "e", "on")]),
        ("St.Gallen", [("st", "gallen")]),
        ("e-mail", [("email", "e", "mail")]),
        ("elec-\n  tricity", [("electricity", "elec", "tricity")]),
        ("elec\u00ad\ntricity", [("electricity", "elec", "tricity")]),
        ("2024-\n2025", [("2024",), ("2025",)]),
        ("Nr.12", [("nr",), ("12",)]),
        ("1,234.56", [("123456",)]),
        ("05.03.2024", [("05032024", "2024")]),
        ("2024-03-05", [("20240305", "2024", "03", "05")]),
        ("l'\u00e9lectricit\u00e9", [("lelectricite", "l", "electricite")]),
        ("\u6771\u4eac\u96fb\u529b", [("\u6771\u4eac",), ("\u4eac\u96fb",), ("\u96fb\u529b",), ("\u529b",)]),
        ("2024\u5e74", [("2024",), ("\u5e74",)]),
        ("\uc804\uae30\uc694\uae08", [("\uc804\uae30",), ("\uae30\uc694",), ("\uc694\uae08",), ("\uae08",)]),
        ("scan_2024.pdf", [("scan",), ("2024",), ("pdf",)]),
        ("--- ... !", []),
    ],
)
def test_a_text_has_these_words(text: str, forms: list[tuple[str, ...]]) -> None:
    assert _forms(text) == forms


@given(st.text())
def test_each_word_has_its_place_and_a_form(text: str) -> None:
    end = 0
    for word in words(text):
        assert word.forms
        assert all(word.forms)
        assert 0 <= word.start < word.end <= len(text)
        end = max(end, word.end)


@pytest.mark.parametrize(
    "text", ["\u0301" * 200_000, "a" + "\u0301" * 200_000, "a-" * 100_000, "W" * 300_000, "1," * 100_000]
)
def test_a_strange_text_takes_no_long_time(text: str) -> None:
    began = time.process_time()
    assert all(len(form) <= 100 for word in words(text) for form in word.forms)
    assert time.process_time() - began < 60  # a quadratic one takes hours
