"""How the documents of a series are read: its prompt and fields, and how far they are read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from alfrd_luigi.database import regenerations, series_prompts
from alfrd_luigi.database.regenerations import Standing
from alfrd_luigi.database.series_prompts import SeriesPrompt
from alfrd_luigi.database.session import Session
from alfrd_luigi.language.field_schemas import KINDS


class Shape(NamedTuple):
    """A field of a series: its kind (see `field_schemas.KINDS`), and the label that stands on the papers."""

    name: str
    kind: str
    is_required: bool
    label: str | None


class Reading(NamedTuple):
    """The prompt of a series, its fields, the required ones first, and its regeneration; None if there is none."""

    prompt: SeriesPrompt | None
    fields: tuple[Shape, ...]
    regeneration: Standing | None


def readings(session: Session, ids: Sequence[int]) -> Mapping[int, Reading]:
    """How the documents of each of these series are read."""
    prompts = series_prompts.actives(session, ids)
    under_way = {found.series_id: found for found in regenerations.standing(session, ids)}
    return {id: _reading(prompts.get(id), under_way.get(id)) for id in ids}


def _reading(prompt: SeriesPrompt | None, under_way: Standing | None) -> Reading:
    shapes = sorted(
        _shapes(prompt.fields_schema) if prompt else (), key=lambda shape: (not shape.is_required, shape.name)
    )
    return Reading(prompt, tuple(shapes), under_way)


def _shapes(schema: Mapping[str, Any]) -> Iterator[Shape]:
    for name, part in schema["properties"].items():
        yield Shape(name, _kind(part), name in schema["required"], part.get("title"))


def _kind(part: Mapping[str, Any]) -> str:
    form = {key: part[key] for key in ("type", "format") if key in part}
    return next((name for name, kind in KINDS.items() if kind == form), str(part.get("type", "")))
