"""Engines are selected by name, and report missing libraries and settings."""

from __future__ import annotations

import sys

import pytest

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.ocr import engines
from alfrd_luigi.ocr.engines import local
from alfrd_luigi.ocr.port import PageImage


def test_the_local_engine_is_there() -> None:
    assert "local" in engines.names()


def test_every_engine_goes_by_the_name_of_its_module() -> None:
    for name in engines.names():
        assert engines.engine(name).name == name


@pytest.mark.parametrize("name", ["abbyy", "", "local.py", "../errors"])
def test_an_unknown_engine_is_a_wrong_setting(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        engines.engine(name)
    assert repr(name) in caught.value.message
    assert "local" in caught.value.hint


def test_a_missing_library_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "alfrd_luigi.ocr.recognition", raising=False)
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(SettingsError, match="needs rapidocr") as caught:
        local.create().read(PageImage(1, 1, b"\0\0\0"))
    assert "alfrd-luigi[local-ocr]" in caught.value.hint
