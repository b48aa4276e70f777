"""Finds the series of a document by its type and its sender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from alfrd_luigi.extraction.entity_names import same_entity
from alfrd_luigi.extraction.type_rules import rules_of

# The length of a document's period in days, both ends included, and the frequency that it implies.
_PERIODS: tuple[tuple[int, int, str], ...] = (
    (6, 8, "weekly"),
    (26, 36, "monthly"),
    (84, 98, "quarterly"),
    (175, 190, "semiannual"),
    (358, 372, "annual"),
)


def find_series(document: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The series of a document: a known one unchanged, or a new one. None if the document does not recur."""
    rule = rules_of(document["document_type"]).get("series")
    entity = document.get("entity")
    fields = document.get("structured_data") or {}
    if rule is None or not entity or not _recurs(rule, fields):
        return None
    series_type: str = rule["series_type"]
    for series in known:
        if series["series_type"] == series_type and same_entity(entity, series["entity"]):
            return {key: series.get(key) for key in ("entity", "series_type", "title", "frequency")}
    return {
        "entity": entity,
        "series_type": series_type,
        "title": _title(entity, series_type),
        "frequency": _frequency(rule, fields),
    }


def _recurs(rule: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    purposes = rule.get("purposes")
    if purposes is not None and fields.get("purpose") not in purposes:
        return False
    needs = rule.get("needs")
    return needs is None or any(fields.get(name) is not None for name in needs)


def _title(entity: str, series_type: str) -> str:
    words = series_type.split("_")
    if words[0] in entity.casefold().split():
        words = words[1:]
    return " ".join([entity, *words])


def _frequency(rule: Mapping[str, Any], fields: Mapping[str, Any]) -> str | None:
    printed: str | None = fields.get("instalment")
    by_period = _period_frequency(fields) if rule.get("by_period") else None
    return printed or by_period or rule.get("frequency")


def _period_frequency(fields: Mapping[str, Any]) -> str | None:
    start, end = fields.get("period_start"), fields.get("period_end")
    if not start or not end:
        return None
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    return next((frequency for least, most, frequency in _PERIODS if least <= days <= most), None)
