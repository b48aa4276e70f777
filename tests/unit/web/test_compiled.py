"""Compiled templates: kept where Python keeps modules, never trusted when they are not whole, never needed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2.filters import FILTERS

from alfrd_luigi.desk.links import DeskLinks
from alfrd_luigi.web.environment import Pages


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python keeps what it compiles."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were compiled."""
    names: list[str] = []
    compile: Callable[..., Any] = jinja2.Environment.compile

    def noted(self: jinja2.Environment, source: str, name: str, *rest: Any, **options: Any) -> Any:
        names.append(name)
        return compile(self, source, name, *rest, **options)

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    return names


def drawn(locale: str = "en") -> str:
    """A page of a process that has just started."""
    shared = {"links": DeskLinks(), "policy": "", "section": "", "is_desk": True}
    return Pages(locale).draw("problem.html", message="<no>", hint="", **shared)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pyc"))


def test_a_template_is_compiled_once(folder: Path, compiled: list[str]) -> None:
    first = drawn()
    assert "problem.html" in compiled
    compiled.clear()
    assert (drawn(), compiled) == (first, [])
    assert {path.stat().st_mode & 0o777 for path in kept(folder)} == {0o644}
    assert [path for path in folder.rglob("*") if path.is_file()] == list(folder.rglob("*.pyc"))


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 5000])
def test_what_is_not_whole_is_compiled_again(folder: Path, compiled: list[str], damage: bytes) -> None:
    first, files = drawn(), kept(folder)
    for path in files:
        path.write_bytes(damage or path.read_bytes()[:-1])
    compiled.clear()
    assert drawn() == first
    assert len(compiled) == len(files)
    compiled.clear()
    assert (drawn(), compiled) == (first, [])


def test_without_a_place_pages_are_drawn(folder: Path) -> None:
    folder.write_text("not a folder")
    assert "&lt;no&gt;" in drawn()


def test_python_may_be_told_to_keep_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    drawn()
    assert kept(folder) == []


def test_no_compiled_template_holds_what_a_filter_made() -> None:
    """Jinja calls a filter of a constant when it compiles: its text would be of another locale or version."""

    def refuse(*_: Any) -> str:
        raise AssertionError("a filter was called")

    own = Pages("en")._environment
    without = own.overlay()
    without.filters = {**own.filters, **dict.fromkeys(_own_filters(own), refuse)}
    for name in own.list_templates(["html"]):
        assert own.loader is not None
        source = own.loader.get_source(own, name)[0]
        assert own.compile(source, name, raw=True) == without.compile(source, name, raw=True), name


def _own_filters(environment: jinja2.Environment) -> set[str]:
    return set(environment.filters) - set(FILTERS)
