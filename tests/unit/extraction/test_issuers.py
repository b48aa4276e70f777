"""The issuers of made-up documents of many kinds, and none where none is printed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from alfrd_luigi.extraction.contests import REASONS
from alfrd_luigi.extraction.entities import find_entity, weigh_entity
from alfrd_luigi.extraction.entity_names import normalise_entity
from alfrd_luigi.extraction.languages import words

DOCUMENTS = tomllib.loads(Path(__file__).with_name("issuers.toml").read_text("utf-8"))
KINDS = {
    *("recipient", "not_recipient", "issuer", "thanks", "greeting", "closing", "title", "party", "between"),
    *("connecting", "prose", "generic", "field", "street", "street_ending", "numbered_street", "order"),
    *("heading", "heading_ending", "role", "unit", "unit_ending", "authority", "intermediary", "maker", "postage"),
    *("declaring", "attention", "employer", "for", "leading_form", "bank"),
    *("trade", "trade_ending", "legal_form", "registration"),
    *("profession", "degree", "account_bank", "intermediary_label", "insurer", "superior", "copy"),
    *("account_holder", "signatory", "part", "buyer", "supervised", "article", "operator"),
    *("client", "estate", "team", "team_article", "team_before"),
}


SIGNS = {"score", "agreement", "chance"}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_issuer(document: Mapping[str, str]) -> None:
    found = find_entity([document["text"]], document["type"])
    named = normalise_entity(found.value) if found else None
    assert named == (normalise_entity(document["issuer"]) if "issuer" in document else None)


def test_signs_tell_a_supported_name_from_a_weak_one() -> None:
    weak = find_entity(["Blue kite\n12 Harbour Road\nDate   Time\nTOTAL   2.00"], "receipt")
    shop = "Blue Kite Bakery Ltd\n12 Harbour Road\nwww.bluekite.com\nTOTAL   2.00\nSold by: Blue Kite Bakery Ltd"
    strong = find_entity([shop], "receipt")
    assert weak
    assert strong
    assert weak.signs.keys() == strong.signs.keys() == SIGNS
    assert all(weak.signs[sign] < strong.signs[sign] for sign in weak.signs)


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_what_speaks_against_a_name_is_a_known_reason(document: Mapping[str, str]) -> None:
    rivals = weigh_entity([document["text"]], document["type"]).rivals
    assert {reason for rival in rivals for reason in rival.reasons} <= set(REASONS)


def test_every_kind_of_phrase_is_known() -> None:
    assert {kind for language in words("entities") for kind in language} == KINDS
