"""What an engine answers is believed only when it fits the question's schema."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from alfrd_luigi.errors import InvalidAnswerError

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

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
        # The path inside the schema: the one inside the answer can hold words of the document.
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
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema), format_checker=Draft202012Validator.FORMAT_CHECKER)
