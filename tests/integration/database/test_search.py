"""Search finds a word however the text writes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from uuid import UUID

import pytest

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.views.search import search
from support import document_rows
from support.archives import Archive


@pytest.fixture
def session(archive: Archive) -> Iterator[Session]:
    made = database().new_session()
    yield made
    made.close()


def _found(session: Session, words: str) -> list[UUID]:
    return [hit.row.id for hit in search(session, words).hits]


GREETING = "Rechnung an Herrn M\u00fcller"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The supply of elec-\ntricity", "electricity"),
        ("The supply of elec-\n    tricity in May", '"supply of electricity in May"'),
        ("The supply of elec\u00ad\ntricity", "electricity"),
        ("The supply of elec\u00adtricity", "electricity"),
        ("The supply of elec\u2010\ntricity", "electricity"),
        ("Versorgungs-\nbeh\u00f6rde", "versorgungsbeh\u00f6rde"),
        ("Send us an e-\nmail", "e-mail"),
        ("Send us an e-\nmail", "mail"),
        ("Strom-\nund Gasrechnung", "gasrechnung"),
        ("Period 2024-\n2025", "2025"),
        (GREETING, unicodedata.normalize("NFD", "M\u00fcller")),
        (unicodedata.normalize("NFD", GREETING), "M\u00fcller"),
    ],
)
def test_a_word_is_found(session: Session, text: str, words: str) -> None:
    id = document_rows.summarized(session, text)
    assert _found(session, words) == [id]


@pytest.mark.parametrize("words", ["20242025", "wateran"])
def test_what_is_not_a_word_is_not_made_one(session: Session, words: str) -> None:
    document_rows.summarized(session, "Period 2024-\n2025\nWater\nand gas")
    assert _found(session, words) == []


def test_a_long_text_is_indexed(session: Session) -> None:
    text = "\n".join(f"word{number:x} elec{number:x}-\ntricity" for number in range(40_000))
    id = document_rows.summarized(session, text)
    assert _found(session, "word1f") == [id]
