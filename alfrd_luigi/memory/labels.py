"""The labels of values in a text: the words to the left of a value, or above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from alfrd_luigi.assessment.field_names import answer_name, value_of
from alfrd_luigi.extraction.dates.months import month_number
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates
from alfrd_luigi.extraction.lines import TextLine, fold, skeleton
from alfrd_luigi.memory.marks import shape
from alfrd_luigi.memory.mentions import Mention

_SAME_LABEL = 85
"""Of 100. OCR misreads a letter of a label here and there."""
SHORTEST_LABEL = 3
_LABEL_WORDS = 5
# The number of a till, a slip or a page is another on the next paper. A digit within a word may be a misread letter.
_OTHER_NUMBER = re.compile(r"(?<![^\W_])\d[\d.,/:-]*(?![^\W_])")


def label_of(words: str) -> str:
    """The skeleton of the label in the words that prove a value. A day, a month or a number is no part of a label."""
    return skeleton(_constant_words(words))


def found(answer: Mapping[str, Any], field: str) -> tuple[Any, str | None, float | None]:
    """What the engine found for a value of a record: the value, the label beside it, and its confidence."""
    words = (answer.get("evidence") or {}).get(answer_name(field))
    label = label_of(words) if words is not None else None
    return value_of(answer, field), label, (answer.get("confidences") or {}).get(field)


def _constant_words(text: str) -> str:
    """The text without dates, names of months and numbers, which are others on the next paper."""
    for printed in reversed(list(find_printed_dates(text))):
        text = f"{text[: printed.start]} {text[printed.end :]}"
    text = _OTHER_NUMBER.sub(" ", text)
    return " ".join(word for word in text.split() if month_number(word.strip(".,")) is None)


def is_same_label(one: str, other: str) -> bool:
    """Whether two labels are the same but for misread letters."""
    from rapidfuzz import fuzz

    return one == other or (min(len(one), len(other)) >= SHORTEST_LABEL and fuzz.ratio(one, other) >= _SAME_LABEL)


def label_before(mention: Mention) -> tuple[str, str]:
    """The skeleton and the words of the label to the left of a value: the cells of its line before it."""
    words = [word for word in _constant_words(mention.line.text[: mention.start]).split() if skeleton(word)]
    printed = " ".join(words[-_LABEL_WORDS:])
    return skeleton(printed), printed


def label_of_line(lines: Sequence[TextLine], number: int) -> str:
    """The skeleton of a line; empty if there is none."""
    return label_of(lines[number].text) if 0 <= number < len(lines) else ""


def label_above(mention: Mention, lines: Sequence[TextLine]) -> tuple[str, str]:
    """The label in the line above: the cell over the value, or the whole line."""
    number = mention.line.number
    if number == 0 or lines[number - 1].page != mention.line.page:
        return "", ""
    above = lines[number - 1]
    over = [cell.text for cell in above.cells if cell.start < mention.end and mention.start < cell.end]
    text = over[0] if len(over) == 1 and len(above.cells) > 1 else above.text
    return label_of(text), " ".join(text.split())


def line_shape(line: TextLine) -> str:
    return re.sub(r"9+", "9", " ".join(shape(fold(line.text)).split()))
