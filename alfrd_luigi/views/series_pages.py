"""What the page of a series shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from alfrd_luigi.database.session import Session
from alfrd_luigi.grouping import batches
from alfrd_luigi.views import series
from alfrd_luigi.views.series import SeriesView
from alfrd_luigi.views.series_fields import FieldsOverTime, over_time
from alfrd_luigi.views.series_readings import Reading, readings

_BATCH = 20


class SeriesPage(NamedTuple):
    """A series, the fields of its newest papers, and how they are read."""

    view: SeriesView
    fields: FieldsOverTime
    reading: Reading


def pages(session: Session, ids: Sequence[int]) -> Iterator[SeriesPage]:
    """Those of these series that exist, by id; a few are in memory at a time."""
    for batch in batches(sorted(ids), _BATCH):
        fields, read = over_time(session, batch), readings(session, batch)
        for view in series.series(session, batch):
            yield SeriesPage(view, fields[view.head.id], read[view.head.id])
