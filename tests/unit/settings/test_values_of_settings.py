"""The value of each kind of setting, and the reasons why a text is refused as one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from alfrd_luigi import setting_values
from alfrd_luigi.secrecy import redacted


def _refusal(read: Callable[[str], object], text: str) -> str:
    with pytest.raises(ValueError, match=r".") as caught:
        read(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("minimum", "maximum", "text", "value"),
    [
        (1, 10, "1", 1),
        (1, 10, "10", 10),
        (1, 10, " 7 ", 7),
        (0, 10, "0", 0),
        (-5, 10, "-5", -5),
    ],
)
def test_a_number_is_within_its_limits(minimum: float, maximum: float, text: str, value: float) -> None:
    assert setting_values.number(minimum, maximum)(text) == value
    assert setting_values.number(minimum, maximum, float)(text) == float(value)


@pytest.mark.parametrize(
    ("text", "of_whole", "of_any"),
    [
        ("0", "must be from 1 to 10", "must be from 1 to 10"),
        ("11", "must be from 1 to 10", "must be from 1 to 10"),
        ("10.5", "must be a whole number", "must be from 1 to 10"),
        ("many", "must be a whole number", "must be a number"),
        ("", "must be a whole number", "must be a number"),
        ("1,5", "must be a whole number", "must be a number"),
        ("nan", "must be a whole number", "must be from 1 to 10"),
        ("inf", "must be a whole number", "must be from 1 to 10"),
    ],
)
def test_a_number_that_cannot_be_used_is_told_its_limits(text: str, of_whole: str, of_any: str) -> None:
    assert _refusal(setting_values.number(1, 10), text) == of_whole
    assert _refusal(setting_values.number(1, 10, float), text) == of_any


def test_limits_are_written_without_needless_digits() -> None:
    assert _refusal(setting_values.number(0, 0.5, float), "1") == "must be from 0 to 0.5"


@pytest.mark.parametrize(("text", "value"), [("", None), ("0", 0.0), ("1", 1.0), ("0.3", 0.3)])
def test_the_temperature_may_be_the_default_of_the_model(text: str, value: float | None) -> None:
    assert setting_values.temperature(text) == value


@pytest.mark.parametrize("text", ["1.1", "-0.1", "warm"])
def test_the_temperature_is_from_0_to_1(text: str) -> None:
    assert _refusal(setting_values.temperature, text).startswith("must be ")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("0", Decimal(0)),
        ("2.50", Decimal("2.50")),
        ("1000000", Decimal(1000000)),
    ],
)
def test_an_amount_of_dollars_may_be_no_limit(text: str, value: Decimal | None) -> None:
    assert setting_values.dollars(text) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("much", "must be an amount in US dollars, or empty"),
        ("$5", "must be an amount in US dollars, or empty"),
        ("2,50", "must be an amount in US dollars, or empty"),
        ("-1", "must be an amount of 0 or more, or empty"),
        ("nan", "must be an amount of 0 or more, or empty"),
        ("Infinity", "must be an amount of 0 or more, or empty"),
    ],
)
def test_an_amount_of_dollars_is_not_negative(text: str, said: str) -> None:
    assert _refusal(setting_values.dollars, text) == said


def test_a_folder_need_not_exist() -> None:
    assert setting_values.folder("no/such/folder") == Path("no/such/folder")
    assert _refusal(setting_values.folder, "a\0b") == "must be a folder"


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("yes", True), ("TRUE", True), ("On", True), ("0", False), ("no", False), ("False", False)],
)
def test_a_switch_is_on_or_off(text: str, value: bool) -> None:
    assert setting_values.switch(text) is value


@pytest.mark.parametrize("text", ["", "maybe", "2", " on"])
def test_a_switch_that_is_neither_is_told_the_words(text: str) -> None:
    assert _refusal(setting_values.switch, text) == "must be one of: 1, yes, true, on, 0, no, false, off"


def test_a_word_is_one_of_the_known_ones() -> None:
    assert setting_values.one_of("a", "b")("b") == "b"
    assert setting_values.one_of("", "b")("") == ""
    assert _refusal(setting_values.one_of("a", "b"), "A") == "must be one of: a, b"
    assert _refusal(setting_values.one_of("a", "b"), "") == "must be one of: a, b"
    assert _refusal(setting_values.one_of("", "b", "c"), "d") == "must be empty, or one of: b, c"


@pytest.mark.parametrize("text", ["en", "de_CH", "zh_Hans_CN", "zh_Hans", "haw", "haw_US"])
def test_a_locale_is_a_language_perhaps_with_a_script_and_a_country(text: str) -> None:
    assert setting_values.locale(text) == text


@pytest.mark.parametrize("text", ["", "e", "EN", "de-CH", "de_ch", "de_CH.UTF-8", "zh_hans", "german", "de_", "de_CHE"])
def test_another_text_is_no_locale(text: str) -> None:
    assert _refusal(setting_values.locale, text).endswith("such as en or de_CH")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("http://host", "http://host"),
        ("https://host:8000/alfrd", "https://host:8000/alfrd"),
        ("https://host/alfrd/", "https://host/alfrd"),
        ("https://host///", "https://host"),
        ("http://[::1]:80/a", "http://[::1]:80/a"),
    ],
)
def test_an_address_of_the_web_ends_without_a_slash(text: str, value: str) -> None:
    assert setting_values.web_address(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "host",
        "//host",
        "ftp://host",
        "http://",
        "http:///path",
        "http://me@host",
        "http://me:secret@host/",
        "http://host/a b",
        "http://host?a",
        "http://host#a",
        "HTTP://host",
        "x http://host",
    ],
)
def test_an_address_with_a_login_or_a_query_is_refused_without_being_shown(text: str) -> None:
    said = _refusal(setting_values.web_address, text)
    assert said == "must be an http or https address without a login, such as http://host/alfrd, or empty"


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("", ()),
        ("mail", ("mail",)),
        ("mail -s 'a title' me", ("mail", "-s", "a title", "me")),
        ('"/opt/my tools/tell" \\$x', ("/opt/my tools/tell", "$x")),
    ],
)
def test_a_command_is_split_as_a_shell_does(text: str, arguments: tuple[str, ...]) -> None:
    assert setting_values.command(text) == arguments


def test_a_command_has_its_quotation_marks_in_pairs() -> None:
    assert _refusal(setting_values.command, "mail 'me") == "No closing quotation"
    assert _refusal(setting_values.command, "mail\0") == "must be a program and its arguments"


def test_a_command_and_an_address_are_never_shown() -> None:
    setting_values.command("tell --password hunter-of-tests")
    setting_values.address("mailto://me:fisher-of-tests@host")
    said = redacted("tell --password hunter-of-tests failed at mailto://me:fisher-of-tests@host")
    assert said == "… failed at …"


def test_an_address_of_a_service_has_a_scheme() -> None:
    assert setting_values.address("") == ""
    assert setting_values.address("mailto://me:secret@host") == "mailto://me:secret@host"
    assert _refusal(setting_values.address, "me@host") == "must be an address of apprise, such as mailto://…"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        (" , ", ()),
        ("due", ("due",)),
        ("due, failures", ("due", "failures")),
        ("due,due ,failures,", ("due", "failures")),
        ("failures,outages,budget,due,missing,prompts,digest", setting_values.NEWS),
    ],
)
def test_kinds_of_news_are_parted_by_commas(text: str, names: tuple[str, ...]) -> None:
    assert setting_values.kinds(text) == names


@pytest.mark.parametrize(
    ("text", "named"), [("due, bills", "'bills'"), ("Due", "'Due'"), ("due failures", "'due failures'")]
)
def test_an_unknown_kind_of_news_is_named(text: str, named: str) -> None:
    known = "failures, outages, budget, due, missing, prompts, digest"
    assert _refusal(setting_values.kinds, text) == f"{named} is none of: {known}"
