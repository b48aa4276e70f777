"""The desk's page of a prompt: its trials, and what a person decides there."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

import pytest

from alfrd_luigi.database import audits, events, model_checks, prompts, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from support import trial_rows
from support.desks import Answer, ServedDesk
from support.trial_rows import KEY

PAGE = "/prompts/summarizer%3Areceipt"


@pytest.fixture
def session(bills: list[UUID]) -> Session:
    return database().session()


def post(desk: ServedDesk, name: str, **form: object) -> Answer:
    return desk.ask("POST", f"{PAGE}/{name}", urlencode(form))


def active(session: Session) -> int:
    return prompts.active(session, KEY).version


def test_a_trial_is_drawn_with_its_evidence_and_its_cost(served_desk: ServedDesk, session: Session) -> None:
    made = trial_rows.challenge(session)
    documents = trial_rows.compare(session, made.id, judged=[1, -1], gold=[0.5, -0.5])
    trial_rows.pay(session, made.id)
    page = served_desk.ask("GET", PAGE).body
    for said in (
        "Version 2 challenges version 1",
        "The judge alone decides trials until 20 compared documents are audited; now 2 are.",
        "2 of at most 60 documents.",
        "Better on 1, worse on 1, as good on 0.",
        "$0.0021 for 1 call",
        "1 → 2 of 2",
        'class="limit"',
        f'href="/documents/{documents[0]}"',
    ):
        assert said in page, said
    assert page.count('class="dot judge"') == page.count('class="dot audits"') == 2
    listed = served_desk.ask("GET", "/prompts").body
    assert f'href="{PAGE}#trial-{made.id}"' in listed


def test_a_model_that_changed_is_named_where_trials_are_drawn(served_desk: ServedDesk, session: Session) -> None:
    trial_rows.challenge(session)
    month = model_checks.this_month(session)
    found = model_checks.ModelCheck(
        "bedrock",
        "a model <b>",
        month,
        "0" * 64,
        None,
        {},
        "0" * 64,
        date(2024, 3, 1),
        ["class", "bill"],
        is_drift=True,
    )
    model_checks.keep(session, found)
    for address in (PAGE, "/prompts"):
        page = served_desk.ask("GET", address).body
        assert page.count("<bdi>a model &lt;b&gt;</bdi>: on ") == 1
        assert "to answer otherwise than in Mar 2024." in page
    assert "to answer otherwise" not in served_desk.ask("GET", "/prompts/classifier").body  # it has no trials


def test_what_a_judge_says_stays_text(served_desk: ServedDesk, session: Session) -> None:
    hostile = "</title><script>alert(1)</script>"
    made = trial_rows.challenge(session, hostile)
    trial_rows.compare(session, made.id, judged=[-1], reasoning=hostile, name=hostile)
    events.record(session, None, "prompt", str(KEY), "proposal refused", reason=hostile)
    trials.close(session, made.id, "given_up", hostile)
    page = served_desk.ask("GET", PAGE).body
    assert hostile not in page
    assert page.count("&lt;script&gt;alert(1)") >= 5


def test_a_text_is_proposed(served_desk: ServedDesk, session: Session) -> None:
    answer = post(served_desk, "propose", text="Say more.\r\nAnd the date.")
    assert (answer.status, answer.headers["location"]) == (303, PAGE)
    trial = trials.open_of_key(session, KEY, "challenge")
    assert trial is not None
    assert prompts.wording(session, trial.candidate_id).text == "Say more.\nAnd the date."


def test_what_cannot_be_proposed_is_told_with_the_text(served_desk: ServedDesk, session: Session) -> None:
    trial_rows.challenge(session)
    answer = post(served_desk, "propose", text="Say <b>more</b>.")
    assert (answer.status, "version 2 of summarizer:receipt is on trial" in answer.body) == (409, True)
    assert "Say &lt;b&gt;more&lt;/b&gt;.</textarea>" in answer.body
    assert post(served_desk, "propose", text="Say <b>more</b>.", replace="on").status == 303
    assert post(served_desk, "propose", text=" ").status == 422


def test_a_candidate_is_accepted_with_a_reason(served_desk: ServedDesk, session: Session) -> None:
    made = trial_rows.challenge(session)
    assert 'name="because"' in served_desk.ask("GET", PAGE).body
    assert post(served_desk, "accept", version=2, because="").status == 422
    assert post(served_desk, "accept", version="two", because="x").status == 404
    assert active(session) == 1
    assert post(served_desk, "accept", version=2, because="It has the date").status == 303
    assert active(session) == 2
    page = served_desk.ask("GET", PAGE).body
    assert "<bdi>It has the date</bdi>" in page
    assert "Version 1 may come back for version 2" in page
    assert trials.trial(session, made.id).state == "promoted"


def test_a_version_is_rolled_back_to_pinned_and_unpinned(served_desk: ServedDesk, session: Session) -> None:
    back = trial_rows.promote(session, trial_rows.challenge(session), is_audited=False)
    assert "The judge alone promoted version 2" in served_desk.ask("GET", PAGE).body
    assert post(served_desk, "rollback", version=1).status == 303
    assert (active(session), prompts.active(session, KEY).is_pinned) == (1, True)
    assert trials.trial(session, back).state == "withdrawn"
    assert f"{PAGE}/unpin" in served_desk.ask("GET", PAGE).body
    assert post(served_desk, "unpin").status == 303
    assert not prompts.active(session, KEY).is_pinned
    assert post(served_desk, "pin").status == 303
    assert prompts.active(session, KEY).is_pinned


def test_a_static_prompt_has_no_form_for_a_text(served_desk: ServedDesk, session: Session) -> None:
    page = served_desk.ask("GET", "/prompts/summary_scorer").body
    assert "<textarea" not in page
    assert "No other version was tried." in page


def test_a_paper_that_judges_a_prompt_says_so(served_desk: ServedDesk, session: Session) -> None:
    audits.draw(session, "seed", 1)
    (audit,) = audits.waiting(session)
    assert _drawn(served_desk, audit.document) == ""  # as any other document
    trial_rows.challenge(session)
    session.script("UPDATE audit_draws SET is_for_trial = true, trial_id = (SELECT id FROM prompt_trials)")
    assert _drawn(served_desk, audit.document) == "Chance drew this paper, to judge a prompt: Summarizer, Receipt."
    assert 'id="review-drawn"' in served_desk.ask("GET", "/review").body


def _drawn(desk: ServedDesk, id: UUID) -> object:
    return json.loads(desk.ask("GET", f"/review/{id}").body)["drawn"]


@pytest.mark.parametrize("name", ["propose", "accept", "rollback", "pin", "unpin"])
def test_only_the_desks_own_pages_decide(served_desk: ServedDesk, session: Session, name: str) -> None:
    trial_rows.challenge(session)
    form = urlencode({"text": "x", "version": 2, "because": "x"})
    assert served_desk.ask("POST", f"{PAGE}/{name}", form, Origin="http://evil.example").status == 403
    assert served_desk.ask("POST", f"/prompts/none/{name}", form).status == 404
    assert active(session) == 1
