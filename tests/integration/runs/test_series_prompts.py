"""A series with three documents gets one prompt with one schema, by which its documents are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from alfrd_luigi.database import documents, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.standin import Behaviour, StandIn
from support.archives import Archive
from support.connections import connected
from support.desk import Desk
from support.document_rows import ids

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
BILL = """HARBOR MUTUAL INSURANCE COMPANY
Home insurance bill
Policy number: HM-4471-220
Statement date: 2024-{month:02}-05
Tariff class: R{month}
Risk zone: {zone}
Amount due: $12{month}.50
Due date: 2024-{month:02}-25
"""


class Reading(NamedTuple):
    """What a series read of a document."""

    answer: dict[str, Any]
    prompt_id: int | None

    @property
    def fields(self) -> list[str]:
        """The names of the fields."""
        return sorted(self.answer.get("structured_data", {}))


@pytest.fixture
def bills(desk: Desk, archive: Archive, aws: StandIn) -> Callable[..., None]:
    """Lets the desk work with a model, and puts bills of one insurer in its inbox, by their months."""
    archive.configure(language_engine="bedrock", bedrock_model_id=MODEL, backoff_seconds=0)

    def put(*months: int) -> None:
        for month in months:
            (archive.inbox / f"bill-{month:02}.txt").write_text(BILL.format(month=month, zone="B4"), encoding="utf-8")

    return put


def readings() -> dict[UUID, Reading]:
    """The readings that series have made, by document in the order of registration."""
    session = database().session()
    found = {id: stage_results.result(session, id, "extract_series") for id in ids(session)}
    return {id: Reading(row.answer, row.prompt_id) for id, row in found.items() if row is not None}


def series_of(id: UUID) -> int:
    found = documents.series_of(database().session(), id)
    assert found is not None
    return found


def prompts_of_series(archive: Archive) -> int:
    with connected(archive.database_url) as own:
        own.execute("SELECT count(*) FROM prompts WHERE kind = 'series_summarizer'")
        ((count,),) = own.fetchall()
    return int(count)


def test_twelve_bills_get_one_schema_of_a_model_that_drifts(
    desk: Desk, bills: Callable[..., None], aws: StandIn, archive: Archive
) -> None:
    aws.behaviour = Behaviour(script=lambda _operation: "drift")
    for month in range(1, 13):
        bills(month)
        assert desk.run() == 0, desk.said
    read = readings()
    assert len(read) == 10  # from the third on
    assert {tuple(each.fields) for each in read.values()} == {tuple(next(iter(read.values())).fields)}
    assert {each.answer["method"] for each in read.values()} == {"series"}
    assert prompts_of_series(archive) == 1
    assert Counter(call.operation for call in aws.calls)["design_series"] == 1
