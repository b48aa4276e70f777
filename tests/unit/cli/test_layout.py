"""Columns fit in the room: what matters is there, and nothing is wider than the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from alfrd_luigi.cli.layout import GAP, Need, fitted
from alfrd_luigi.cli.rendering import cut

_ID, _DATE, _TOTAL = Need(8, "whole", 0), Need(10, "whole", 0), Need(12, "whole", 0)
_needs = st.lists(st.builds(Need, st.integers(1, 90), st.sampled_from(["whole", "cut", "wrap"]), st.integers(0, 4)))


def test_what_has_room_is_whole() -> None:
    assert fitted([_ID, Need(40, "cut", 0), _TOTAL], 64) == {0: 8, 1: 40, 2: 12}


def test_the_highest_rank_is_left_out_before_others_get_too_narrow() -> None:
    needs = [_ID, _DATE, Need(60, "cut", 0), _TOTAL, Need(12, "whole", 1), Need(30, "cut", 2)]
    assert fitted(needs, 80) == {0: 8, 1: 10, 2: 30, 3: 12, 4: 12}
    assert fitted(needs, 60) == {0: 8, 1: 10, 2: 24, 3: 12}


def test_the_higher_rank_is_shortened_first() -> None:
    assert fitted([Need(40, "cut", 0), Need(40, "cut", 1)], 62) == {0: 40, 1: 20}


@pytest.mark.parametrize(
    ("needs", "room", "widths"),
    [
        ([], 10, {}),
        ([_ID], 0, {0: 8}),  # a whole column of rank 0 is always there
        ([_ID, _DATE], 20, {0: 8, 1: 10}),  # two blanks part them
        ([_ID, Need(10, "whole", 1)], 19, {0: 8}),
        ([_ID, Need(10, "whole", 1), Need(10, "whole", 1)], 32, {0: 8, 1: 10, 2: 10}),
        ([_ID, Need(10, "whole", 1), Need(10, "whole", 1)], 31, {0: 8, 1: 10}),  # the last of as high a rank
        ([Need(10, "whole", 1), _ID, Need(4, "whole", 2)], 8, {1: 8}),
        ([Need(30, "cut", 0), Need(20, "cut", 0)], 42, {0: 20, 1: 20}),  # the wider one
        ([Need(30, "cut", 0), Need(30, "wrap", 0)], 50, {0: 24, 1: 24}),
        ([Need(30, "cut", 0), Need(30, "wrap", 0)], 44, {0: 18, 1: 24}),  # no narrower than it may be
        ([Need(30, "cut", 0), Need(30, "wrap", 0)], 38, {0: 18, 1: 18}),  # without another way, the widest
        ([Need(30, "cut", 0), Need(30, "wrap", 0)], 10, {0: 8, 1: 8}),
        ([Need(30, "cut", 0), Need(30, "wrap", 1)], 40, {0: 30}),
        ([Need(30, "cut", 1), Need(30, "cut", 0)], 50, {0: 18, 1: 30}),
        ([Need(9, "cut", 0), Need(9, "cut", 0)], 10, {0: 8, 1: 8}),
        ([Need(6, "cut", 0), Need(9, "cut", 0)], 10, {0: 6, 1: 8}),
    ],
)
def test_columns_are_left_out_and_shortened_in_their_order(
    needs: list[Need], room: int, widths: dict[int, int]
) -> None:
    assert fitted(needs, room) == widths


@given(_needs, st.integers(20, 200))
def test_columns_are_no_wider_than_the_room_unless_all_are_needed(needs: list[Need], room: int) -> None:
    found = fitted(needs, room)
    assert {place for place, need in enumerate(needs) if not need.rank} <= set(found)
    assert all(width <= needs[place].width for place, width in found.items())
    least = sum(needs[place].least for place in found) + GAP * max(len(found) - 1, 0)
    assert sum(found.values()) + GAP * max(len(found) - 1, 0) <= max(room, least)


def test_a_text_is_cut_between_words() -> None:
    assert cut(Text("Bayview State University tuition"), 30).plain == "Bayview State University\u2026"
    assert cut(Text("Golden Valley Gas and, Electric"), 24).plain == "Golden Valley Gas and\u2026"
    assert cut(Text("Donaudampfschifffahrt of Austria"), 10).plain == "Donaudamp\u2026"
    assert cut(Text("\u6771\u4eac\u96fb\u529b"), 6).plain == "\u6771\u4eac\u2026"


@given(st.text(), st.integers(1, 40))
def test_a_cut_text_is_not_wider_than_its_room(text: str, room: int) -> None:
    assert cut(Text(text.replace("\n", " ")), room).cell_len <= room
