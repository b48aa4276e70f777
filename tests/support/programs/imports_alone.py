"""Imports every module of ours as if it were the first one, and prints its name.

A module that imports others begins where one of these has been imported as the first: importing it in a new
interpreter comes to that state as well. Each is therefore imported in a process forked from that of the largest of its
imports. The libraries of others are imported once, since they take most of the time; but not Luigi, in whose presence
alfrd_luigi is another. What a package imports of its own modules is imported with it, whichever of them is asked for.
"""

from __future__ import annotations

import ast
import gc
import importlib
import os
import sys
import traceback
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
LIBRARIES = """
    babel.dates boto3.s3.transfer click dateparser flask httpx jinja2 jsonschema PIL.Image price_parser psycopg2.extras
    pypdfium2 rapidfuzz requests rich.table statistics tenacity tomllib
"""
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("alfrd_luigi", "targets", "tasks")
    for path in (ROOT / package).rglob("*.py")
}
_children: dict[str, list[str]] = defaultdict(list)


def main() -> None:
    gc.disable()  # a collection would copy the pages of all objects in each process
    for name in LIBRARIES.split():
        importlib.import_module(name)
    for name in sorted(FILES):
        if not _is_of_package(name):
            _children[_begin(name)].append(name)
    for name in _children[""]:
        _load_alone(name)


@cache
def _imports(name: str) -> frozenset[str]:
    """The modules of ours that its top level imports, and its package."""
    found = {name.rpartition(".")[0]}
    for node in ast.parse(FILES[name].read_bytes()).body:
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{each.name}" for each in node.names)}
    return frozenset(found & FILES.keys())


@cache
def _closure(name: str) -> frozenset[str]:
    """It, and everything of ours that is imported with it."""
    found: set[str] = set()
    waiting = {name}
    while waiting:
        found |= waiting
        waiting = {below for each in waiting for below in _imports(each)} - found
    return frozenset(found)


def _is_of_package(name: str) -> bool:
    """Whether its package imports it."""
    package = name.rpartition(".")[0]
    return package in FILES and name in _closure(package)


def _begin(name: str) -> str:
    """The largest of its imports that does not import it. Empty if there is none."""
    found = [each for each in _imports(name) if name not in _closure(each) and not _is_of_package(each)]
    return max(found, key=lambda each: (len(_closure(each)), each), default="")


def _load_alone(name: str) -> None:
    child = os.fork()
    if child:
        if os.waitpid(child, 0)[1]:
            os._exit(1)  # it has printed its error
        return
    try:
        _load(name)
    except Exception:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _load(name: str) -> None:
    assert name not in sys.modules, f"{name} was imported before"
    importlib.import_module(name)
    sys.stdout.write(f"{name}\n")
    for each in sorted(FILES):
        if each.rpartition(".")[0] == name and _is_of_package(each):
            assert each in sys.modules, each
            sys.stdout.write(f"{each}\n")
    sys.stdout.flush()
    for below in _children[name]:
        _load_alone(below)


if __name__ == "__main__":
    main()
