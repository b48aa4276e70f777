"""Series with prompts of their own, inserted directly into the database, and what their documents were read with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database import documents, regenerations, series_prompts, stage_results, types
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.documents import Page
from alfrd_luigi.database.regenerations import Standing
from alfrd_luigi.database.session import Session
from alfrd_luigi.prompts.series_schema import designed
from support import document_rows
from support.archives import Archive
from support.connections import connected

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
_BILL = """NORTHWIND WATER
Water bill
Account number: 77-1
Statement date: {day}
Meter reading: {reading}
Tariff class: R{reading}
Amount due: $41.20
{script}"""
_INSERT = """
INSERT INTO prompts (kind, series_id, version, text, text_md5, fields_schema, origin, is_active)
SELECT kind, series_id, version + 1, text || ' Again.', md5(text || ' Again.'), %s, 'proposed', false
FROM prompts WHERE series_id = %s ORDER BY version DESC LIMIT 1 RETURNING id
"""
_ACTIVATE = "UPDATE prompts SET is_active = id = %s WHERE series_id = %s"


def use_model(archive: Archive) -> None:
    """Let the language model of the stand-in read documents."""
    archive.configure(language_engine="bedrock", bedrock_model_id=MODEL, backoff_seconds=0, retry_seconds=0)


def bills(session: Session, count: int, scripts: Mapping[int, str] = MappingProxyType({})) -> list[UUID]:
    """Filed bills of one series, a week apart, the oldest first. Each prints a meter reading and a tariff class.

    `scripts` tell the scripted engine how to answer, by the number of the bill.
    """
    made = []
    for number in range(count):
        day = date(2020, 1, 5) + timedelta(weeks=number)
        text = _BILL.format(day=day, reading=1000 + number, script=scripts.get(number, ""))
        fields = {"account_number": "77-1", "amount_due": 41.2}
        id = document_rows.filed(session, text=text, document_date=day, structured_data=fields)
        words = [[word, 0, 0, 1, 1, 1] for word in text.split()]
        documents.insert_page(session, id, 1, Page(text, words, 1.0, "plain_text", 0.0))
        made.append(id)
    return made


def series_of(session: Session, id: UUID) -> int:
    """The series of a document."""
    found = documents.series_of(session, id)
    assert found is not None
    return found


class Other:
    """Another series, with one document and without a prompt."""

    def __init__(self, session: Session) -> None:
        self.id = series_of(session, document_rows.filed(session, entity="Eastwind Water"))


def first(session: Session, series_id: int) -> int:
    """The first prompt of a series, which reads the meter."""
    id = series_prompts.insert(session, series_id, "Read the bill.", _schema(session, "Meter reading"))
    assert id is not None
    return id


def second(archive: Archive, session: Session, series_id: int, *labels: str) -> int:
    """Another version, which is active and reads what stands beside these labels."""
    with connected(archive.database_url) as own:
        own.execute(_INSERT, [Json(_schema(session, *labels)), series_id])
        ((id,),) = own.fetchall()
    activate(archive, series_id, id)
    return int(id)


def activate(archive: Archive, series_id: int, id: int) -> None:
    """Make a version the active one."""
    with connected(archive.database_url) as own:
        own.execute("UPDATE prompts SET is_active = false WHERE series_id = %s", [series_id])
        own.execute(_ACTIVATE, [id, series_id])


def _schema(session: Session, *labels: str) -> dict[str, object]:
    fields = [
        {
            "name": label.lower().replace(" ", "_"),
            "kind": "number" if label == "Meter reading" else "text",
            "label": label,
            "is_required": label == "Meter reading",
        }
        for label in labels
    ]
    return designed(types.get(session, "utility_bill").fields_schema, fields)


def read_with(session: Session, members: list[UUID]) -> Counter[int | None]:
    """How many of these documents were read with each version; None: with none."""
    found = (stage_results.result(session, id, "extract_series") for id in members)
    return Counter(row and row.prompt_id for row in found)


def standing(series_id: int) -> Standing | None:
    """How far the regeneration of a series is."""
    return next(iter(regenerations.standing(database().session(), [series_id])), None)
