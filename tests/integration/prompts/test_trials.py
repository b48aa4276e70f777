"""Trials of prompts with a model over HTTP: shadow, judge and owner, promotion, and the return of a better version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections import audit
from alfrd_luigi.corrections.correction import approve, set_values
from alfrd_luigi.database import document_details, documents, events, prompts, runs, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError
from alfrd_luigi.prompts import drift, selection
from alfrd_luigi.prompts.selection import Succession
from alfrd_luigi.prompts.trials import TrialStep
from alfrd_luigi.stages import lifecycle
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.faults import Said
from support import graded_models, judges
from support.archives import Archive
from support.clinic_rows import is_of_court
from support.desk import Desk, wait_for
from support.document_rows import ids
from support.kept_archives import Keep

KEY = Key("summarizer", "receipt")
RUN = "20240501T000000-trial"
MODEL = "amazon.nova-lite-v1:0"
GOOD, BAD = "Read it twice.", f"Read it. {graded_models.wrong(0.7)}"
_NAMES = {"entity": "entity", "document_date": "date", "total_amount": "total"}


@pytest.fixture(autouse=True)
def desk(archive: Archive, aws: StandIn) -> Desk:
    """A desk whose model is as good as its prompt."""
    aws.behaviour = Behaviour(answers=graded_models.answers())
    return _opened(archive)


@pytest.fixture
def court(desk: Desk, keep: Keep) -> Session:
    """An archive of 33 receipts, about 22 of them of the court. The active prompt gets most values wrong."""
    keep(_with_a_court)
    return database().session()


def _with_a_court(archive: Archive) -> None:
    _filed(_opened(archive), range(33))


def _opened(archive: Archive) -> Desk:
    made = Desk(archive)
    limits = {"max_cost_per_day": 10, "report": False, "backoff_seconds": 0, "min_documents_for_scoring": 1000}
    archive.configure(language_engine="bedrock", bedrock_model_id=MODEL, **limits)
    return made


def _filed(desk: Desk, numbers: Iterable[int]) -> Session:
    session = database().session()
    _activate(session, BAD)
    _file(desk, numbers)
    return session


def _file(desk: Desk, numbers: Iterable[int]) -> None:
    for number in numbers:
        desk.receipt(number)
    assert desk.run() == 0, desk.said


def _activate(session: Session, text: str) -> None:
    active = prompts.active(session, KEY)
    prompts.swap(session, active.id, prompts.add(session, active.id, text, "person"), pinned=False)


def _challenge(session: Session, text: str) -> UUID:
    active, number = prompts.active(session, KEY), trials.challenges(session, KEY) + 1
    candidate = prompts.add(session, active.id, text, "person")
    trial = trials.open(session, "challenge", candidate, active.id, number, f"seed {number}")
    assert trial is not None
    return trial


def _work(session: Session, trial: UUID) -> trials.Trial:
    """Take the steps of a trial until it rests or ends."""
    while trial in [due.id for due in trials.due(session, RUN, 10)]:
        lifecycle.run(TrialStep(trial, RUN))
    runs.release(RUN)
    return trials.trial(session, trial)


def _rows(session: Session) -> list[tuple[Any, ...]]:
    rows = document_details.documents(session, ids(session))
    return [(row.id, row.entity, row.document_date, row.total_amount, row.summary) for row in rows]


def _said(behaviour: Mapping[str, Said]) -> Behaviour:
    return Behaviour(answers=graded_models.answers(**behaviour))


def _draw(session: Session) -> list[UUID]:
    audit.draw(session, 33, "seed")
    return [each.document for each in audit.next_paper(session)[1]]


def _audit(session: Session, drawn: Iterable[UUID]) -> None:
    """Say what is right in these documents."""
    for id in drawn:
        audit.paper(session, id)
        found = graded_models.record(documents.page_texts(session, id))
        set_values(session, id, {_NAMES[name]: str(value) for name, value in found.items()}, "anna")
        approve(session, id, "anna")


def test_the_judge_promotes_a_better_candidate_that_files_nothing(court: Session, aws: StandIn) -> None:
    before, asked = _rows(court), len(aws.calls)
    ended = _work(court, _challenge(court, GOOD))
    assert (ended.state, ended.is_audited) == ("promoted", False), ended.reason
    assert prompts.active(court, KEY).text == GOOD
    assert _rows(court) == before
    pairs = trials.pairs(court, ended.id)
    assert 7 <= len(pairs) <= 33
    # The incumbent's answers were paid for when the documents were filed. The model is checked once a month.
    judged = sum(pair.is_first is not None for pair in pairs)
    assert len(aws.calls) - asked == len(pairs) + judged + len(drift.fixed_questions())
    assert {pair.is_first for pair in pairs} == {True, False}
    assert trials.open_of_key(court, KEY, "return") is not None
    told = [event.event for event in events.of(court, "prompt", str(KEY))]
    assert told == ["compared"] * (len(told) - 1) + ["promoted"]


@pytest.mark.parametrize(
    "judge", [judges.prefers_first, judges.finds_all_even], ids=["prefers the first", "finds all even"]
)
def test_a_judge_who_does_not_judge_promotes_nothing(court: Session, aws: StandIn, judge: Said) -> None:
    aws.behaviour = _said({"judge_answers": judge})
    ended = _work(court, _challenge(court, GOOD))
    assert ended.state in ("open", "given_up"), ended.reason
    assert prompts.active(court, KEY).text == BAD


def test_equal_answers_cost_no_judge(court: Session, aws: StandIn) -> None:
    ended = _work(court, _challenge(court, f"{BAD} Please."))
    assert ended.state in ("open", "given_up")  # by the number of documents in the court
    assert [call for call in aws.calls if call.operation == "judge_answers"] == []
    assert {pair.judged for pair in trials.pairs(court, ended.id)} == {0}


def test_a_candidate_without_valid_answers_is_worse(court: Session, aws: StandIn) -> None:
    aws.behaviour = _said(
        {"summarize": lambda asked: {"no": 1} if "verse" in asked.prompt else graded_models.graded(asked)}
    )
    ended = _work(court, _challenge(court, "Answer in verse."))
    assert ended.state == "given_up", ended.reason
    assert {pair.judged for pair in trials.pairs(court, ended.id)} == {-1}


def test_audits_decide_where_the_owner_is_asked(court: Session, archive: Archive, desk: Desk) -> None:
    archive.configure(prompt_evidence="owner")
    trial = _challenge(court, GOOD)
    assert _work(court, trial).state == "open"
    assert trials.pairs(court, trial) == []  # nobody has said what is right, and the judge is not known
    _audit(court, _draw(court))
    assert desk.run() == 0, desk.said  # files the corrected documents, and works on the trial
    ended = trials.trial(court, trial)
    assert (ended.state, ended.is_audited) == ("promoted", True), ended.reason
    assert all(pair.gold is not None for pair in trials.pairs(court, trial) if pair.part == "court")


def test_a_promoted_version_that_is_worse_goes_by_itself(court: Session, desk: Desk) -> None:
    _activate(court, GOOD)
    trial = trials.trial(court, _challenge(court, BAD))
    wrong = Succession(trial.incumbent_id, trial.candidate_id, trial.number, is_audited=False)
    assert selection.replace(court, trial.key, wrong, "a wrong promotion")
    back = trials.open_of_key(court, KEY, "return")
    assert back is not None
    assert _work(court, back.id).state == "open"
    _audit(court, _draw(court))
    assert desk.run() == 0, desk.said
    ended = trials.trial(court, back.id)

    assert ended.state == "returned", ended.reason
    assert prompts.active(court, KEY).text == GOOD


def test_the_trials_of_a_key_take_turns(desk: Desk) -> None:
    session = _filed(desk, range(4))
    former = prompts.active(session, KEY).id
    successor = prompts.add(session, former, GOOD, "person")
    assert selection.replace(session, KEY, Succession(former, successor, 1, None), "a test")
    challenge, back = _challenge(session, f"{GOOD} Please."), trials.open_of_key(session, KEY, "return")
    assert back is not None
    assert [due.id for due in trials.due(session, RUN, 10)] == [back.id]
    assert _work(session, back.id).state == "open"  # it waits for audits
    assert [due.id for due in trials.due(session, RUN, 10)] == [challenge]


def test_a_candidate_that_undoes_corrections_is_refused(court: Session, aws: StandIn) -> None:
    corrected = ids(court)[:3]
    for id in corrected:
        set_values(court, id, {"currency": "EUR"}, "anna")  # both versions say dollars

    def said(asked: Any) -> Any:
        is_candidate, answer = "twice" in asked.prompt, graded_models.graded(asked)
        return answer if is_candidate else {**answer, "currency": "EUR"}

    aws.behaviour = _said({"summarize": said})
    ended = _work(court, _challenge(court, GOOD))
    assert ended.state in ("refused", "promoted"), ended.reason


def test_a_trial_has_one_worker(court: Session) -> None:
    trial = _challenge(court, GOOD)
    runs.hold(database(), "20240501T000000-other")
    assert trials.claim(court, "20240501T000000-other", trial)
    with pytest.raises(BusyError, match="worked on by another run"):
        lifecycle.run(TrialStep(trial, RUN))
    runs.release("20240501T000000-other")
    wait_for(lambda: trials.due(court, RUN, 1))
    assert _work(court, trial).state == "promoted"


def test_a_trial_rests_until_a_run_files_more_documents(desk: Desk) -> None:
    session = _filed(desk, range(4))
    trial = _challenge(session, f"{BAD} Please.")  # as good as the active version
    assert _work(session, trial).state == "open"
    assert trials.due(session, RUN, 10) == []
    _file(desk, range(4, 14))
    compared = {pair.document_id for pair in trials.pairs(session, trial)}
    assert compared == {id for id in ids(session) if is_of_court(id)}


def test_a_run_works_on_trials_in_the_end(court: Session, desk: Desk) -> None:
    trial = _challenge(court, GOOD)
    assert desk.run() == 0, desk.said
    assert trials.trial(court, trial).state == "promoted"
    assert desk.run() == 0
    assert desk.said == ""
