"""A document as it is shown: its values with their places on the pages, its stages, and what happened to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.corrections import history
from alfrd_luigi.database import document_details, listings
from alfrd_luigi.database.documents import File
from alfrd_luigi.database.documents import files as files_of
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.grouping import batches, grouped
from alfrd_luigi.views.formats import Called
from alfrd_luigi.views.line_items import Table, tables
from alfrd_luigi.views.values import Value, values

_BATCH = 200
_PAGE_BREAK = "\f"
_OF_SERIES = "series:"


class Pair(NamedTuple):
    """A document that is the same paper, is alike, or is distinct, and why. `is_decided`: a person says so."""

    id: UUID
    verdict: str
    is_decided: bool
    evidence: str | None


class Repeat(NamedTuple):
    """An inbox entry with the same bytes, which came later."""

    name: str
    at: datetime


class Difference(NamedTuple):
    """A value that the invoice's data, which are stored, and the pages have differently."""

    name: str
    in_data: Any
    on_pages: Any


class Recalled(NamedTuple):
    """What the memory of an issuer proposed for a value: it was taken, agreed with the page, or lost against it.

    `instead` is the other value, if there was one. `lesson` is the document from which it was learnt.
    """

    name: str
    proposed: Any
    instead: Any
    outcome: Literal["taken", "agreed", "lost"]
    issuer: str | None
    lesson: UUID | None


class Page(NamedTuple):
    """A page. Each of `words`: the word, left, top, right, bottom (fractions of the page), confidence.

    A page that was not read yet has no text and no source. `turn` is the direction of its writing in its file, if the
    boxes are on the page turned upright. `file` is None if no file has this page.
    """

    number: int
    text: str
    source: str | None
    confidence: float | None
    unread: float | None
    turn: str | None
    words: list[list[Any]]
    file: File | None


class Stage(NamedTuple):
    """The result of a stage; `usd` is what its calls cost, None if there were none. `prompt` is the key of its prompt.

    `waits` is how often it was deferred. `omitted` are the parts of the text that were not sent: {"pages": [2],
    "shortened": {"page": 3, "characters": 900}}. Of the reading by a series, `reason` says why it does not count.
    """

    name: str
    status: str
    attempts: int
    waits: int
    engine: str | None
    model: str | None
    prompt: str | None
    prompt_version: int | None
    seconds: float
    usd: Decimal | None
    error: str | None
    omitted: dict[str, Any] | None
    reason: str | None


class Name(NamedTuple):
    """What a document is called by; `name` is that of its first file."""

    id: UUID
    title: str | None
    entity: str | None
    document_type: str | None
    document_date: date | None
    name: str | None


class DocumentView(NamedTuple):
    """Everything that is shown of a document; `document` is what `alfrd show --json` prints.

    `others` are the documents with which it is paired.
    """

    document: document_details.DocumentDetails
    values: tuple[Value, ...]
    tables: tuple[Table, ...]
    files: tuple[File, ...]
    pages: tuple[Page, ...]
    stages: tuple[Stage, ...]
    history: list[history.Entry]
    others: dict[UUID, listings.DocumentRow]

    @property
    def called(self) -> Called:
        """What the document is called by."""
        row, files = self.document, self.document.source_files
        name = files[0]["name"] if files else None
        return Name(row.id, row.title, row.entity, row.document_type, row.document_date, name)

    @property
    def again_at(self) -> datetime | None:
        """When a deferred document is tried again."""
        return _moment((self.document.error or {}).get("next_attempt_at"))

    @property
    def series_tags(self) -> list[str]:
        """The tags that come from the series."""
        return [tag for tag in self.document.tags if tag.startswith(_OF_SERIES)]

    @property
    def pairs(self) -> list[Pair]:
        """The documents with which it is paired."""
        rows = self.document.pairs
        return [
            Pair(UUID(each["document"]), each["verdict"], each["by"] == "person", each["evidence"]) for each in rows
        ]

    @property
    def repeats(self) -> list[Repeat]:
        """The later entries with the same bytes."""
        return [Repeat(each["name"], datetime.fromisoformat(each["at"])) for each in self.document.duplicates]

    @property
    def differences(self) -> list[Difference]:
        """The values that the invoice's data and the pages have differently."""
        embedded = self.document.embedded or {}
        read = embedded.get("page") or {}
        return [Difference(name, embedded["values"].get(name), value) for name, value in read.items()]

    @property
    def recalled(self) -> list[Recalled]:
        """What the memory proposed."""
        return [
            Recalled(
                use["field"],
                use["proposed"],
                use["instead"],
                use["outcome"],
                use["issuer"],
                UUID(use["lesson"]) if use["lesson"] else None,
            )
            for use in self.document.memory
        ]

    @property
    def words_of_persons(self) -> list[str]:
        """The names of the values that are a person's word, also of those that a person says are blank."""
        return sorted(name for name, whose in self.document.words_of.items() if whose == "person")

    @property
    def has_series_of_person(self) -> bool:
        """Whether a person says in which series the document is, or that it is in none."""
        return "series" in self.words_of_persons

    @property
    def usd(self) -> Decimal:
        """What all calls for the document cost."""
        return sum((stage.usd for stage in self.stages if stage.usd is not None), Decimal())


def document(session: Session, id: UUID, *, with_words: bool = True) -> DocumentView:
    """One existing document, with the words of its pages."""
    return next(documents(session, [id], with_words=with_words))


def documents(session: Session, ids: Sequence[UUID], *, with_words: bool = False) -> Iterator[DocumentView]:
    """Those of these documents that exist; a few hundred are in memory at a time."""
    for batch in batches(ids, _BATCH):
        yield from _batch(session, batch, with_words=with_words)


def _batch(session: Session, ids: Sequence[UUID], *, with_words: bool) -> Iterator[DocumentView]:
    pages = grouped(listings.pages(session, ids, with_words=with_words), lambda page: page.document_id)
    costs: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    for cost in listings.stage_costs(session, ids):
        costs[cost.document_id][cost.stage] = cost.usd
    keys: dict[UUID, dict[str, str]] = defaultdict(dict)
    for prompt in listings.stage_prompts(session, ids):
        keys[prompt.document_id][prompt.stage] = str(Key(prompt.kind, prompt.document_type, prompt.series_id))
    files = grouped(files_of(session, *ids), lambda file: file.document_id)
    entries = history.histories(session, ids)
    rows = document_details.documents(session, ids, with_text=True)
    others = {row.id: row for row in listings.documents(session, ids=[id for row in rows for id in _others(row)])}
    for row in rows:
        yield DocumentView(
            row,
            tuple(values(row)),
            tuple(tables(row.structured_data or {})),
            tuple(files[row.id]),
            tuple(_pages(row, pages[row.id], files[row.id])),
            tuple(_stage(stage, costs[row.id], keys[row.id]) for stage in row.stages),
            entries[row.id],
            {id: others[id] for id in _others(row) if id in others},
        )


def _others(row: document_details.DocumentDetails) -> list[UUID]:
    return [UUID(pair["document"]) for pair in row.pairs]


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)


def _pages(
    row: document_details.DocumentDetails, found: Sequence[listings.Page], files: Sequence[File]
) -> Iterator[Page]:
    texts, read = row.text.split(_PAGE_BREAK) if row.text else [], {page.number: page for page in found}
    held = [file for file in files for _ in range(file.pages)]
    for number in range(1, max(len(held), len(texts), *read) + 1):
        file = held[number - 1] if number <= len(held) else None
        text = texts[number - 1] if number <= len(texts) else ""
        page = read.get(number)
        if page is None:
            yield Page(number, text, None, None, None, None, [], file)
        else:
            yield Page(number, text, page.source, page.confidence, page.unread, page.turn, page.words, file)


def _stage(stage: Mapping[str, Any], costs: Mapping[str, Decimal], keys: Mapping[str, str]) -> Stage:
    return Stage(
        stage["stage"],
        stage["status"],
        stage["attempts"],
        stage["waits"],
        stage["engine"],
        stage["model"],
        keys.get(stage["stage"]),
        stage["prompt_version"],
        stage["seconds"],
        costs.get(stage["stage"]),
        stage["error"],
        stage["omitted"],
        stage.get("reason"),
    )
