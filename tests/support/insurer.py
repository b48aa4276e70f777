"""Bills of an insurer, filed with a language model: the stand-in, over HTTP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import documents, runs, stage_results
from alfrd_luigi.database.connection import database
from alfrd_luigi.stages.rerun import take_back
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.standin.record import RecordedCall
from support.archives import Archive
from support.connections import connected
from support.kept_archives import Keep
from support.pipeline import take_in, work_on

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
BILL = """HARBOR MUTUAL INSURANCE COMPANY
Home insurance bill
Policy number: {policy}
Statement date: 2024-{month:02}-05
Tariff class: R{month}
Risk zone: B4
Amount due: $12{month}.50
Due date: 2024-{month:02}-25
"""
HOME, BOAT = "HM-4471-220", "BT-9902-118"
NEW = ["risk_zone", "tariff_class"]
"""The fields that the bills print and the type `insurance` does not have."""


class Reading(NamedTuple):
    """What a series read of a document."""

    answer: dict[str, Any]
    prompt_id: int | None

    @property
    def method(self) -> str:
        """Whose reading counts: that of the series, or of the type."""
        return str(self.answer["method"])

    @property
    def fields(self) -> list[str]:
        """The names of the fields."""
        return sorted(self.answer.get("structured_data", {}))


class Office:
    """An archive that works with a model, and the bills that come."""

    def __init__(self, archive: Archive, aws: StandIn, keep: Keep) -> None:
        self._archive, self.aws, self._keep = archive, aws, keep
        self._runs = count(1)
        archive.configure(
            language_engine="bedrock", bedrock_model_id=MODEL, backoff_seconds=0, retry_seconds=0, settle_seconds=0
        )
        archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, *months: int, policy: str = HOME) -> None:
        """Put the bills of these months in the inbox."""
        self.put_texts({f"{policy}-{month:02}": BILL.format(month=month, policy=policy) for month in months})

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """Put other papers in the inbox, by name."""
        for name, text in texts.items():
            (self._archive.inbox / f"{name}.txt").write_text(text, encoding="utf-8")

    def file(self, *months: int, policy: str = HOME) -> list[UUID]:
        """File the bills of these months one after the other, by every stage in this process."""
        run = self._run()
        taken = take_in(self._archive, run, **{f"{policy}-{n:02}": BILL.format(month=n, policy=policy) for n in months})
        work_on(taken, run)
        return taken

    def begin(self, *months: int) -> list[UUID]:
        """File the first bills of the archive as `file` does. Each test but the first gets a copy of what it filed."""
        filed, calls = self._keep(_FirstBills(months, self))
        if not self.aws.calls:
            self._run()  # as long as the first test
            self.aws.calls.extend(calls)
        return filed

    def go_on(self, *ids: UUID) -> None:
        """Process documents again that are due, or all that wait for their series."""
        waiting = [id for id in self.documents if documents.state(database().session(), id).awaits_series]
        work_on(list(ids or waiting), self._run())

    def _run(self) -> str:
        return f"20240401T000000-{next(self._runs):04}"

    def read_again(self, id: UUID) -> None:
        """Let the next run read a document again."""
        run = self._run()
        take_back(id, "extract_series", run)
        runs.release(run)

    def fails_at(self, operation: str, fault: Fault) -> None:
        """Let the model fail at each question of this kind."""
        self.aws.behaviour = Behaviour(script=lambda each: fault if each == operation else None)

    def is_well(self) -> None:
        """Let the model answer."""
        self.aws.behaviour = Behaviour()

    def asked(self, operation: str) -> int:
        """How often this question came."""
        return Counter(call.operation for call in self.aws.calls)[operation]

    def configure(self, **settings: Any) -> None:
        """Change settings."""
        self._archive.configure(**settings)

    def sql(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with connected(self._archive.database_url) as own:
            own.execute(query, values)
            return list(own.fetchall())

    @property
    def documents(self) -> list[UUID]:
        """All documents, in the order of registration."""
        return [id for (id,) in self.sql("SELECT id FROM documents ORDER BY registered_at, id DESC")]

    @property
    def readings(self) -> dict[UUID, Reading]:
        """The readings that series have made, by document."""
        session = database().session()
        found = {id: stage_results.result(session, id, "extract_series") for id in self.documents}
        return {id: Reading(row.answer, row.prompt_id) for id, row in found.items() if row is not None}

    def values(self, id: UUID) -> dict[str, Any]:
        """The fields and the entity of a document."""
        found = documents.facts(database().session(), id)
        return {**(found.structured_data or {}), "entity": found.entity}

    def state(self, id: UUID) -> tuple[str, bool]:
        """The status of a document, and whether it waits for its series."""
        found = documents.state(database().session(), id)
        return found.status, found.awaits_series

    @property
    def prompts(self) -> int:
        """The number of prompts of series."""
        ((found,),) = self.sql("SELECT count(*) FROM prompts WHERE kind = 'series_summarizer'")
        return int(found)

    def series_of(self, id: UUID) -> int:
        """The series of a document."""
        found = documents.series_of(database().session(), id)
        assert found is not None
        return found


@dataclass(frozen=True)
class _FirstBills:
    """Files bills. Equal to another one that files the same."""

    months: tuple[int, ...]
    office: Office = field(compare=False)

    def __call__(self, archive: Archive) -> tuple[list[UUID], list[RecordedCall]]:
        return self.office.file(*self.months), list(self.office.aws.calls)
