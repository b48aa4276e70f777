"""Which documents judge in a trial: those of the court, the audited ones first, and never what a person volunteered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from uuid import UUID

import pytest

from alfrd_luigi.corrections import audit
from alfrd_luigi.corrections.correction import approve, set_values, unset_values
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.corrections.verdicts import decide
from alfrd_luigi.database import audits, documents, runs, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Agreement
from alfrd_luigi.prompts.gold import compared, difference
from support.archives import Archive
from support.connections import connected
from support.court_papers import BILLS, CLASSIFIER, RECEIPTS, check, classify, open_trial, papers
from support.document_rows import registered

RUN = "20240501T000000-trial"


@pytest.fixture
def session(archive: Archive) -> Session:
    """A session on an archive of the test's own."""
    return database().session()


def _all(session: Session, trial: UUID, *, audited_only: bool = False) -> list[UUID]:
    """The documents that the trial compares, one after the other."""
    return list(_each(session, trial, audited_only))


def _each(session: Session, trial: UUID, audited_only: bool) -> Iterator[UUID]:
    while (id := trials.next_document(session, trial, audited_only=audited_only)) is not None:
        trials.compare(session, trial, id, "court", {})
        yield id


def _corrections(session: Session, trial: UUID, newest: int = 50) -> Iterator[tuple[UUID, dict[str, object]]]:
    while (known := trials.next_correction(session, trial, newest)) is not None:
        trials.compare(session, trial, known.document_id, "corrections", {})
        yield known


def test_the_court_is_asked_audits_first_and_each_document_once(session: Session) -> None:
    known, clinic = papers(session, 4), papers(session, 3, of_court=False)
    papers(session, 3, "receipt")
    audit.draw(session, 10)
    first, second, waiting, later = [each.document for each in audits.waiting(session) if each.document in known]
    check(session, second)
    check(session, first, total="9.99")
    check(session, clinic[0])
    newest = papers(session, 3)
    registered(session)
    trial = open_trial(session)
    assert _all(session, trial) == [second, first, waiting, later, *reversed(newest)]


def test_for_the_owner_only_closed_audits_judge(session: Session) -> None:
    known = papers(session, 3)
    audit.draw(session, 3)
    check(session, known[1])
    assert _all(session, open_trial(session), audited_only=True) == [known[1]]


def test_after_a_promotion_only_audits_judge_that_are_closed_since(session: Session) -> None:
    before, after, waiting = papers(session, 3)
    audit.draw(session, 3)
    check(session, before)
    trial = open_trial(session, purpose="return")
    assert trials.next_document(session, trial, audited_only=False) is None
    check(session, after)
    assert _all(session, trial) == [after]
    check(session, waiting)
    assert _all(session, trial) == [waiting]


def test_a_paper_that_came_twice_is_compared_once(session: Session) -> None:
    original, copy = papers(session, 2)
    decide(session, original, copy, "same", "anna")
    assert _all(session, open_trial(session)) == [original]


def test_a_document_that_is_processed_again_waits_for_that(session: Session) -> None:
    filed, again = papers(session, 2)
    set_values(session, again, {"type": "receipt"}, "anna")
    assert documents.state(session, again).status != "filed"
    assert _all(session, open_trial(session)) == [filed]


def test_a_version_of_the_key_made_the_result(session: Session) -> None:
    bills, receipts = papers(session, 2), papers(session, 1, "receipt")
    assert _all(session, open_trial(session, CLASSIFIER)) == []
    classify(session)
    trial = trials.open_of_key(session, CLASSIFIER, "challenge")
    assert trial is not None
    assert _all(session, trial.id) == [*receipts, *reversed(bills)]
    assert _all(session, open_trial(session, RECEIPTS)) == receipts


@pytest.mark.parametrize("seed", range(6))
def test_what_persons_volunteer_never_judges(session: Session, seed: int) -> None:
    """Whatever persons say of papers that no audit showed them, and whether these were drawn or not."""
    chance, every, number = Random(seed), papers(session, 6), iter(range(1000, 2000))
    trial = open_trial(session)
    audit.draw(session, 3, str(seed))
    acts: list[Callable[[UUID], object]] = [
        lambda id: set_values(session, id, {"total": f"{next(number)}.50"}, "anna"),
        lambda id: set_values(session, id, {"currency": "EUR", "date": ""}, "anna", rest_is_right=True),
        lambda id: approve(session, id, "anna"),
    ]
    for _ in range(12):
        chance.choice(acts)(chance.choice(every))
        if chance.random() < 0.3:
            undo_act(session, "anna")
    for id in every:
        trials.compare(session, trial, id, "court", {})
    assert trials.audited(session, trial) == []
    assert trials.next_document(session, open_trial(session, purpose="return"), audited_only=True) is None

    (drawn, *_) = (each.document for each in audits.waiting(session))
    check(session, drawn)
    assert [known.document_id for known in trials.audited(session, trial)] == [drawn]


def test_the_paper_has_to_be_shown_before_the_act(session: Session, archive: Archive) -> None:
    (id,) = papers(session, 1)
    audit.draw(session, 1)
    check(session, id)
    with connected(archive.database_url) as own:
        own.execute("UPDATE audits SET shown_at = NULL")
    trial = open_trial(session)
    assert trials.next_document(session, trial, audited_only=True) is None
    audits.set_shown(session, id)
    assert trials.next_document(session, trial, audited_only=True) is None


def test_what_an_audit_says_is_compared_again_when_it_says_something_else(session: Session) -> None:
    (id,) = papers(session, 1)
    trial = open_trial(session)
    trials.compare(session, trial, id, "court", {})
    audit.draw(session, 1)
    assert trials.audited(session, trial) == []

    def score() -> float | None:
        (known,) = trials.audited(session, trial)
        assert known.document_id == id
        fields = compared("summarizer", known.values, {"total_amount": 8}, {"total_amount": 9.5})
        trials.set_gold(session, trial, id, difference(fields), fields)
        assert trials.audited(session, trial) == []
        return difference(fields)

    check(session, id, total="9.50")
    assert (score() or 0) > 0
    undo_act(session, "anna")
    assert score() is None
    check(session, id, total="8")
    assert (score() or 0) < 0
    (pair,) = trials.pairs(session, trial)
    assert pair.values["total"] == (8, True, False)
    assert "type" not in pair.values


def test_a_classifier_is_scored_by_the_type_alone(session: Session) -> None:
    (id,) = papers(session, 1)
    classify(session)
    trial = open_trial(session, CLASSIFIER)
    trials.compare(session, trial, id, "court", {})
    audit.draw(session, 1)
    check(session, id)
    assert trials.audited(session, trial) == [(id, {"type": "utility_bill"})]


def test_the_newest_corrections_of_the_key_come_first(session: Session) -> None:
    one, two, three, other = papers(session, 4)
    for id, values in (
        (one, {"total": "1.50", "field.due_date": "2024-03-25", "title": "x", "currency": "EUR"}),
        (two, {"date": ""}),
        (three, {"total": "3.50"}),
        (papers(session, 1, "receipt")[0], {"total": "1"}),
    ):
        set_values(session, id, values, "anna")
    approve(session, other, "anna")
    set_values(session, one, {"total": "1.25"}, "ben")
    assert list(_corrections(session, open_trial(session))) == [
        (one, {"total": 1.25, "field.due_date": "2024-03-25", "currency": "EUR"}),
        (three, {"total": 3.5}),
        (two, {"date": None}),
    ]


def test_of_the_corrections_only_the_newest_are_checked(session: Session) -> None:
    every = papers(session, 3)
    for id in every:
        set_values(session, id, {"total": "0.50"}, "anna")
    assert [id for id, _ in _corrections(session, open_trial(session), newest=2)] == [every[2], every[1]]


def test_a_withdrawn_correction_is_none_and_an_approved_one_is(session: Session) -> None:
    unset, undone, approved, again = papers(session, 4)
    for id in (unset, approved, again):
        set_values(session, id, {"total": "0.50"}, "anna")
    for id in (unset, again):
        unset_values(session, id, ["total"], "anna")
    set_values(session, undone, {"total": "0.50"}, "ben")
    undo_act(session, "ben")
    for id in (approved, unset):
        approve(session, id, "anna")
    set_values(session, again, {"total": "0.75"}, "anna")
    found = list(_corrections(session, open_trial(session)))
    assert found == [(again, {"total": 0.75}), (approved, {"total": 0.5})]


def test_the_type_is_what_the_corrections_of_a_classifier_are_about(session: Session) -> None:
    mistaken, other = papers(session, 2)
    classify(session)
    set_values(session, mistaken, {"total": "0.50", "type": "utility_bill"}, "anna")
    set_values(session, other, {"total": "0.50"}, "anna")
    trial = open_trial(session, CLASSIFIER)
    assert list(_corrections(session, trial)) == [(mistaken, {"type": "utility_bill"})]


def test_the_judge_is_known_by_the_newest_audited_pairs_that_it_saw(session: Session) -> None:
    trial, every = open_trial(session), papers(session, 6)
    gold = (0.2, -0.2, 0.2, 0.0, None, 0.4)
    judged: tuple[tuple[float, bool | None] | None, ...] = (
        (1, True), (1, False), (-1, True), (0, None), (1, True), None,
    )  # fmt: skip
    for id, owner, judge in zip(every, gold, judged, strict=True):
        trials.compare(session, trial, id, "court", {})
        trials.set_gold(session, trial, id, owner, {})
        if judge is not None:
            trials.set_judged(session, trial, id, judge[0], judge[1], None)
    assert trials.agreement(session, 100) == Agreement(audited=5, pairs=3, agreed=1, favour=0)
    assert trials.agreement(session, 4) == Agreement(audited=4, pairs=2, agreed=0, favour=0)
    assert trials.agreement(session, 3) == Agreement(audited=3, pairs=1, agreed=0, favour=-2)


def _resting(session: Session, trial: UUID) -> bool:
    return not any(due.id == trial for due in trials.due(session, RUN, 10))


def test_an_audit_that_closes_or_opens_again_wakes_trials(session: Session, archive: Archive) -> None:
    runs.hold(database(), RUN)
    (id, other) = papers(session, 2)
    trial, failing = open_trial(session), open_trial(session, RECEIPTS)
    audit.draw(session, 2)

    def rest() -> None:
        assert trials.claim(session, RUN, trial)
        trials.rest(session, RUN, trial, 3600)
        assert _resting(session, trial)

    assert trials.claim(session, RUN, failing)
    trials.defer(session, RUN, failing, Failures(1), 3600)
    rest()
    approve(session, other, "anna")
    assert _resting(session, trial)
    check(session, id)
    assert not _resting(session, trial)
    rest()
    undo_act(session, "anna")
    assert not _resting(session, trial)
    assert _resting(session, failing)


def test_an_act_does_not_wait_for_a_trial_that_is_worked_on(session: Session, archive: Archive) -> None:
    """The step of the trial may want the document that the act holds."""
    runs.hold(database(), RUN)
    (id,) = papers(session, 1)
    trial = open_trial(session)
    audit.draw(session, 1)
    assert trials.claim(session, RUN, trial)
    trials.rest(session, RUN, trial, -1)
    with connected(archive.database_url) as own:
        own.execute("BEGIN")
        own.execute("SELECT FROM prompt_trials WHERE id = %s FOR UPDATE", (str(trial),))
        session.script("SET lock_timeout = '2s'")
        check(session, id)
        own.execute("ROLLBACK")
    assert {each.state for each in audits.listing(session)} == {"closed"}
    assert trials.trial(session, trial).key == BILLS
