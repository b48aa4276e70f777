"""Validates an engine's answer against the schema of the question."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from alfrd_luigi.errors import InvalidAnswerError

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A part of a pattern: an escaped character, a character class, or a dollar sign.
_END = r"\Z"
_PART = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|\$")
_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def validate(answer: Any, schema: Mapping[str, Any]) -> None:
    """Check an answer against its JSON Schema (draft 2020-12) and against what PostgreSQL's jsonb can hold.

    Raises InvalidAnswerError.
    """
    from jsonschema.exceptions import best_match

    _check_storable(answer)
    try:
        error = best_match(_validator(json.dumps(schema)).iter_errors(answer))
    except RecursionError:
        raise InvalidAnswerError("nested too deeply") from None
    if error is not None:
        # The path in the schema, because the path in the answer can contain words of the document.
        raise InvalidAnswerError("/".join(str(step) for step in error.absolute_schema_path))


def _check_storable(answer: Any) -> None:
    try:
        text = json.dumps(answer, allow_nan=False, ensure_ascii=False)
        text.encode("utf-8")
    except (TypeError, ValueError):
        raise InvalidAnswerError("not JSON in UTF-8") from None
    except RecursionError:
        raise InvalidAnswerError("nested too deeply") from None
    if _ESCAPED_NUL.search(text):
        raise InvalidAnswerError("contains the character U+0000")


@lru_cache(maxsize=256)
def _validator(schema: str) -> Validator:
    from jsonschema import Draft202012Validator, FormatChecker

    formats = FormatChecker()
    formats.checks("date")(_is_date)
    return Draft202012Validator(json.loads(schema, object_hook=_with_python_pattern), format_checker=formats)


def _with_python_pattern(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, with its pattern translated from ECMA 262, which JSON Schema uses, to Python.

    In ECMA 262, `$` does not match before a final line break, and digits are ASCII digits.
    """
    pattern = schema.get("pattern")
    if not isinstance(pattern, str):
        return schema
    return {**schema, "pattern": f"(?a:{_PART.sub(lambda part: _END if part[0] == '$' else part[0], pattern)})"}


def _is_date(value: object) -> bool:
    """Whether a string is a date in the form of RFC 3339. True for other values, to which formats do not apply."""
    if not isinstance(value, str):
        return True
    try:
        return _DATE.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False
