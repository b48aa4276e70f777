"""Makes values of an archive wrong, as an engine that misread them would, for a person to correct."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from psycopg2.extensions import adapt

from alfrd_luigi.database import documents
from alfrd_luigi.database.session import Session
from alfrd_luigi.views import review

_ANSWERS = {"entity": "entity", "date": "document_date", "total": "total_amount"}
_FALSIFY = """
    UPDATE stage_results SET answer = (answer #- ARRAY['evidence', {name}]) #- ARRAY['places', {field}]
                                      || jsonb_build_object({name}, {wrong}::jsonb)
    WHERE document_id = {id} AND stage = 'summarize'"""
_WRONG: Mapping[str, Callable[[str], Any]] = {
    "entity": lambda _: "Sample Holdings Limited",
    "date": lambda text: (date.fromisoformat(text) - timedelta(days=28)).isoformat(),
    "total": lambda text: round(float(text) + 10, 2),
}


class Mistake(NamedTuple):
    """A marked value that is wrong: what is right, and where it stands in one line of a page that is a picture."""

    field: str
    right: str
    page: int
    box: tuple[float, float, float, float]


def doubt(session: Session) -> None:
    """Make the least sure value of each filed document uncertain."""
    session.script("""
        UPDATE documents d SET uncertain = ARRAY[(SELECT key FROM jsonb_each_text(d.confidences)
            WHERE key IN ('entity', 'date', 'total') ORDER BY value::double precision LIMIT 1)]
        WHERE status = 'filed' AND confidences ?| '{entity,date,total}'""")


def make(session: Session, count: int, among: int) -> dict[UUID, Mistake]:
    """Make the marked values of `count` documents wrong, spread over the first `among` that a review shows."""
    possible = list(_possible(session, review.queue(session)[:among]))
    step = max(1, len(possible) // max(1, count))
    made = dict(possible[step - 1 :: step][:count])
    for id, mistake in made.items():
        _falsify(session, id, mistake)
    doubt(session)
    return made


def _possible(session: Session, ids: list[UUID]) -> Iterator[tuple[UUID, Mistake]]:
    for id in ids:
        for field in review.item(session, id).fields:
            if field.is_marked and field.name in _ANSWERS and field.page is not None and len(field.boxes) == 1:
                box = field.boxes[0]
                yield id, Mistake(field.name, field.text, field.page, (box.left, box.top, box.right, box.bottom))
                break


def _falsify(session: Session, id: UUID, mistake: Mistake) -> None:
    parts = {
        "name": _ANSWERS[mistake.field],
        "field": mistake.field,
        "wrong": json.dumps(_WRONG[mistake.field](mistake.right)),
        "id": str(id),
    }
    session.script(_FALSIFY.format(**{name: adapt(text).getquoted().decode() for name, text in parts.items()}))
    documents.derive(session, id)
