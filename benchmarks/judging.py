"""Judges the values of a document against its label: right, wrong, blank, or not to be judged."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

# The shipped types of each coarse type. A letter may have any type under which a person would file it.
COARSE = {
    "receipt": {"receipt"},
    "invoice": {"invoice", "service_bill"},
    "bill": {"utility_bill", "service_bill", "insurance"},
    "statement": {"bank_statement", "credit_card", "investment", "education", "medical", "payroll"},
    "insurance": {"insurance"},
}
PAPERWORK = {
    "receipt",
    "invoice",
    "utility_bill",
    "service_bill",
    "bank_statement",
    "credit_card",
    "investment",
    "payroll",
}
SAME_NAME = 85  # of 100, by rapidfuzz's token_set_ratio on normalised names
CENT = 0.005
# The columns of the values with a confidence of their own, by the names of the labels.
VALUES = {"entity": "entity", "date": "document_date", "total": "total_amount", "currency": "currency"}

Verdict = Literal["right", "wrong", "blank"]


class Judged(NamedTuple):
    """One value of one document. `confidence` is None where there is no value."""

    file: str
    genre: str
    language: str
    name: str
    verdict: Verdict
    wanted: list[Any]
    found: Any
    confidence: float | None
    is_uncertain: bool


def judge(label: Mapping[str, Any], found: Mapping[str, Any]) -> list[Judged]:
    """The verdicts of the type and of every value that the label judges.

    A label that is null wants no value: one that is given is wrong. With `NAME_optional`, a blank is not judged.
    """
    sure, uncertain = found.get("confidences") or {}, found.get("uncertain") or []

    def judged(name: str, column: str, verdict: Verdict, wanted: list[Any]) -> Judged:
        genre, language = label.get("genre", label["type"]), label.get("language", "en")
        value, confidence = found[column], sure.get(name)
        return Judged(label["file"], genre, language, name, verdict, wanted, value, confidence, name in uncertain)

    is_type = type_is_right(label, found["document_type"])
    rows = [judged("type", "document_type", "right" if is_type else "wrong", rights(label, "type"))]
    for name, column in VALUES.items():
        verdict = _verdict(label, name, found[column])
        if verdict is not None:
            rows.append(judged(name, column, verdict, rights(label, name)))
    return rows


def _verdict(label: Mapping[str, Any], name: str, found: Any) -> Verdict | None:
    wanted = rights(label, name)
    if found is None:
        return "blank" if wanted and not label.get(f"{name}_optional") else None
    if name not in label:
        return None
    return "right" if any(is_right(name, found, right) for right in wanted) else "wrong"


def rights(label: Mapping[str, Any], name: str) -> list[Any]:
    """Every correct answer; empty if the label has none."""
    first = [] if label.get(name) is None else [label[name]]
    return [*first, *(label.get(f"{name}_ok") or [])]


def is_right(name: str, found: Any, right: Any) -> bool:
    """Whether a value is right."""
    if name == "total":
        return bool(abs(found - right) < CENT)
    return is_name(found, right) if name == "entity" else bool(found == right)


def type_is_right(label: Mapping[str, Any], found: str | None) -> bool:
    """Whether a document has one of the types that its label allows."""
    if found is None:
        return False
    if found in (label.get("fine_ok") or []):
        return True
    coarse = rights(label, "type")
    return any(found in COARSE[right] if right in COARSE else found not in PAPERWORK for right in coarse)


def is_name(found: str, right: str) -> bool:
    """Whether two names are the same, apart from additions."""
    from rapidfuzz import fuzz

    from alfrd_luigi.extraction.entity_names import normalise_entity

    return fuzz.token_set_ratio(normalise_entity(found), normalise_entity(right)) >= SAME_NAME


def recall(reference: str, text: str) -> float:
    """The fraction of the reference's words that the text contains, each as often as in the reference."""
    wanted, found = Counter(_words(reference)), Counter(_words(text))
    return sum((wanted & found).values()) / max(1, sum(wanted.values()))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def interval(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's score."""
    if of == 0:
        return 0.0, 1.0
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def counts(rows: Iterable[Judged]) -> Counter[str]:
    """The number of rows of each verdict."""
    return Counter(row.verdict for row in rows)
