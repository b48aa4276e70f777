"""docs/data.md names every table of the database, and each setting by which data leaves the machine."""

from __future__ import annotations

import re

from support.source_messages import ROOT

_PAGE = (ROOT / "docs" / "data.md").read_text("utf-8")
_SCHEMA = (ROOT / "alfrd_luigi" / "database" / "schema.sql").read_text("utf-8")
_SHIPPED = (ROOT / "luigi.cfg").read_text("utf-8")
# Settings that name a place elsewhere, by the end of their names.
_ELSEWHERE = re.compile(r"^(\w+_(?:url|engine|command|fallback)) =", re.MULTILINE)


def test_each_table_has_a_kind() -> None:
    tables = re.findall(r"^CREATE TABLE public\.(\w+)", _SCHEMA, re.MULTILINE)
    assert len(tables) > 40
    assert [table for table in tables if f"`{table}`" not in _PAGE] == []


def test_each_setting_that_names_another_place_is_told() -> None:
    settings = _ELSEWHERE.findall(_SHIPPED)
    assert "ocr_engine" in settings
    leaves = _PAGE.split("## What leaves the machine")[1].split("\n## ")[0]
    assert [setting for setting in settings if f"`{setting}" not in leaves and f"{setting}`" not in leaves] == []
