"""A run that has released its lock is not at work for anybody."""

from __future__ import annotations

import pytest

from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.migration import living_runs


@pytest.mark.usefixtures("archive")
def test_a_run_that_is_over_is_not_found_alive() -> None:
    """The server notices the end of a session some time after it; a hundred runs do not all outlast that."""
    session = database().session()
    for number in range(100):
        run = f"20240401T000000-{number:04x}"
        runs.hold(database(), run)
        assert [run in named for named in living_runs(session)] == [True]
        runs.release(run)
        assert living_runs(session) == []
