"""Bedrock's tier flex: who asks for it, what it costs, and what happens without it. The stand-in answers over HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any, get_args

import botocore.session
import pytest

from alfrd_luigi.database import documents, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import RefusedTierError, SettingsError
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.inquiry import ask
from alfrd_luigi.language.port import LanguageEngine, Question, TieredEngine
from alfrd_luigi.services import tiers
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.faults import Flex
from support import trial_rows
from support.accounts import RUN, Account
from support.archives import Archive
from support.commands import Alfrd
from support.document_rows import registered

MODEL = "amazon.nova-pro-v1:0"
FLEX, DEFAULT = Decimal("0.4"), Decimal("0.8")  # per million tokens in; those out cost four times as much
TYPES = [("receipt", "A receipt"), ("other", "Anything else")]


def _question(number: int = 1) -> Question:
    return questions.classify("Sort.", [f"CORNER BAKERY\nReceipt {number}\nTotal $12.50"], TYPES)


@pytest.fixture
def set_tier(archive: Archive, aws: StandIn) -> Callable[[str], None]:
    """Use the stand-in's Bedrock with this value of bedrock_tier."""

    def choose(tier: str) -> None:
        archive.configure(
            language_engine="bedrock",
            bedrock_model_id=MODEL,
            bedrock_tier=tier,
            backoff_seconds=0,
            call_attempts=3,
            max_cost_per_day=1,
        )

    choose("trials")
    return choose


@pytest.fixture
def shadow(account: Account, set_tier: Callable[[str], None]) -> LanguageEngine:
    """The engine for the questions of trials, with the shipped setting."""
    engine = engines.selected()
    assert isinstance(engine, TieredEngine)
    return engine.for_trials()


def _price(entry: Any, tokens_in: Decimal) -> Decimal:
    return tokens_in * Decimal(entry.input_tokens + 4 * entry.output_tokens) / 1_000_000


def test_botocore_knows_the_field_and_the_tier() -> None:
    model = botocore.session.get_session().get_service_model("bedrock-runtime").operation_model("Converse")
    assert model.input_shape is not None
    assert model.output_shape is not None
    for shape in (model.input_shape, model.output_shape):
        assert set(get_args(tiers.Tier)) <= set(shape.members["serviceTier"].members["type"].enum)


@pytest.mark.parametrize(
    ("setting", "is_for_trial", "asked"),
    [
        ("default", False, None),
        ("default", True, None),
        ("trials", False, None),
        ("trials", True, "flex"),
        ("flex", False, "flex"),
        ("flex", True, "flex"),
    ],
)
def test_who_asks_for_flex(
    account: Account, set_tier: Callable[[str], None], aws: StandIn, setting: str, is_for_trial: bool, asked: str | None
) -> None:
    set_tier(setting)
    trial = trial_rows.opened(account.session, RUN) if is_for_trial else None
    subject = Subject(RUN, "classify", account.document, trial=trial)
    assert ask(engines.selected(), _question(), Books(database(), subject)).answer["document_type"] == "receipt"
    assert [call.tier for call in aws.calls] == [asked]
    assert [entry.tier for entry in account.entries()] == [asked or "default"]


def test_an_answer_costs_what_its_tier_does_and_the_dearer_price_is_reserved(
    account: Account, shadow: LanguageEngine, aws: StandIn
) -> None:
    ask(shadow, _question(), account.books)
    (entry,) = account.entries()
    assert (entry.tier, entry.cost_usd) == ("flex", _price(entry, FLEX))
    most = shadow.most(_question())
    assert entry.reserved_usd == (DEFAULT * most.input_tokens + 4 * DEFAULT * most.output_tokens) / 1_000_000


def test_the_answer_says_which_tier_served_it(account: Account, shadow: LanguageEngine, aws: StandIn) -> None:
    aws.behaviour = Behaviour(flex="ignored")
    ask(shadow, _question(), account.books)
    (entry,) = account.entries()
    assert [call.tier for call in aws.calls] == ["flex"]
    assert (entry.tier, entry.cost_usd) == ("default", _price(entry, DEFAULT))


@pytest.mark.parametrize("flex", ["refused", "denied"])
def test_a_refused_tier_is_not_asked_for_again(
    account: Account, shadow: LanguageEngine, aws: StandIn, flex: Flex
) -> None:
    aws.behaviour = Behaviour(flex=flex)
    for number in (1, 2):
        assert ask(shadow, _question(number), account.books).answer["document_type"] == "receipt"
    assert [call.tier for call in aws.calls] == ["flex", None, None]
    entries = account.entries()
    assert [(entry.outcome, entry.tier) for entry in entries] == [
        ("refused", None),
        ("answered", "default"),
        ("answered", "default"),
    ]
    assert [entry.cost_usd for entry in entries] == [0, *(_price(entry, DEFAULT) for entry in entries[1:])]


def test_what_is_known_of_the_tier_is_known_to_the_next_trial(
    account: Account, shadow: LanguageEngine, aws: StandIn
) -> None:
    aws.behaviour = Behaviour(flex="refused")
    with pytest.raises(RefusedTierError, match="service tier is not supported"):
        shadow.answer(_question())
    engine = engines.selected()
    assert isinstance(engine, TieredEngine)
    engine.for_trials().answer(_question())
    assert [call.tier for call in aws.calls] == ["flex", None]


def test_an_account_that_may_not_use_the_model_at_all_stops_the_run(
    account: Account, shadow: LanguageEngine, aws: StandIn
) -> None:
    aws.behaviour = Behaviour(script=["access_denied"] * 2)
    with pytest.raises(SettingsError, match="not authorized"):
        ask(shadow, _question(), account.books)
    assert [call.tier for call in aws.calls] == ["flex", None]


def test_a_busy_tier_is_left_for_a_minute(
    account: Account, shadow: LanguageEngine, aws: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.behaviour = Behaviour(flex="throttled")
    ask(shadow, _question(1), account.books)
    ask(shadow, _question(2), account.books)
    assert [call.tier for call in aws.calls] == ["flex", None, None]
    assert [entry.outcome for entry in account.entries()] == ["throttled", "answered", "answered"]
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    aws.behaviour = Behaviour()
    ask(shadow, _question(3), account.books)
    assert aws.calls[-1].tier == "flex"


def test_a_refused_document_is_explained_at_either_tier(account: Account, shadow: LanguageEngine, aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["unsupported", "unsupported"])
    with pytest.raises(SettingsError, match="toolConfig"):
        ask(shadow, _question(), account.books)
    assert [call.tier for call in aws.calls] == ["flex", "flex"]


def test_both_tiers_have_the_saved_answers(account: Account, shadow: LanguageEngine, aws: StandIn) -> None:
    ask(engines.selected(), _question(), account.books)
    ask(shadow, _question(), account.books)
    assert len(aws.calls) == 1


def test_a_model_without_a_price_of_the_tier_has_its_other_price(
    account: Account, archive: Archive, set_tier: Callable[[str], None], aws: StandIn
) -> None:
    archive.configure(bedrock_model_id="amazon.nova-lite-v1:0", bedrock_tier="flex")
    ask(engines.selected(), _question(), account.books)
    (entry,) = account.entries()
    assert (entry.tier, entry.cost_usd) == ("flex", _price(entry, Decimal("0.06")))


def test_the_cost_by_tier(alfrd: Alfrd, account: Account, shadow: LanguageEngine, aws: StandIn) -> None:
    account.ask(["words"])
    ask(shadow, _question(1), account.books)
    ask(engines.selected(), _question(2), account.books)
    found = json.loads(alfrd("cost", "--by", "tier", "--json").stdout)
    assert {row["what"]: (row["calls"], row["flex"]) for row in found["rows"]} == {
        "none": (1, 0),
        "flex": (1, 1),
        "default": (1, 0),
    }
    assert found["total"]["flex"] == 1


def test_the_stand_in_knows_the_tiers_that_there_are(aws: StandIn) -> None:
    from support.aws_clients import client

    ask_for = {"modelId": MODEL, "messages": [{"role": "user", "content": [{"text": "Hello"}]}]}
    with client("bedrock-runtime") as bedrock:
        assert bedrock.converse(**ask_for, serviceTier={"type": "flex"})["serviceTier"] == {"type": "flex"}
        assert "serviceTier" not in bedrock.converse(**ask_for)
        with pytest.raises(bedrock.exceptions.ValidationException, match="service tier provided is invalid"):
            bedrock.converse(**ask_for, serviceTier={"type": "cheapest"})


def test_no_document_waits_for_the_lower_price(
    account: Account, set_tier: Callable[[str], None], aws: StandIn, archive: Archive
) -> None:
    set_tier("flex")
    aws.behaviour = Behaviour(flex="throttled")
    other = registered(account.session)
    runs.hold(database(), RUN)
    documents.claim_one(account.session, RUN, other)
    ask(engines.selected(), _question(), Books(database(), Subject(RUN, "classify", other)))
    assert [call.status for call in aws.calls] == [429, 200]
