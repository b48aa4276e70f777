"""The fields of a series over time, as a table: which are the same on all its papers, and how the others change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import series_fields
from alfrd_luigi.database.series_fields import Compared, FieldValue
from alfrd_luigi.database.session import Session
from alfrd_luigi.grouping import grouped

SHOWN = 36
"""The most papers of a series whose fields are shown, the newest."""


class Paper(NamedTuple):
    """A paper of the series."""

    id: UUID
    day: date | None


class Field(NamedTuple):
    """A field, with its value on each of the papers that have one."""

    name: str
    values: Mapping[UUID, FieldValue]

    @property
    def is_number(self) -> bool:
        """Whether all its values are numbers."""
        return all(value.number is not None for value in self.values.values())

    @property
    def is_same(self) -> bool:
        """Whether several papers have it, all with the same value."""
        said = {(type(each.value), each.value) for each in self.values.values()}
        return len(self.values) > 1 and len(said) == 1


class FieldsOverTime(NamedTuple):
    """The fields of the newest papers of a series: papers by date, fields by name.

    The `compared` ones are numbers and days that most of its papers have.
    """

    papers: tuple[Paper, ...]
    fields: tuple[Field, ...]
    compared: tuple[Compared, ...]

    @property
    def same(self) -> tuple[Field, ...]:
        """The fields with the same value on all papers that have them."""
        return tuple(field for field in self.fields if field.is_same)

    @property
    def changing(self) -> tuple[Field, ...]:
        """The other fields."""
        return tuple(field for field in self.fields if not field.is_same)

    @property
    def numbers(self) -> tuple[Compared, ...]:
        """The compared numbers that are not the same on all papers."""
        same = {field.name for field in self.same}
        return tuple(each for each in self.compared if each.kind == "number" and each.field not in same)


def over_time(session: Session, ids: Sequence[int]) -> Mapping[int, FieldsOverTime]:
    """The fields of the newest papers of each of these series, by its id."""
    found = grouped(series_fields.values(session, ids, SHOWN), lambda value: value.series_id)
    compared = grouped(series_fields.compared(session, ids, SHOWN), lambda each: each.series_id)
    return {id: _table(found[id], compared[id]) for id in ids}


def _table(found: Iterable[FieldValue], compared: Iterable[Compared]) -> FieldsOverTime:
    papers: dict[UUID, Paper] = {}
    fields: dict[str, dict[UUID, FieldValue]] = defaultdict(dict)
    for value in found:
        papers[value.document_id] = Paper(value.document_id, value.document_date)
        fields[value.field][value.document_id] = value
    named = tuple(Field(name, fields[name]) for name in sorted(fields))
    return FieldsOverTime(tuple(papers.values()), named, tuple(compared))
