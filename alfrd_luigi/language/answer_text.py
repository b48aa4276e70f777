"""Finds the JSON object in a model's text, which may also hold thoughts, explanations and Markdown fences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from alfrd_luigi.errors import InvalidAnswerError
from alfrd_luigi.language.validation import validate

# A text with more beginnings of objects is no answer. Each may cost the time of parsing the rest of the text.
_MOST_TRIES = 100
_OBJECT = re.compile(r'\{\s*["}]')
_THINKING = r"think(?:ing)?|thought|reason(?:ing)?|reflection"
# Some servers remove the opening tag, because it is part of the prompt.
_THOUGHT = re.compile(rf"^.*</(?:{_THINKING})>", re.IGNORECASE | re.DOTALL)
_THOUGHT_WITHOUT_END = re.compile(rf"<(?:{_THINKING})>.*$", re.IGNORECASE | re.DOTALL)
_decoder = json.JSONDecoder()


def object_in(text: str, schema: Mapping[str, Any]) -> Any:
    """The JSON object in the text, which may be invalid by the schema. None if there is none, or if it is ambiguous.

    Of several objects, the only valid one is chosen. Objects in thoughts count only if there are none outside.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    for part in (_THOUGHT_WITHOUT_END.sub("", _THOUGHT.sub("", text)), text):
        found = list(_objects(part))
        if found:
            return _chosen(found, schema)
    return None


def _objects(text: str) -> Iterator[Any]:
    """The outermost objects in the text."""
    end = 0
    for tries, match in enumerate(_OBJECT.finditer(text)):
        if tries == _MOST_TRIES:
            return
        if match.start() >= end:
            try:
                found, end = _decoder.raw_decode(text, match.start())
            except (ValueError, RecursionError):
                continue
            yield found


def _chosen(found: list[Any], schema: Mapping[str, Any]) -> Any:
    different = [each for number, each in enumerate(found) if each not in found[:number]]
    if len(different) == 1:
        return different[0]
    valid = [each for each in different if _is_valid(each, schema)]
    return valid[0] if len(valid) == 1 else None


def _is_valid(answer: Any, schema: Mapping[str, Any]) -> bool:
    try:
        validate(answer, dict(schema))
    except InvalidAnswerError:
        return False
    return True
