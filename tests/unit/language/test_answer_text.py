"""The JSON object in a model's text is found. An ambiguous text is no answer."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.language.answer_text import object_in

SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "integer"}},
    "required": ["a"],
    "additionalProperties": False,
}
ANSWER = {"a": 1}
WRITTEN = json.dumps(ANSWER)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        " {}\n",
        "\ufeff{}",
        "```json\n{}\n```",
        "```JSON\n{}\n```",
        "```\n{}\n```",
        "~~~json\n{}\n~~~",
        "`{}`",
        "Here it is:\n```Json\r\n{}\r\n```\nI hope that this helps {smile}!",
        "<think>\nThe user wants a class. {maybe}\n</think>\n\n{}",
        '<think>{"a": 2} is wrong</think>{}',
        '<THINKING>{"a": 2}</THINKING> {}',
        'It may be {"a": 2}.\n</think>\n{}',
        "<think>It is\n{}",
        "<think></think>{}<|im_end|>",
        "{}<|eot_id|>",
        "<s>[INST] {} </s>",
        "<json>{}</json>",
        "{} {}",
        "Not {this} nor {'that': 1} nor {\"b\": } but {}",
        'An example is {"b": 7}; the answer is {}',
        "[{}]\nThat is all.",
    ],
)
def test_one_object_is_found_in_what_is_around_it(text: str) -> None:
    assert object_in(text.replace("{}", WRITTEN), SCHEMA) == ANSWER


@pytest.mark.parametrize(
    "text",
    ["", "Of course!", "{maybe}", "```json\nnothing\n```", '{"a": 1} or {"a": 2}', '{"a": 1', "<think>hm</think>"],
)
def test_no_object_and_two_that_differ_are_no_answer(text: str) -> None:
    assert object_in(text, SCHEMA) is None


def test_an_object_that_is_not_valid_is_found_all_the_same() -> None:
    """What is wrong with it is told to the model, when it is asked again."""
    assert object_in('Sure: {"a": "one"}', SCHEMA) == {"a": "one"}


def test_the_marks_of_thoughts_within_an_answer_are_part_of_it() -> None:
    answer = {"a": "He wrote <think>no</think> and ```."}
    assert object_in(json.dumps(answer), SCHEMA) == answer
    assert object_in(f"```json\n{json.dumps(answer)}\n```", SCHEMA) is not None


PROSE = st.text(st.characters(exclude_characters="{}<>[]", codec="utf-8"), max_size=30)


@given(PROSE, PROSE, st.dictionaries(st.text(max_size=5), st.text(max_size=9), min_size=1))
def test_prose_around_an_object_changes_nothing(before: str, after: str, answer: dict[str, str]) -> None:
    assert object_in(f"{before}{json.dumps(answer)}{after}", SCHEMA) == answer


@pytest.mark.parametrize(
    "unit",
    ["{", '{"', '{"a":', '{"a":{', "{}", '{"a":1}', '{"a":[', "<think>", "</think>", "```json\n", '{"a":"' + "x" * 999],
    ids=lambda unit: unit[:8],
)
def test_no_text_takes_long(unit: str) -> None:
    text = unit * (4_000_000 // len(unit))
    started = time.process_time()
    object_in(f"x{text}", SCHEMA)
    assert time.process_time() - started < 3
