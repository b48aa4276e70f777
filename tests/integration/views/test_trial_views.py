"""What is shown of the trials of a prompt."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alfrd_luigi.database import trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.prompts.evidence import e_values
from alfrd_luigi.views.trials import find, of_key
from support import trial_rows
from support.archives import Archive
from support.trial_rows import KEY


@pytest.fixture
def session(archive: Archive) -> Session:
    return database().session()


def test_a_key_without_trials_and_a_static_key_have_none(session: Session) -> None:
    assert of_key(session, KEY).trials == []
    assert of_key(session, Key("summary_scorer")).trials == []


def test_an_open_challenge_shows_what_it_has(session: Session) -> None:
    made = trial_rows.challenge(session)
    judged = [1, 1, 0, -1, 1]
    documents = trial_rows.compare(session, made.id, judged=judged, gold=[0.5, 0])
    trial_rows.pay(session, made.id)
    (view,) = of_key(session, KEY).trials
    assert (view.row.id, view.mode, view.threshold) == (made.id, "judge", 80)
    assert list(view.judged.values) == e_values(judged)
    assert (view.judged.wins, view.judged.losses, view.judged.ties) == (3, 1, 1)
    assert list(view.gold.differences) == [0.5, 0]
    assert view.waiting == ("documents", 5, 60)
    assert (view.cost.calls, view.cost.usd) == (1, Decimal("0.0021"))
    assert [each.pair.document_id for each in view.compared] == documents
    assert view.compared[0].right == (1, 2)
    assert [each.name for each in view.worst] == ["receipt-3.txt"]


def test_audits_stand_in_the_order_in_which_they_were_closed(session: Session) -> None:
    made = trial_rows.challenge(session)
    first, second = trial_rows.compare(session, made.id, judged=[1, -1])
    for document, gold in ((second, -0.5), (first, 0.25)):
        trials.set_gold(session, made.id, document, gold, {})
    (view,) = of_key(session, KEY).trials
    assert list(view.gold.differences) == [-0.5, 0.25]
    assert list(view.judged.differences) == [1, -1]


def test_the_owner_decides_once_enough_pairs_are_audited(session: Session) -> None:
    made = trial_rows.challenge(session)
    trial_rows.compare(session, made.id, gold=[0.2] * 20)
    found = of_key(session, KEY)
    assert (found.mode, found.audited_pairs) == ("owner", 20)
    (view,) = found.trials
    assert (view.decisive.by, view.waiting) == ("audits", ("audits", 20, 60))


def test_a_version_that_the_judge_promoted_is_unaudited_until_audits_keep_it(session: Session) -> None:
    made = trial_rows.challenge(session)
    back = trial_rows.promote(session, made, is_audited=False)
    found = of_key(session, KEY)
    assert found.is_unaudited(made.candidate)
    assert [view.row.purpose for view in found.open] == ["return"]
    assert found.open[0].threshold == 20
    trial_rows.compare(session, back, gold=[0.0] * 7)
    (view,) = of_key(session, KEY).open
    assert view.waiting == ("audits", 7, 20)
    assert trials.close(session, back, "kept", "not worse by 30 audits")
    assert not of_key(session, KEY).is_unaudited(made.candidate)


def test_a_version_that_came_back_is_not_unaudited(session: Session) -> None:
    made = trial_rows.challenge(session)
    incumbent = trials.trial(session, made.id).incumbent_id
    back = trial_rows.promote(session, made, is_audited=False)
    assert trials.close(session, back, "returned", "better by audits")
    found = of_key(session, KEY)
    assert not found.is_unaudited(incumbent)
    assert not found.is_unaudited(made.candidate)


def test_only_the_newest_trials_have_their_comparisons(session: Session) -> None:
    for number in range(4):
        made = trial_rows.challenge(session, f"Say {number}.")
        trial_rows.compare(session, made.id, judged=[-1])
        assert trials.close(session, made.id, "given_up", "behind")
    assert [len(view.compared) for view in of_key(session, KEY).trials] == [1, 1, 1, 0]
    assert [len(view.compared) for view in of_key(session, KEY, None).trials] == [1] * 4
    assert [view.row.number for view in of_key(session, KEY).trials] == [4, 3, 2, 1]


def test_a_trial_is_found_by_the_beginning_of_its_id(session: Session) -> None:
    made = trial_rows.challenge(session)
    trial_rows.compare(session, made.id, judged=[1])
    assert len(find(session, KEY, str(made.id)[:8]).compared) == 1
    with pytest.raises(NotFoundError, match="no trial of summarizer:receipt has the id 'zz'"):
        find(session, KEY, "zz")
    with pytest.raises(NotFoundError, match="no trial of classifier has the id"):
        find(session, Key("classifier"), str(made.id))
