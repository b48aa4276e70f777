"""The price list: by date and model, with the owner's list beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.services import prices
from alfrd_luigi.services.usage import Usage
from support.archives import Archive

HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"
MILLION = Usage(input_tokens=1_000_000, output_tokens=1_000_000)


@pytest.fixture(autouse=True)
def _settings(archive: Archive) -> None:
    """Settings of the test's own."""


def test_a_page_costs_what_aws_says() -> None:
    assert prices.cost("textract", None, Usage(pages=1000)) == Decimal("1.50")


@pytest.mark.parametrize("model", [HAIKU, f"us.{HAIKU}", f"eu.{HAIKU}"])
def test_an_inference_profile_costs_what_its_model_does(model: str) -> None:
    assert prices.cost("bedrock", model, MILLION) == Decimal("6.6")


def test_a_profile_with_a_price_of_its_own_has_that() -> None:
    assert prices.cost("bedrock", f"global.{HAIKU}", MILLION) == Decimal(6)


@pytest.mark.parametrize(("service", "model"), [("bedrock", "unheard-of"), ("post", None)])
def test_a_price_that_is_not_known_is_none(service: str, model: str | None) -> None:
    assert prices.cost(service, model, MILLION) is None


def test_a_server_of_ones_own_is_free() -> None:
    assert prices.cost("openai_compatible", "llama3", MILLION) == 0


def test_a_tier_may_have_a_price_of_its_own() -> None:
    assert prices.cost("bedrock", "us.amazon.nova-pro-v1:0", MILLION, "flex") == Decimal(2)
    assert prices.cost("bedrock", "us.amazon.nova-pro-v1:0", MILLION, "default") == Decimal(4)
    assert prices.worst("bedrock", "us.amazon.nova-pro-v1:0", MILLION) == Decimal(4)


def test_a_tier_without_a_price_has_that_of_the_model() -> None:
    assert prices.cost("bedrock", HAIKU, MILLION, "flex") == prices.cost("bedrock", HAIKU, MILLION)


def _own(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "prices.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_latest_price_that_has_begun_counts(archive: Archive, tmp_path: Path) -> None:
    entry = '[[price]]\nservice = "bedrock"\nmodel = "mine"\nfrom = {}\nusd_per_million_input_tokens = {}\n'
    text = entry.format("2020-01-01", "1.25") + entry.format("2021-01-01", "2.5") + entry.format("2999-01-01", "9")
    archive.configure(prices_file=_own(tmp_path, text))
    assert prices.cost("bedrock", "mine", MILLION) == Decimal("2.5")


def test_an_own_price_wins(archive: Archive, tmp_path: Path) -> None:
    text = '[[price]]\nservice = "textract"\nfrom = 2015-01-01\nusd_per_1000_pages = 2\n'
    archive.configure(prices_file=_own(tmp_path, text))
    assert prices.cost("textract", None, Usage(pages=1000)) == Decimal(2)


@pytest.mark.parametrize(("flex", "expected"), [("", "1.05"), ('tier = "flex"', "0.525")])
def test_an_own_price_of_a_model_is_not_mixed_with_the_shipped_one_of_its_tier(
    archive: Archive, tmp_path: Path, flex: str, expected: str
) -> None:
    entry = '[[price]]\nservice = "bedrock"\nmodel = "amazon.nova-pro-v1:0"\nfrom = {}\n{}'
    of_tier = entry.format("2024-01-01", f"{flex}\nusd_per_million_input_tokens = 0.525\n")
    text = entry.format("2024-12-03", "usd_per_million_input_tokens = 1.05\n") + of_tier
    archive.configure(prices_file=_own(tmp_path, text))
    assert prices.cost("bedrock", "amazon.nova-pro-v1:0", MILLION) == Decimal("1.05")
    assert prices.cost("bedrock", "amazon.nova-pro-v1:0", MILLION, "flex") == Decimal(expected)


_ENTRY = '[[price]]\nservice = "textract"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "Expected"),
        (f'{_ENTRY}from = 2024-01-01\ntier = "cheap"\n', "the tier of a price is 'flex', or not named"),
        (_ENTRY, "'from'"),
        ("[[price]]\nfrom = 2024-01-01\n", "'service'"),
        ("x = 1", "'price'"),
        ("price = 5", "not iterable"),
        (f'{_ENTRY}from = "2024-01-01"\n', "from is a day without quotation marks, such as 2024-03-05"),
        (f"{_ENTRY}from = 2024-01-01T00:00:00\n", "from is a day without quotation marks"),
        (f"{_ENTRY}from = 2024\n", "from is a day without quotation marks"),
        (f"{_ENTRY}from = 2024-01-01\nusd_per_1000_pages = -1\n", "usd_per_1000_pages is an amount of 0 or more"),
        (f"{_ENTRY}from = 2024-01-01\nusd_per_1000_pages = nan\n", "usd_per_1000_pages is an amount of 0 or more"),
        (f"{_ENTRY}from = 2024-01-01\nusd_per_1000_pages = inf\n", "usd_per_1000_pages is an amount of 0 or more"),
        (f'{_ENTRY}from = 2024-01-01\nusd_per_1000_pages = "much"\n', "ConversionSyntax"),
    ],
)
def test_a_broken_list_is_a_wrong_setting(archive: Archive, tmp_path: Path, text: str, said: str) -> None:
    archive.configure(prices_file=_own(tmp_path, text))
    with pytest.raises(SettingsError) as caught:
        prices.cost("textract", None, MILLION)
    assert caught.value.message.startswith("prices_file = ")
    assert said in caught.value.message


def test_a_list_that_is_not_there_is_a_wrong_setting(archive: Archive, tmp_path: Path) -> None:
    archive.configure(prices_file=tmp_path / "none.toml")
    with pytest.raises(SettingsError, match="prices_file"):
        prices.cost("textract", None, MILLION)


@pytest.mark.parametrize(
    ("usage", "usd"),
    [
        (Usage(), "0"),
        (Usage(pages=1), "0.002"),
        (Usage(input_tokens=3), "0.00003"),
        (Usage(output_tokens=2), "0.0001"),
        (Usage(pages=10, input_tokens=1000, output_tokens=100), "0.035"),
    ],
)
def test_a_call_costs_its_pages_and_tokens(archive: Archive, tmp_path: Path, usage: Usage, usd: str) -> None:
    text = f"{_ENTRY}from = 2020-01-01\nusd_per_1000_pages = 2\nusd_per_million_input_tokens = 10\n"
    archive.configure(prices_file=_own(tmp_path, f"{text}usd_per_million_output_tokens = 50\n"))
    assert prices.cost("textract", None, usage) == Decimal(usd)


def test_a_price_begins_on_its_day_and_that_of_a_model_goes_before_that_of_the_service(
    archive: Archive, tmp_path: Path
) -> None:
    today = datetime.now(UTC).date()
    entries = [
        (None, today - timedelta(9), 1),
        ("mine", today - timedelta(9), 2),
        ("eu.mine", today - timedelta(9), 3),
        ("eu.mine", today, 4),
        ("eu.mine", today + timedelta(2), 5),
    ]
    named = [
        f"{_ENTRY}from = {since}\nusd_per_1000_pages = {usd}\n" + (f'model = "{model}"\n' if model else "")
        for model, since, usd in entries
    ]
    archive.configure(prices_file=_own(tmp_path, "".join(named)))
    usage = Usage(pages=1000)
    models = (None, "other", "us.mine", "mine", "eu.mine")
    assert [prices.cost("textract", model, usage) for model in models] == [1, 1, 2, 2, 4]
