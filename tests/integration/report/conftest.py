"""What the tests of the report share."""

from __future__ import annotations

from functools import cache

import pytest

from alfrd_luigi.report import writing
from alfrd_luigi.web.environment import Pages


@pytest.fixture(autouse=True)
def _written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs write the report. The templates are loaded once in a test."""
    monkeypatch.setattr(writing, "Pages", cache(Pages))
    monkeypatch.setenv("ALFRD_REPORT", "true")
