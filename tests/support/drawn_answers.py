"""Random answers by the schemas of questions, many of them at a bound or just beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from hypothesis import strategies as st

_LETTERS = st.characters(exclude_categories=["Cs"])
# One of each width in UTF-8, one that NFKD turns into eighteen, and some that end lines, patterns or statements.
_UNITS = [*"aAé語😀\ufdfaİß \n\x1b\u202e'\\1"]
_LENGTHS = (1, 2, 63, 64, 65, 199, 200, 201, 4_000, 9_999, 10_000, 10_001)
_CODES, _NO_CODES = (
    ["USD", "EUR", "monthly_bill", "a", "a" * 63, "2024"],
    ["USD\n", "a" * 64, "bill\n", "1a", "2024\n", ""],
)
_DATES = ["2024-02-29", "0001-01-01", "9999-12-31"]
_NO_DATES = ["2024-03-01\n", "20240301", "2024-W01-1", "\u0662\u0660\u0662\u0664-03-01", "0000-01-01", "2023-02-29"]
_NUMBERS = [0, 1, -1, 0.5, 1e-300, -1e-300, 9_999_999_999_999.99, -9_999_999_999_999.99]
_NO_NUMBERS = [True, 1.0000000000000002, 1e13, 1e15, 1e300, 10**400]


def _mostly(plain: st.SearchStrategy[Any], odd: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 15).flatmap(lambda lot: odd if lot == 15 else plain)


def answers(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Answers by the schema, most of them valid."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([answers(part) for part in schema["anyOf"]])
    return st.one_of([_of(kind, schema) for kind in _kinds(schema)])


def _of(kind: str, schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    match kind:
        case "object":
            return _objects(schema)
        case "array":
            items = answers(schema.get("items", {}))
            return st.lists(items, max_size=4) | st.builds(lambda item: [item] * 1_001, items)
        case "string":
            return _strings(schema)
        case "number" | "integer":
            return _mostly(st.floats(0, 1) | st.sampled_from(_NUMBERS), st.sampled_from(_NO_NUMBERS))
        case "boolean":
            return st.booleans()
        case _:
            return st.none()


def _objects(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if "properties" not in schema:
        return st.dictionaries(st.text(_LETTERS, max_size=10), answers(schema["additionalProperties"]), max_size=4)
    parts = {name: answers(part) for name, part in schema["properties"].items()}
    needed = set(schema.get("required", []))
    optional = {name: part for name, part in parts.items() if name not in needed}
    return st.fixed_dictionaries({name: parts[name] for name in needed}, optional=optional)


def _strings(schema: Mapping[str, Any]) -> st.SearchStrategy[str]:
    if schema.get("format") == "date":
        return _mostly(st.sampled_from(_DATES) | st.dates().map(str), st.sampled_from(_NO_DATES))
    if "pattern" in schema:
        fitting = [code for code in _CODES if re.search(schema["pattern"], code)]
        return _mostly(st.sampled_from(fitting), st.sampled_from(_NO_CODES))
    long = st.builds(lambda unit, length: unit * length, st.sampled_from(_UNITS), st.sampled_from(_LENGTHS))
    return _mostly(st.text(_LETTERS, min_size=1, max_size=20) | long, st.sampled_from(["", "a\0b", "\ud800"]))


def edges(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Simple answers, each with one value at or beyond a bound."""
    if "anyOf" in schema:
        for part in schema["anyOf"]:
            yield from edges(part)
    elif "properties" in schema:
        for name, part in schema["properties"].items():
            yield from ({**plain(schema), name: edge} for edge in edges(part))
    elif "additionalProperties" in schema:
        yield from ({"a": edge} for edge in edges(schema["additionalProperties"]))
        yield {str(number): "x" for number in range(1_001)}
    elif "items" in schema:
        yield from ([edge] for edge in edges(schema["items"]))
        yield [plain(schema["items"])] * 1_001
    else:
        yield from _edges(schema)


def _edges(schema: Mapping[str, Any]) -> list[Any]:
    if "enum" in schema:
        return cast(list[Any], schema["enum"])
    if {"number", "integer"} & set(_kinds(schema)):
        return _NUMBERS + _NO_NUMBERS
    if schema.get("format") == "date":
        return _DATES + _NO_DATES
    if "pattern" in schema:
        return _CODES + _NO_CODES
    bound = schema.get("maxLength", 10_000)
    return ["a" * 200_000, *(unit * length for unit in "a😀\ufdfa\0" for length in (bound, bound + 1))]


def plain(schema: Mapping[str, Any]) -> Any:
    """The simplest valid answer."""
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return plain(schema["anyOf"][-1])
    kind = _kinds(schema)[0]
    if kind == "object":
        return {name: plain(part) for name, part in schema.get("properties", {}).items()}
    if kind == "string":
        codes = ["2024-02-29", *_CODES] if {"format", "pattern"} & set(schema) else ["a"]
        return next(code for code in codes if re.search(schema.get("pattern", ""), code))
    return {"array": [], "boolean": True}.get(kind, 1)


def _kinds(schema: Mapping[str, Any]) -> list[str]:
    kinds = schema.get("type", "string")
    return [kinds] if isinstance(kinds, str) else kinds
