"""While prompts are tried, a week's audits are drawn at random from all documents by which they are judged."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from uuid import UUID

import pytest

from alfrd_luigi.corrections import audit
from alfrd_luigi.corrections.correction import approve, set_values
from alfrd_luigi.corrections.verdicts import decide
from alfrd_luigi.database import audits, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Purpose
from support.archives import Archive
from support.commands import alfrd
from support.court_papers import BILLS, CLASSIFIER, RECEIPTS, check, classify, open_trial, papers

_A_WEEK_LATER = "UPDATE audit_draws SET week = week - 7, at = at - interval '7 days'"


@pytest.fixture
def session(archive: Archive) -> Session:
    """A session on an archive of the test's own."""
    return database().session()


def _in_order(seed: str, ids: list[UUID]) -> list[UUID]:
    return sorted(ids, key=lambda id: hashlib.md5(f"{seed}{id}".encode(), usedforsecurity=False).hexdigest())


def _drawn(session: Session) -> list[UUID]:
    return [each.document for each in audits.waiting(session)]


def _weeks(session: Session, weeks: int, wanted: int) -> list[Counter[str]]:
    """What was drawn in each week, by the key."""
    drawn = []
    for _ in range(weeks):
        before = len(audits.listing(session))
        audit.draw(session, wanted)
        new = audits.listing(session)[: len(audits.listing(session)) - before]
        drawn.append(Counter(str(each.key) for each in new))
        session.script(_A_WEEK_LATER)
    return drawn


@pytest.mark.parametrize("purpose", ["challenge", "return"])
def test_the_court_is_drawn_from_of_any_time_and_touched_or_not(session: Session, purpose: Purpose) -> None:
    court = papers(session, 6)
    papers(session, 4, of_court=False)
    papers(session, 4, "receipt")
    session.script("UPDATE documents SET filed_at = filed_at - interval '3 years'")
    approve(session, court[0], "anna")
    set_values(session, court[1], {"total": "0.50"}, "anna")
    open_trial(session, BILLS, purpose)
    assert audit.draw(session, 4, "seed") == 4
    assert _drawn(session) == _in_order("seed", court)[:4]


def test_no_document_is_drawn_twice(session: Session) -> None:
    early = papers(session, 4)
    audit.draw(session, 2)
    first = _drawn(session)[0]
    check(session, first)
    open_trial(session)
    assert audit.draw(session, 50) == 2
    assert set(_drawn(session)) == {*early} - {first}
    session.script("UPDATE audit_draws SET at = at - interval '29 days', week = week - 28")
    assert audit.draw(session, 50) == 0


def test_a_copy_is_not_drawn(session: Session) -> None:
    original, copy = papers(session, 2)
    decide(session, original, copy, "same", "anna")
    session.script("UPDATE documents SET filed_at = filed_at - interval '8 days'")
    open_trial(session)
    assert audit.draw(session, 2) == 1
    assert _drawn(session) == [original]


def test_without_an_open_trial_the_draw_is_of_the_last_days(session: Session) -> None:
    court, clinic = papers(session, 3), papers(session, 1, of_court=False)
    approve(session, court[0], "anna")
    trial = open_trial(session)
    trials.close(session, trial, "given_up", "it is behind")
    assert audit.draw(session, 9, "seed") == 3
    assert _drawn(session) == _in_order("seed", [*court[1:], *clinic])
    assert {each.is_for_trial for each in audits.listing(session)} == {False}


def test_the_oldest_trial_comes_first(session: Session) -> None:
    keys = [Key("summarizer", name) for name in ("tax", "receipt")]
    for key in keys:
        papers(session, 4, key.document_type or "")
        open_trial(session, key)
    assert _weeks(session, 3, 3) == [
        Counter({str(keys[0]): 3}),
        Counter({str(keys[0]): 1, str(keys[1]): 2}),
        Counter({str(keys[1]): 2}),
    ]


def test_a_key_is_drawn_for_once_whatever_is_tried_of_it(session: Session) -> None:
    papers(session, 3)
    papers(session, 6, "receipt")
    open_trial(session)
    open_trial(session, purpose="return")
    open_trial(session, RECEIPTS)
    assert _weeks(session, 1, 4) == [Counter({str(BILLS): 3, str(RECEIPTS): 1})]


def test_a_key_with_few_documents_leaves_its_share_to_others_and_to_what_was_filed(session: Session) -> None:
    court, clinic = papers(session, 1), papers(session, 2, of_court=False)
    receipts = papers(session, 2, "receipt")
    for key in (BILLS, RECEIPTS):
        open_trial(session, key)
    assert audit.draw(session, 3) == 3
    assert set(_drawn(session)) == {*court, *receipts}
    assert audit.draw(session, 9) == 2
    assert {each.document for each in audits.listing(session) if not each.is_for_trial} == set(clinic)


def test_an_audit_judges_the_keys_whose_documents_it_was_drawn_from(session: Session) -> None:
    """A sample of the receipts is none of all documents, but one of all documents is one of the receipts."""
    papers(session, 3, "receipt")
    classify(session)
    all_types, of_receipts = open_trial(session, CLASSIFIER), open_trial(session, RECEIPTS)
    audits.draw_for_trial(session, of_receipts, "seed", 1)
    audits.draw_for_trial(session, all_types, "seed", 1)
    audits.draw(session, "seed", 1)
    for_receipts, for_all, of_week = (each.document for each in audits.waiting(session))
    for id in (for_receipts, for_all, of_week):
        check(session, id)
    assert _judges(session, of_receipts) == [for_receipts, for_all, of_week]
    assert _judges(session, all_types) == [for_all, of_week]


def _judges(session: Session, trial: UUID) -> list[UUID]:
    found = []
    while (id := trials.next_document(session, trial, audited_only=True)) is not None:
        trials.compare(session, trial, id, "court", {})
        found.append(id)
    assert [known.document_id for known in trials.audited(session, trial)] == found
    return found


def test_a_sample_of_a_prompt_that_is_gone_is_no_sample_of_a_week(session: Session) -> None:
    papers(session, 1)
    open_trial(session)
    audit.draw(session, 1)
    session.script("DELETE FROM prompt_trials")
    (drawn,) = audits.listing(session)
    assert (drawn.is_for_trial, drawn.key) == (True, None)
    check(session, drawn.document)
    trial = open_trial(session)
    assert trials.next_document(session, trial, audited_only=True) is None


def test_the_list_tells_the_two_samples_apart(archive: Archive, session: Session) -> None:
    papers(session, 1)
    archive.configure(audits_per_week=1)
    audit.draw(session, 1)
    papers(session, 1)
    open_trial(session)
    audit.draw(session, 2)
    of_trial, of_week = json.loads(alfrd("audit", "list", "--json").stdout)
    assert (of_trial["is_for_trial"], of_trial["kind"], of_trial["document_type"]) == (
        True,
        "summarizer",
        "utility_bill",
    )
    assert not of_week["is_for_trial"]
    first, second = alfrd("audit", "list").output.splitlines()[1:]
    assert first.split()[-2:] == ["open", "summarizer:utility_bill"]
    assert second.endswith("open")
