"""No secret, and no text of an unforeseen exception, is told."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi import secrecy

_SECRETS = ("zebra-crossing-17", "zebra-crossing-17-long", "a/b c%40d")


@pytest.fixture(autouse=True)
def _kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrecy, "_secrets", set())
    secrecy.keep_secret(*_SECRETS, None, "", "abc", "abcd")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("key zebra-crossing-17 is wrong", "key … is wrong"),
        ("zebra-crossing-17zebra-crossing-17", "……"),
        ("zebra-crossing-17-long", "…"),  # the longer one first
        ("zebra-crossing-17-lon", "…-lon"),
        ("a/b c%40d", "…"),
        ("abc", "abc"),  # three letters are in many words
        ("abcd", "…"),
        ("Zebra-Crossing-17", "Zebra-Crossing-17"),
        ("", ""),
    ],
)
def test_a_secret_is_not_told(text: str, told: str) -> None:
    assert secrecy.redacted(text) == told


@given(st.text(alphabet="abcd1-…", max_size=40))
def test_no_text_has_a_secret_after_it(text: str) -> None:
    secrecy.keep_secret("cab1")
    assert "cab1" not in secrecy.redacted(text)


@pytest.mark.parametrize(
    ("url", "login", "without"),
    [
        ("https://anna:hunter22@example.com:8443/a?b=c", ("anna", "hunter22"), "https://example.com:8443/a?b=c"),
        ("https://anna:h%40nter2@example.com", ("anna", "h@nter2"), "https://example.com"),
        ("https://anna:p@ss@example.com/", ("anna", "p@ss"), "https://example.com/"),
        ("https://anna:a:b@example.com", ("anna", "a:b"), "https://example.com"),
        ("https://an%20na@example.com", ("an na", ""), "https://example.com"),
        ("https://:token22@example.com", ("", "token22"), "https://example.com"),
        ("https://example.com/a@b", None, "https://example.com/a@b"),
        ("https://[::1]:80/", None, "https://[::1]:80/"),
        ("", None, ""),
    ],
)
def test_the_login_of_a_url_is_apart_from_it(url: str, login: tuple[str, str] | None, without: str) -> None:
    assert (secrecy.login_of(url), secrecy.without_login(url)) == (login, without)


def test_the_password_of_a_url_is_kept_secret_in_both_forms() -> None:
    secrecy.login_of("https://anna:h%40nter2@example.com")
    assert secrecy.redacted("h%40nter2 or h@nter2 of anna") == "… or … of anna"


def test_an_unforeseen_exception_is_told_by_its_type_and_origin(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    known: dict[str, int] = {}
    text = f"{_SECRETS[0]} and the text of a document"
    with pytest.raises(KeyError) as caught:
        known[text]
    place = secrecy.log_unforeseen(logging.getLogger("test"), "reading", caught.value)
    told, said = caplog.records
    assert (told.levelname, said.levelname) == ("ERROR", "DEBUG")
    assert told.getMessage() == f"reading met an error it does not know:\n{place}"
    assert place.endswith("KeyError")
    assert "test_an_unforeseen_exception" in place
    assert "text of a document" not in place
    assert said.getMessage() == "it says: '… and the text of a document'"
