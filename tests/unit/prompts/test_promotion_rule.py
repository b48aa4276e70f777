"""What a trial comes to, by the differences that the owner's audits and the judge have found so far."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from math import inf, nan
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.prompts.evidence import e_value
from alfrd_luigi.prompts.rule import (
    ERROR,
    MOST_DOCUMENTS,
    MOST_RETURNED,
    PAIRS_OF_A_KNOWN_JUDGE,
    Action,
    JudgeRecord,
    Mode,
    Setting,
    Standing,
    asks_judge,
    decide,
    is_known,
    mode_of,
    record_of,
    return_threshold,
    threshold,
)

# Differences on four documents, of which the last is the reverse: better, but not clearly.
_SLIGHTLY = [0.2, 0.2, 0.2, -0.2]
_KNOWN = JudgeRecord(pairs=25, agreed=20, favour=0)
_FAIR = JudgeRecord(pairs=5, agreed=4, favour=0)
_CLEARLY = [1.0] * 10
_DIFFERENCES = st.lists(st.sampled_from([-1.0, -0.4, -0.2, 0.0, 0.2, 0.4, 1.0]), max_size=70)
_RECORDS = st.builds(JudgeRecord, st.integers(0, 60), st.integers(0, 60), st.integers(-60, 60))


def _challenge(mode: Mode, *, gold: Sequence[float] = (), judged: Sequence[float] = (), number: int = 1) -> Standing:
    return Standing("challenge", number, mode, gold, judged)


# A trial that a known judge decides, and another one that it has given up.
_PROMOTED = Standing("challenge", 1, "owner", [0.2] * 5, _CLEARLY, _KNOWN, _FAIR)
_HOPELESS = _PROMOTED._replace(judged=[-1.0] * 6)


def _just_enough(bound: float) -> list[float]:
    """As many documents with one field more right as the bound needs."""
    return next([0.2] * count for count in range(60) if e_value([0.2] * count) >= bound)


def _action(standing: Standing) -> Action:
    return decide(standing).action


def test_the_bounds_of_all_candidates_and_of_both_sides_add_up_to_the_error() -> None:
    assert [threshold(number) for number in (1, 2, 3, 10)] == pytest.approx([80, 240, 480, 4400])
    assert 2 * sum(1 / threshold(number) for number in range(1, 10_000)) == pytest.approx(ERROR, rel=1e-3)
    assert return_threshold() == pytest.approx(20)


@pytest.mark.parametrize(
    ("setting", "pairs", "mode"),
    [
        ("auto", 0, "judge"),
        ("auto", PAIRS_OF_A_KNOWN_JUDGE - 1, "judge"),
        ("auto", PAIRS_OF_A_KNOWN_JUDGE, "owner"),
        ("owner", 0, "owner"),
        ("judge", 500, "judge"),
    ],
)
def test_the_owner_decides_once_enough_pairs_are_audited(setting: Setting, pairs: int, mode: Mode) -> None:
    assert mode_of(setting, pairs) == mode


@pytest.mark.parametrize("number", [1, 2, 10])
def test_audits_promote_in_the_mode_of_the_owner_when_they_reach_the_bound(number: int) -> None:
    enough = _just_enough(threshold(number))
    verdict = decide(_challenge("owner", gold=enough, number=number))
    assert (verdict.action, verdict.is_audited) == ("promote", True)
    assert verdict.reason == f"better by audits: evidence of {e_value(enough):,.0f} on {len(enough)} documents"
    assert _action(_challenge("owner", gold=enough[1:], number=number)) == "continue"
    assert _action(_challenge("owner", gold=enough, number=number + 1)) == "continue"


def test_the_judge_alone_decides_in_its_mode_and_the_promotion_is_not_audited() -> None:
    verdict = decide(_challenge("judge", judged=_CLEARLY))
    assert (verdict.action, verdict.is_audited) == ("promote", False)
    assert _action(_challenge("judge", judged=_CLEARLY, gold=[-1.0] * 10)) == "promote"
    assert _action(_challenge("judge", gold=_CLEARLY)) == "continue"
    assert _action(_challenge("judge", judged=[1.0] * 6)) == "continue"


def test_a_known_judge_decides_for_the_owner() -> None:
    verdict = decide(_PROMOTED)
    assert (verdict.action, verdict.is_audited) == ("promote", False)


@pytest.mark.parametrize(
    "doubtful",
    [
        pytest.param(_PROMOTED._replace(judge=JudgeRecord(19, 19, 0)), id="few pairs"),
        pytest.param(_PROMOTED._replace(judge=JudgeRecord(25, 19, 0)), id="disagrees"),
        pytest.param(_PROMOTED._replace(judge=JudgeRecord(25, 25, 1)), id="favours candidates"),
        pytest.param(_PROMOTED._replace(own=JudgeRecord(4, 4, 0)), id="few pairs here"),
        pytest.param(_PROMOTED._replace(own=JudgeRecord(5, 4, 1)), id="favours this one"),
        pytest.param(_PROMOTED._replace(gold=[0.2, 0.2, -0.4, -0.2, 0.0]), id="worse by audits"),
        pytest.param(_PROMOTED._replace(gold=[0.0, 0.0, 0.0, 0.0, -0.2]), id="doubtful by audits"),
    ],
)
def test_a_judge_who_is_not_known_or_contradicts_the_owner_does_not_count(doubtful: Standing) -> None:
    assert _action(doubtful) == "continue"
    assert decide(doubtful._replace(gold=_just_enough(threshold(1)))).is_audited


def test_the_judge_has_to_agree_on_four_of_five_pairs_and_favours_nobody() -> None:
    assert is_known(JudgeRecord(20, 16, 0))
    assert is_known(JudgeRecord(20, 16, -4))
    assert not is_known(JudgeRecord(20, 15, 0))
    assert not is_known(JudgeRecord(20, 20, 1))
    assert not is_known(JudgeRecord(19, 19, 0))


def test_a_record_compares_signs() -> None:
    pairs = [(0.2, 1.0), (0.0, 0.0), (-0.4, -1.0), (0.0, 1.0), (0.6, 0.0), (-0.2, 1.0)]
    assert record_of(pairs) == JudgeRecord(pairs=6, agreed=3, favour=1 - 1 + 2)
    assert record_of([]) == JudgeRecord()


def test_the_judge_is_asked_while_its_word_may_decide() -> None:
    assert asks_judge(_challenge("judge"))
    assert not asks_judge(_challenge("judge", judged=[1.0] * MOST_DOCUMENTS))
    assert asks_judge(_PROMOTED)
    assert not asks_judge(_PROMOTED._replace(judge=JudgeRecord(25, 10, 0)))
    assert not asks_judge(Standing("return", 1, "judge", judge=_KNOWN))


@pytest.mark.parametrize("mode", ["owner", "judge"])
def test_a_trial_that_goes_nowhere_is_given_up(mode: Mode) -> None:
    def action(differences: list[float]) -> Action:
        return _action(_challenge(mode, gold=differences if mode == "owner" else (), judged=differences))

    assert action([-0.2] * 5) == "continue"
    assert action([-0.4] * 6) == "give_up"
    assert action([0.2, -0.2] * 9) == "continue"
    assert action([0.2, -0.2] * 10) == "give_up"
    assert action([4 / 5 - 3 / 5, 3 / 5 - 4 / 5] * 10) == "give_up"
    assert action([0.0] * 19) == "continue"
    assert action([0.0] * 20) == "give_up"
    assert action([0.05, *[0.0] * (MOST_DOCUMENTS - 2)]) == "continue"
    assert action([0.05, *[0.0] * (MOST_DOCUMENTS - 1)]) == "give_up"


def test_a_known_judge_may_give_up_a_candidate_and_another_one_not() -> None:
    assert decide(_HOPELESS).reason == "behind after 6 documents, by the judge"
    assert _action(_HOPELESS._replace(judge=JudgeRecord(25, 10, 0))) == "continue"
    # Sixty verdicts that decide nothing leave the trial to the owner.
    assert _action(_PROMOTED._replace(judged=[1.0, 1.0, -1.0] * 20)) == "continue"


@given(_DIFFERENCES, _DIFFERENCES, _RECORDS, _RECORDS, st.integers(1, 12))
def test_a_promotion_has_its_evidence(
    gold: list[float], judged: list[float], judge: JudgeRecord, own: JudgeRecord, number: int
) -> None:
    by_owner = decide(Standing("challenge", number, "owner", gold, judged, judge, own))
    by_judge = decide(Standing("challenge", number, "judge", gold, judged, judge, own))
    assert (by_judge.action == "promote") == (e_value(judged) >= threshold(number))
    if by_owner.action == "promote":
        assert by_owner.is_audited == (e_value(gold) >= threshold(number))
        assert by_owner.is_audited or (e_value(judged) >= threshold(number) and e_value(gold) >= 1 and is_known(judge))
    if len(gold) >= MOST_DOCUMENTS:
        assert by_owner.action != "continue"


def test_a_better_former_version_returns() -> None:
    enough = _just_enough(return_threshold())
    verdict = decide(Standing("return", 3, "owner", enough))
    assert verdict.action == "return"
    assert verdict.reason == f"better by audits: evidence of {e_value(enough):,.0f} on {len(enough)} documents"
    assert _action(Standing("return", 3, "owner", enough[1:])) == "continue"


def test_a_version_stays_after_thirty_audits() -> None:
    even = [0.2, -0.2] * MOST_RETURNED
    assert _action(Standing("return", 1, "owner", even[: MOST_RETURNED - 1])) == "continue"
    assert _action(Standing("return", 1, "owner", even[:MOST_RETURNED])) == "keep"
    assert _action(Standing("return", 1, "owner", [*even[:MOST_RETURNED], *[1.0] * 30])) == "keep"


def test_the_judge_brings_nothing_back() -> None:
    assert _action(Standing("return", 1, "judge", judged=_CLEARLY)) == "continue"


def test_a_version_that_no_audit_promoted_has_to_stand_up_to_the_first_twenty() -> None:
    slightly = _SLIGHTLY * 5
    assert _action(Standing("return", 1, "owner", slightly, is_audited=True)) == "continue"
    assert _action(Standing("return", 1, "owner", slightly[:19], is_audited=False)) == "continue"
    assert _action(Standing("return", 1, "owner", slightly, is_audited=False)) == "return"
    assert _action(Standing("return", 1, "owner", [0.2, -0.2] * 10, is_audited=False)) == "continue"
    assert _action(Standing("return", 1, "owner", [-0.2] * 20, is_audited=False)) == "continue"


@pytest.mark.parametrize("wrong", [nan, inf, -1.5])
@pytest.mark.parametrize("standing", [_challenge("owner"), _challenge("judge"), Standing("return", 1, "owner")])
def test_what_is_no_difference_decides_nothing(standing: Standing, wrong: float) -> None:
    with pytest.raises(ValueError, match="from -1 to 1"):
        decide(standing._replace(gold=[wrong], judged=[wrong]))


@pytest.mark.parametrize("same", [0.0, 1e-12])
def test_scores_that_are_constant_promote_nothing(same: float) -> None:
    for mode in ("owner", "judge"):
        assert _action(_challenge(mode, gold=[same] * 60, judged=[same] * 60)) == "give_up"
    assert _action(Standing("return", 1, "owner", [same] * 30)) == "keep"


def test_a_judge_that_prefers_the_first_answer_seldom_promotes_one_of_ten_equal_candidates() -> None:
    seed = secrets.randbits(32)
    chance = Random(seed)
    promoted = sum(_promotes_one_of_ten(chance) for _ in range(200))
    # At most 10 on average: more than 25 have a probability below .0001.
    assert promoted <= 25, f"seed {seed}"


def _promotes_one_of_ten(chance: Random) -> bool:
    return any(_promotes(chance, number) for number in range(1, 11))


def _promotes(chance: Random, number: int) -> bool:
    judged: list[float] = []
    while (action := _action(_challenge("judge", number=number, judged=judged))) == "continue":
        judged.append(chance.choice((-1.0, 1.0)))
    return action == "promote"
