"""Scores answers by what a person says is right: each value of a document is right or wrong, and blank ones count.

`compared` and `difference` treat the two answers alike: equal answers have no difference, and it changes its sign with
them. An answer may hold anything; a value of another form than its own is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypedDict

from alfrd_luigi.assessment.field_names import FIELD, HEADS, field_name, value_of
from alfrd_luigi.extraction.entity_names import same_entity
from alfrd_luigi.extraction.lines import fold

Compared = TypedDict("Compared", {"is": Any, "incumbent": bool, "candidate": bool})
"""A value that a person knows, as JSON, and which of the two answers has it."""

# The bounds of the values (see language/values.py), and how deep the items of a list may be.
_LONGEST_NAME = 200
_LARGEST = Decimal(10) ** 14
_DEEPEST = 20


def compared(
    kind: str, right: Mapping[str, Any], incumbent: Mapping[str, Any], candidate: Mapping[str, Any]
) -> dict[str, Compared]:
    """Which of the values that a person knows each answer has, of those that a prompt of this kind is asked for.

    `right` are values by the names that commands use. The answers are those to `classify` for a classifier, and to
    `summarize` for any other kind, as the model gave them. A value that an answer omits is blank.
    """
    return {
        name: {
            "is": known,
            "incumbent": is_right(name, known, value_of(incumbent, name)),
            "candidate": is_right(name, known, value_of(candidate, name)),
        }
        for name, known in right.items()
        if is_asked(kind, name)
    }


def difference(fields: Mapping[str, Mapping[str, Any]]) -> float | None:
    """The share of right values of the candidate less that of the incumbent, from -1 to 1; None without values.

    `fields` are those of `compared`. A value that is blank, and that neither answer gives, is on no paper: it counts
    for neither share, so that a type with many fields does not make each of them matter less.
    """
    if not fields:
        return None
    told = [each for each in fields.values() if not (_is_blank(each["is"]) and each["incumbent"] and each["candidate"])]
    gained = sum(int(each["candidate"]) - int(each["incumbent"]) for each in told)
    return gained / max(1, len(told))


def values(kind: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an answer that can be right or wrong, by the names that commands use. A blank one is None."""
    fields = answer.get("structured_data")
    names = ("type",) if kind == "classifier" else (*HEADS.values(), *(map(field_name, fields) if fields else ()))
    return {name: value_of(answer, name) for name in names}


def are_equal(kind: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two answers agree in all that can be right or wrong, so that an audit could not tell them apart."""
    names = {**values(kind, one), **values(kind, other)}
    return all(is_right(name, value_of(one, name), value_of(other, name)) for name in names)


def is_asked(kind: str, name: str) -> bool:
    """Whether a prompt of this kind is asked for the value."""
    return name == "type" if kind == "classifier" else name in HEADS.values() or name.startswith(FIELD)


def is_right(name: str, right: Any, said: Any) -> bool:
    """Whether a value of an answer is what a person says. Never raises.

    Names are compared as those of senders, days as days, totals by their cents, and currencies without case. Of the
    fields of a type, numbers are equal by their value, texts apart from case, accents and spaces, and lists as a whole
    if they have the same items in any order. An empty text, list or object is blank, as null is.
    """
    form = _FORMS.get(name, _form)
    one, other = form(right), form(said)
    return one == other or (name == "entity" and isinstance(one, str) and isinstance(other, str) and _same(one, other))


def _is_blank(value: Any) -> bool:
    return _form(value) is None


def _form(value: Any, depth: int = 0) -> Hashable:
    """What is equal for equal values: None for a blank one, and an object equal to nothing else if it is no value."""
    match value:
        case None:
            return None
        case str():
            return fold(value).replace(" ", "") or None
        case bool():
            return ("bool", value)
        case int() | float() | Decimal():
            number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
            return number if number.is_finite() else object()
        case Mapping() | list() | tuple() if depth < _DEEPEST:
            return _parts(value, depth + 1)
        case _:
            return object()


def _parts(value: Any, depth: int) -> Hashable:
    """An object as its members that are not blank, a list as its items, each with their number."""
    parts = _members(value, depth) if isinstance(value, Mapping) else (_form(item, depth) for item in value)
    return frozenset(Counter(part for part in parts if part is not None).items()) or None


def _members(value: Mapping[Any, Any], depth: int) -> Iterator[Hashable]:
    forms = ((name, _form(item, depth)) for name, item in value.items())
    return (each for each in forms if each[1] is not None)


def _text(value: Any) -> Hashable:
    """A text without the spaces around it."""
    return value.strip() or None if isinstance(value, str) else _form(value)


def _code(value: Any) -> Hashable:
    return value.strip().upper() or None if isinstance(value, str) else _form(value)


def _day(value: Any) -> Hashable:
    if isinstance(value, str) and value.strip():
        with suppress(ValueError):
            return date.fromisoformat(value.strip())
        return object()
    return _form(value)


def _cents(value: Any) -> Hashable:
    """An amount, also one that is written as a text, in whole cents."""
    amount = _written(value) if isinstance(value, str) else _form(value)
    if not isinstance(amount, Decimal):
        return amount
    return round(amount, 2) if amount.is_finite() and -_LARGEST < amount < _LARGEST else object()


def _written(text: str) -> Decimal | object | None:
    with suppress(InvalidOperation):
        return Decimal(text.strip()) if text.strip() else None
    return object()


def _same(one: str, other: str) -> bool:
    return same_entity(one[:_LONGEST_NAME], other[:_LONGEST_NAME])


_FORMS: Mapping[str, Callable[[Any], Hashable]] = {
    "type": _text,
    "entity": _text,
    "date": _day,
    "total": _cents,
    "currency": _code,
}
