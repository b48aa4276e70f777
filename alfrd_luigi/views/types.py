"""Document types as they are shown: what is recorded of their documents, what they cost, and how their prompts do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import calls, listings, prompts, type_rows, types
from alfrd_luigi.database.calls import Cost
from alfrd_luigi.database.listings import DocumentRow
from alfrd_luigi.database.prompts import PromptVersion
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.type_rows import SeriesOfType
from alfrd_luigi.database.types import ListedType, Proposal
from alfrd_luigi.grouping import grouped
from alfrd_luigi.views import series
from alfrd_luigi.views.series import SeriesRow

_NEWEST = 12
_SERIES = 50
_WORDS = {"string": "text", "boolean": "true/false", "array": "list"}  # of JSON Schema, and ours


class Field(NamedTuple):
    """A field that is recorded for the documents of a type."""

    name: str
    kind: str | None
    is_expected: bool
    description: str | None


class TypeView(NamedTuple):
    """A type. `cost` is None if no calls were made for its documents; `prompts` are the versions of its own.

    `newest` are its newest documents, and `series` the series with the newest ones, each with their number.
    """

    type: ListedType
    fields: tuple[Field, ...]
    uncertain: int
    cost: Cost | None
    prompts: tuple[PromptVersion, ...]
    newest: tuple[UUID, ...]
    series: tuple[SeriesOfType, ...]

    @property
    def state(self) -> str:
        """Whether the type is shipped, accepted (a person's) or retired."""
        return state(self.type)

    @property
    def active(self) -> PromptVersion | None:
        """The version of its own prompt that is in use."""
        return next((version for version in self.prompts if version.active), None)


class TypePage(NamedTuple):
    """A type with the rows of its newest documents and of its series."""

    view: TypeView
    newest: tuple[DocumentRow, ...]
    series: tuple[SeriesRow, ...]


class TypeRow(NamedTuple):
    """A type or a proposal in a list, with the number of its documents, or of the classifications that proposed it."""

    row: ListedType | Proposal
    documents: int
    fields: tuple[Field, ...]

    @property
    def state(self) -> str:
        """Whether it is shipped, accepted (a person's), retired or proposed."""
        return state(self.row)


class TypesView(NamedTuple):
    """All types by name, and the proposals about which nobody has decided."""

    types: list[TypeView]
    proposals: list[Proposal]


def everything(session: Session) -> TypesView:
    """The types, and the proposals."""
    return TypesView(list(_views(session)), types.proposals(session))


def view(session: Session, name: str) -> TypeView:
    """An existing type."""
    return next(_views(session, name))


def _views(session: Session, name: str | None = None) -> Iterator[TypeView]:
    """All types, or the one with this name."""
    newest = grouped(type_rows.newest(session, _NEWEST, name), lambda each: each.name)
    collected = grouped(type_rows.series(session, _SERIES, name), lambda each: each.name)
    own = grouped(prompts.listing(session, document_type=name), lambda version: version.document_type)
    costs = {cost.what: cost for cost in calls.cost(session, "type", None, name)}
    uncertain = type_rows.uncertain(session, name)
    for type in types.listing(session, name):
        yield TypeView(
            type,
            tuple(fields(type.fields_schema)),
            uncertain.get(type.name, 0),
            costs.get(type.name),
            tuple(own[type.name]),
            tuple(each.document_id for each in newest[type.name]),
            tuple(collected[type.name]),
        )


def pages(session: Session, views: Sequence[TypeView]) -> Iterator[TypePage]:
    """These types with the rows that their pages show."""
    rows = {row.id: row for row in listings.documents(session, ids=[id for view in views for id in view.newest])}
    collected = series.rows(session, (each.series_id for view in views for each in view.series))
    for view in views:
        in_series = tuple(collected[each.series_id] for each in view.series)
        yield TypePage(view, tuple(rows[id] for id in view.newest), in_series)


def listing(session: Session) -> list[TypeRow]:
    """The types, then the proposals."""
    known = [TypeRow(row, row.documents, tuple(fields(row.fields_schema))) for row in types.listing(session)]
    return [*known, *(TypeRow(row, row.times, ()) for row in types.proposals(session))]


def state(row: ListedType | Proposal) -> str:
    """Whether a type is shipped, accepted (a person's), retired or proposed."""
    if isinstance(row, Proposal):
        return "proposed"
    return "retired" if row.is_retired else "shipped" if row.shipped else "accepted"


def fields(schema: Mapping[str, Any]) -> Iterator[Field]:
    """The fields of a JSON Schema."""
    for name, field in schema.get("properties", {}).items():
        kind = field.get("format", field.get("type"))
        yield Field(name, _kind(kind), name in schema.get("required", ()), field.get("description"))


def _kind(kind: Any) -> str | None:
    """A JSON Schema's type, as `alfrd types add` calls it. A field that can be missing is of the other of two types."""
    if isinstance(kind, list):
        return ", ".join(_WORDS.get(each, str(each)) for each in kind if each != "null")
    return _WORDS.get(kind, str(kind)) if kind is not None else None
